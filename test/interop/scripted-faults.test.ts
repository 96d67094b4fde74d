import { afterEach, describe, expect, test } from 'vitest';
import { FAR_END_PHASES, refusing, say, until } from '../support/far-end-script.ts';
import { type HostFarEnd, hostFarEnd } from '../support/host-far-end.ts';
import { callPeer } from '../support/host-machine.ts';
import type { FarEndStep } from '../support/scripted-far-end.ts';
import { LOSS_FATE, REFUSAL_FATES, REFUSALS } from './peer-faults.ts';

let farEnd: HostFarEnd | undefined;
afterEach(() => farEnd?.close());

/** Timers at a second, one redial at once. */
async function fateAt(script: readonly FarEndStep[]): Promise<string> {
  farEnd = await hostFarEnd(script);
  const timers = Object.fromEntries(
    ['Greeting', 'Ehlo', 'Mail', 'Rcpt', 'Data', 'DataBlock', 'FinalDot'].map((name) => [`timer${name}`, 1]),
  );
  const { entry, failedAttempts } = await callPeer(farEnd.port, { redialCount: 1, ...timers });
  expect(farEnd.connections.map(({ mismatch }) => mismatch).filter((one) => one !== undefined)).toEqual([]);
  expect(farEnd.connections).toHaveLength(failedAttempts);
  return `${entry.result} ${failedAttempts === 2 ? 'redial' : 'once'}`;
}

describe.each(FAR_END_PHASES)('a far end over real sockets, in phase %s', (phase) => {
  test.each(REFUSALS)('answers %s', async (code) => {
    const reply = `${code} no`;
    const script = code === '421' ? until(phase, [say(reply), { end: true }]) : refusing(phase, reply);
    expect(await fateAt(script)).toBe(REFUSAL_FATES[phase][code]);
  });

  test.each<[string, readonly FarEndStep[]]>([
    ['stalls', []],
    ['hangs up', [{ end: true }]],
    ['resets', [{ reset: true }]],
  ])('%s', async (_, steps) => {
    expect(await fateAt(until(phase, steps))).toBe(LOSS_FATE);
  });
});

test('a far end that resets in the middle of the message', async () => {
  const script = until('data', [say('354 go ahead'), { takeUntil: 'Content-Type' }, { reset: true }]);
  expect(await fateAt(script)).toBe(LOSS_FATE);
});
