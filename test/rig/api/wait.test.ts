import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Waited } from '../../../rig/api/contract.ts';
import { WAIT_LIMIT_MS } from '../../../rig/api/schemas-calls.ts';
import { WAITS_LIMIT, Waits } from '../../../rig/api/wait.ts';
import { ApiCaller } from '../../support/api-caller.ts';

let caller: ApiCaller;
beforeEach(async () => {
  caller = await ApiCaller.begin();
});
afterEach(() => caller.close());

const wait = (machine: string, fact: object, more: object = {}): Promise<Waited> =>
  caller.json('POST', `/api/rig/machines/${machine}/wait`, { for: fact, ...more });

const PCC = 'pcc@ifax1.panasonic.example';
const JUNE = 'june@ifax2.panasonic.example';

describe('a fax', () => {
  test.each([
    ['reverse-path', { from: PCC.toUpperCase() }],
    ['mailbox', { mailbox: JUNE }],
    ['subject, a part of it', { subject: 'Internet FAX' }],
    ['anything', {}],
  ])('by its %s', async (_, marks) => {
    await caller.send001();
    const { held, fax } = await wait('ifax2', { fact: 'fax', ...marks });
    expect(held).toBe(true);
    expect(fax).toMatchObject({ from: PCC, mailboxes: [JUNE], pages: 1, result: 'OK' });
  });

  test('by the Message-ID that the originator’s journal tells, with or without brackets', async () => {
    await caller.send001();
    const { journal } = await wait('ifax1', { fact: 'journal', direction: 'XMT', result: 'OK' });
    const messageId = journal?.messageId ?? '';
    expect(messageId).toMatch(/^<.+>$/);
    expect((await wait('ifax2', { fact: 'fax', messageId })).fax?.messageId).toBe(messageId);
    expect((await wait('ifax2', { fact: 'fax', messageId: messageId.slice(1, -1) })).held).toBe(true);
  });

  test('only once it is complete: reply on the wire, every sheet in the tray, entry durable, copy stored', async () => {
    await caller.send001(2);
    const { fax } = await wait('ifax2', { fact: 'fax' });
    const recipient = caller.api.rig.machine('ifax2');
    expect(recipient.printed).toHaveLength(2);
    const events = caller.api.rig.log.lines.filter(({ machine }) => machine === 'ifax2');
    const spooled = events.findIndex(({ event }) => event === 'message.spooled');
    const reply = events.slice(spooled).find(({ event, data }) => event === 'smtp.line' && data['direction'] === 'S');
    expect(reply?.data['text']).toMatch(/^250 /);
    expect(caller.api.journal.entries(recipient)).toHaveLength(1);
    const message = await caller.fetch(`/api/rig/machines/ifax2/faxes/${fax?.id}/message.eml`);
    expect((await message.arrayBuffer()).byteLength).toBe(fax?.octets);
  });

  test('not one of before the line that is named, nor another’s', async () => {
    await caller.send001();
    const { event } = await wait('ifax2', { fact: 'fax' });
    expect((await wait('ifax2', { fact: 'fax' }, { after: event, limitMs: 1_000 })).held).toBe(false);
    expect((await wait('ifax2', { fact: 'fax', from: JUNE }, { limitMs: 1_000 })).held).toBe(false);
    expect((await wait('ifax1', { fact: 'fax' }, { limitMs: 1_000 })).held).toBe(false);
    await caller.send001();
    expect((await wait('ifax2', { fact: 'fax' }, { after: event })).fax?.id).toBe('000002');
  });
});

