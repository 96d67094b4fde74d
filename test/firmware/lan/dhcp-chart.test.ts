import { describe, expect, test } from 'vitest';
import { createActor } from 'xstate';
import { DHCP_PATIENCE_TRIES, type DhcpEvent, type DhcpWish, dhcpChart } from '../../../firmware/lan/dhcp-chart.ts';
import type { Lease } from '../../../firmware/lan/lease.ts';
import type { ChartArrow } from '../../../rig/export/chart-mermaid.ts';
import { arrowNames, shortestPaths } from '../../support/chart-paths.ts';

const LEASE: Lease = {
  address: '192.168.10.100',
  mask: '255.255.255.0',
  gateway: '192.168.10.1',
  nameServers: [],
  domainName: '',
  server: '192.168.10.67',
  leaseMs: 3_600_000,
  renewalMs: 1_800_000,
  rebindingMs: 3_150_000,
};

/** How often the request at hand was sent; more than one beyond patience makes no difference. */
interface Tries {
  readonly tries: number;
}

const PATHS = shortestPaths<Tries>(dhcpChart, {
  start: { tries: 1 },
  endsWith: () => false,
  take: ({ tries }, { from, to, label }) => {
    const impatient = tries === DHCP_PATIENCE_TRIES;
    if (label.endsWith('[becomesImpatient]') && !impatient) return undefined;
    if (label.endsWith('[patienceOver]') && tries < DHCP_PATIENCE_TRIES) return undefined;
    if (label === 'after answer' && (from === 'selecting' ? impatient : tries >= DHCP_PATIENCE_TRIES)) return undefined;
    return { tries: from === to ? Math.min(tries + 1, DHCP_PATIENCE_TRIES + 1) : 1 };
  },
});

/** The event of an arrow; that of a delay has XState's own name. */
function eventOf({ from, label }: ChartArrow): DhcpEvent {
  const [what = ''] = label.split(' [');
  if (what.startsWith('after ')) {
    // XState sends it to itself; here no time passes, so it is sent by hand.
    return { type: `xstate.after.${what.slice(6)}.dhcp.${from}` } as unknown as DhcpEvent;
  }
  // Every event of the chart has one of these two shapes.
  return { type: what, lease: LEASE } as DhcpEvent;
}

describe('the DHCP chart', () => {
  test('every transition has a path', () => {
    expect([...PATHS.keys()].sort()).toEqual([...arrowNames(dhcpChart)].sort());
  });

  test.each([...PATHS])('%s', (_, path) => {
    const wishes: DhcpWish[] = [];
    const still = { setTimeout: () => 0, clearTimeout: () => undefined };
    const actor = createActor(dhcpChart, { clock: still });
    actor.on('*', (wish) => wishes.push(wish));
    actor.start();
    for (const arrow of path) {
      expect(actor.getSnapshot().value).toBe(arrow.from);
      actor.send(eventOf(arrow));
    }
    const state = actor.getSnapshot();
    expect(state.value).toBe(path.at(-1)?.to);
    // An address is in use from `bound` on and until it is left, never else (RFC 2131, figure 5).
    const inUse = wishes.findLast(({ type }) => type === 'use' || type === 'leave')?.type === 'use';
    expect(inUse).toBe(['bound', 'renewing', 'rebinding', 'verifying'].includes(String(state.value)));
    expect(state.context.lease === undefined).toBe(!inUse);
  });
});
