import { assign, emit, setup } from 'xstate';
import type { Lease } from './lease.ts';

/**
 * The DHCP client (RFC 2131, 4.4, figure 5). INIT-REBOOT and REBOOTING are `verifying`: entered when the cable is in again,
 * never at power-on, because no lease is kept without power (*own design*).
 */
export interface DhcpContext {
  /** Times the request at hand was sent. */
  readonly tries: number;
  /** Offered, and not ours yet. */
  readonly offered: Lease | undefined;
  readonly lease: Lease | undefined;
}

export type DhcpEvent =
  | { readonly type: 'offer.received'; readonly lease: Lease }
  | { readonly type: 'request.acknowledged'; readonly lease: Lease }
  | { readonly type: 'request.refused' }
  | { readonly type: 'address.taken' }
  | { readonly type: 'link.restored' };

/** What is sent: REQUEST is four of them, by the state it comes from (RFC 2131, 4.3.6, table 4). */
export type DhcpSending = 'discover' | 'request' | 'renew' | 'rebind' | 'verify' | 'decline';

/** What the chart wants done. */
export type DhcpWish =
  | { readonly type: 'send'; readonly what: DhcpSending }
  | { readonly type: 'probe'; readonly address: string }
  | { readonly type: 'use'; readonly lease: Lease }
  | { readonly type: 'leave' }
  | { readonly type: 'give-notice'; readonly of: 'no-server' | 'address-taken' };

/** Tries before the machine says that there is no server, or before it begins anew: 4, 8, 16, 32 s (RFC 2131, 4.1; 3.1, 5). */
export const DHCP_PATIENCE_TRIES = 4;

export const dhcpChart = setup({
  types: {} as { context: DhcpContext; events: DhcpEvent; emitted: DhcpWish },
  guards: {
    patienceOver: ({ context }) => context.tries >= DHCP_PATIENCE_TRIES,
    becomesImpatient: ({ context }) => context.tries === DHCP_PATIENCE_TRIES,
  },
  actions: {
    send: emit((_, what: DhcpSending) => ({ type: 'send' as const, what })),
    probe: emit(({ context }) => ({ type: 'probe' as const, address: context.offered?.address ?? '' })),
    leave: emit({ type: 'leave' as const }),
    giveNotice: emit((_, of: 'no-server' | 'address-taken') => ({ type: 'give-notice' as const, of })),
    countTry: assign({ tries: ({ context }) => context.tries + 1 }),
    beginAnew: assign({ tries: 0 }),
    forgetLease: assign({ lease: undefined, offered: undefined }),
    keepOffer: assign({ offered: ({ event }) => ('lease' in event ? event.lease : undefined) }),
    keepLease: assign({ lease: ({ event, context }) => ('lease' in event ? event.lease : context.lease) }),
    acceptOffer: assign({ lease: ({ context }) => context.offered, offered: undefined }),
  },
  delays: {
    /** Provided by whoever knows the time; the chart alone waits for ever. */
    answer: Number.MAX_SAFE_INTEGER,
    probe: Number.MAX_SAFE_INTEGER,
    decline: Number.MAX_SAFE_INTEGER,
    renewalAnswer: Number.MAX_SAFE_INTEGER,
    rebindingAnswer: Number.MAX_SAFE_INTEGER,
    untilRenewal: Number.MAX_SAFE_INTEGER,
    untilRebinding: Number.MAX_SAFE_INTEGER,
    untilExpiry: Number.MAX_SAFE_INTEGER,
  },
}).createMachine({
  id: 'dhcp',
  context: { tries: 0, offered: undefined, lease: undefined },
  initial: 'selecting',
  states: {
    selecting: {
      entry: ['countTry', { type: 'send', params: 'discover' }],
      on: { 'offer.received': { target: 'requesting', actions: ['keepOffer', 'beginAnew'] } },
      after: {
        answer: [
          {
            guard: 'becomesImpatient',
            target: 'selecting',
            reenter: true,
            actions: { type: 'giveNotice', params: 'no-server' },
          },
          { target: 'selecting', reenter: true },
        ],
      },
    },
    requesting: {
      entry: ['countTry', { type: 'send', params: 'request' }],
      on: {
        'request.acknowledged': { target: 'probing', actions: ['keepOffer', 'beginAnew'] },
        'request.refused': 'pausing',
      },
      after: {
        answer: [
          { guard: 'patienceOver', target: 'selecting', actions: 'beginAnew' },
          { target: 'requesting', reenter: true },
        ],
      },
    },
    probing: {
      entry: 'probe',
      on: { 'address.taken': 'declining' },
      after: { probe: { target: 'bound', actions: 'acceptOffer' } },
    },
    declining: {
      entry: [
        { type: 'send', params: 'decline' },
        { type: 'giveNotice', params: 'address-taken' },
      ],
      after: { decline: { target: 'selecting', actions: 'beginAnew' } },
    },
    // A server that offers and refuses in one breath is not asked without end (own design: as after a DECLINE).
    pausing: {
      after: { decline: { target: 'selecting', actions: 'beginAnew' } },
    },
    bound: {
      entry: [
        'beginAnew',
        emit(({ context: { lease } }) => (lease === undefined ? { type: 'leave' as const } : { type: 'use', lease })),
      ],
      on: { 'link.restored': 'verifying' },
      after: { untilRenewal: 'renewing' },
    },
    renewing: {
      entry: { type: 'send', params: 'renew' },
      on: {
        'request.acknowledged': { target: 'bound', actions: 'keepLease' },
        'request.refused': { target: 'selecting', actions: ['forgetLease', 'leave'] },
        'link.restored': 'verifying',
      },
      after: {
        untilRebinding: 'rebinding',
        renewalAnswer: { target: 'renewing', reenter: true },
      },
    },
    rebinding: {
      entry: { type: 'send', params: 'rebind' },
      on: {
        'request.acknowledged': { target: 'bound', actions: 'keepLease' },
        'request.refused': { target: 'selecting', actions: ['forgetLease', 'leave'] },
        'link.restored': 'verifying',
      },
      after: {
        untilExpiry: { target: 'selecting', actions: ['forgetLease', 'leave'] },
        rebindingAnswer: { target: 'rebinding', reenter: true },
      },
    },
    verifying: {
      entry: ['countTry', { type: 'send', params: 'verify' }],
      on: {
        'request.acknowledged': { target: 'bound', actions: 'keepLease' },
        'request.refused': { target: 'selecting', actions: ['beginAnew', 'forgetLease', 'leave'] },
      },
      after: {
        untilExpiry: { target: 'selecting', actions: ['beginAnew', 'forgetLease', 'leave'] },
        // Nobody says no: the lease is good for the rest of its time (RFC 2131, 3.2, 3).
        answer: [
          { guard: 'patienceOver', target: 'bound' },
          { target: 'verifying', reenter: true },
        ],
      },
    },
  },
});