describe('a job', () => {
  test('in a state, though that lasts no time at all', async () => {
    await caller.send001();
    expect(await wait('ifax1', { fact: 'job', fileNumber: 1, state: 'sending' })).toMatchObject({
      held: true,
      job: { fileNumber: 1, state: 'sending' },
    });
    expect((await wait('ifax1', { fact: 'job', fileNumber: 1, state: 'delivered' })).held).toBe(true);
    // Delivered is: entered in the journal, its pages released, the call over.
    const sender = caller.api.rig.machine('ifax1');
    expect(caller.api.journal.entries(sender)).toMatchObject([{ entry: { result: 'OK' } }]);
    expect(sender.board.imageMemory.usedOctets).toBe(0);
    expect(sender.board.network).toMatchObject({ connectionCount: 0 });
  });

  test('that ended is known to those who ask late, and not to those who ask for a later one', async () => {
    await caller.send001();
    const { event } = await wait('ifax1', { fact: 'job', fileNumber: 1, state: 'delivered' });
    expect((await wait('ifax1', { fact: 'job', fileNumber: 1, state: 'delivered' })).waitedMs).toBe(0);
    const again = { after: event, limitMs: 10_000 };
    expect((await wait('ifax1', { fact: 'job', fileNumber: 1, state: 'delivered' }, again)).held).toBe(false);
  });

  test('that fails: incomplete, with its info code in the journal', async () => {
    await caller.api.rig.machine('ifax1').set('redialCount', 0);
    await caller.json('POST', '/api/rig/machines/ifax2/power/cut');
    await caller.send001();
    const { held } = await wait(
      'ifax1',
      { fact: 'job', fileNumber: 1, state: 'incomplete' },
      { limitMs: WAIT_LIMIT_MS },
    );
    expect(held).toBe(true);
    const { journal } = await wait('ifax1', { fact: 'journal', fileNumber: 1 }, { limitMs: 0 });
    expect(journal?.result).toMatch(/^\d{3}$/);
  });
});

describe('the display and the journal', () => {
  test('a part of a line or of the title', async () => {
    await caller.send001();
    expect((await wait('ifax1', { fact: 'lcd', text: 'SENDING' })).held).toBe(true);
    expect((await wait('ifax1', { fact: 'lcd', text: 'NO SUCH WORDS' }, { limitMs: 5_000 })).held).toBe(false);
  });

  test('an entry by its fields, once it is durable', async () => {
    await caller.send001();
    const { journal } = await wait('ifax2', { fact: 'journal', direction: 'RCV', address: PCC });
    expect(journal).toMatchObject({ direction: 'RCV', address: PCC, result: 'OK' });
    expect((await wait('ifax2', { fact: 'journal', direction: 'XMT' }, { limitMs: 1_000 })).held).toBe(false);
    // Power goes at once: what was told is known after the next power-on.
    await caller.json('POST', '/api/rig/machines/ifax2/power/cut');
    await caller.json('POST', '/api/rig/machines/ifax2/power/on');
    await caller.json('POST', '/api/rig/time/advance', { ms: 10_000 });
    expect((await wait('ifax2', { fact: 'journal', direction: 'RCV' }, { limitMs: 0 })).held).toBe(true);
  });
});

describe('limits', () => {
  test('under virtual time a wait in vain lets exactly its limit pass', async () => {
    const before = caller.api.rig.clock.now();
    expect(await wait('ifax1', { fact: 'fax' }, { limitMs: 90_000 })).toMatchObject({ held: false, waitedMs: 90_000 });
    expect(caller.api.rig.clock.now() - before).toBe(90_000);
  });

  test('nobody waits longer than the cap', async () => {
    const path = '/api/rig/machines/ifax1/wait';
    const asked = { for: { fact: 'fax' }, limitMs: WAIT_LIMIT_MS + 1 };
    expect(await caller.problem('POST', path, asked)).toMatchObject({ status: 400 });
  });

  test('no more than so many wait at once, and who hangs up waits no longer', async () => {
    const waits = new Waits(caller.api);
    const machine = caller.api.rig.machine('ifax1');
    const wanted = { for: { fact: 'lcd', text: 'NO SUCH WORDS' }, limitMs: WAIT_LIMIT_MS } as const;
    const hangUp = new AbortController();
    const waiting = Array.from({ length: WAITS_LIMIT }, () => waits.until(machine, wanted, hangUp.signal));
    await expect(waits.until(machine, wanted, hangUp.signal)).rejects.toMatchObject({ status: 503 });
    const before = caller.api.rig.clock.now();
    hangUp.abort();
    expect((await Promise.all(waiting)).every(({ held }) => !held)).toBe(true);
    expect(waits.waiting).toBe(0);
    expect(caller.api.rig.clock.now()).toBe(before);
  });

  test.each([
    ['an unknown fact', { fact: 'weather' }],
    ['a job without its number', { fact: 'job', state: 'delivered' }],
    ['an empty text', { fact: 'lcd', text: '' }],
    ['a field of another fact', { fact: 'lcd', text: 'A', from: PCC }],
  ])('%s is refused', async (_, fact) => {
    expect(await caller.problem('POST', '/api/rig/machines/ifax1/wait', { for: fact })).toMatchObject({ status: 400 });
  });
});
