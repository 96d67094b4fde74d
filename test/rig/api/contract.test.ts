import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { testOriginal } from '../../../rig/lab/test-original.ts';
import { twoMachines } from '../../../rig/lab/two-machines.ts';
import { Rig } from '../../../rig/rig.ts';
import { ApiCaller } from '../../support/api-caller.ts';

test('contract.ts is types only: nothing of it is left when it is compiled', async () => {
  const text = await readFile(new URL('../../../rig/api/contract.ts', import.meta.url), 'utf8');
  const statements = text.match(/^(import|export)\b.*$/gm) ?? [];
  expect(statements.length).toBeGreaterThan(10);
  expect(statements.filter((line) => !/^(import|export) type\b/.test(line))).toEqual([]);
});

describe('who looks changes nothing', () => {
  let caller: ApiCaller;
  afterEach(() => caller.close());

  test('the same keys give the same event log, with the API and open streams as without', async () => {
    const originals = await testOriginal();
    // Whoever archives has the message read from the store once more, which takes a machine a moment.
    const firmware = { archive: async () => 'copied' as const };
    const rig = await Rig.create(twoMachines(), { machines: { ifax1: { firmware }, ifax2: { firmware } } });
    await rig.powerOn();
    await rig.machine('ifax1').load(...originals);
    await rig.machine('ifax1').press('0', '0', '1', 'START');
    await rig.advance(60_000);
    const alone = rig.log.hash();
    rig.close();

    caller = await ApiCaller.begin();
    await caller.api.furnish(originals);
    const streams = [await caller.fetch('/api/rig/events?after=0'), await caller.fetch('/api/panel/ifax1/events')];
    await caller.json('POST', '/api/panel/ifax1/feeder/load', { originals: ['original-1', 'original-2'] });
    const before = caller.api.rig.clock.now();
    await caller.json('POST', '/api/panel/ifax1/press', { keys: ['0', '0', '1', 'START'] });
    await caller.json('POST', '/api/rig/machines/ifax2/wait', { for: { fact: 'fax' } });
    await caller.json('GET', '/api/rig/machines/ifax1/files');
    await caller.json('POST', '/api/rig/time/advance', { ms: 60_000 - (caller.api.rig.clock.now() - before) });
    expect(caller.api.rig.log.hash()).toBe(alone);
    for (const { body } of streams) await body?.cancel();
  });
});
