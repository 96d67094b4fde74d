import type { Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, test } from 'vitest';
import { clientCall, pieces } from '../../../support/client-call.ts';
import { startedOutsideTheClock } from '../../../support/outside-work-watch.ts';
import { receivingServer } from '../../../support/receiving-server.ts';
import { scriptedCaller } from '../../../support/scripted-far-end.ts';
import { FAR_END, smtpLan } from '../../../support/smtp-lan.ts';

const CAPABILITY = ['(&(image-file-structure=TIFF-minimal)', ' (color=Binary))'];

test('client and server: from the connection to the final 250, and nothing left behind', async () => {
  const lan = smtpLan();
  const { messages, server, ended } = receivingServer(lan, CAPABILITY);
  const body = new Uint8Array(300_000).fill(0x41);
  const call = clientCall(lan, pieces('Subject: fax\r\n\r\n.dot\r\n', body, '\r\n'), {
    forwardPaths: ['june@panasonic.com'],
  });
  await lan.clock.runUntil(() => call.outcomes.length > 0, 60_000);
  expect(call.outcomes).toEqual([{ kind: 'delivered', reply: { code: 250, lines: ['message accepted'] } }]);
  expect(call.capabilities).toEqual([
    {
      connegOffered: true,
      ehloKeywords: ['8BITMIME', 'SIZE 33554432', 'CONNEG'],
      answers: [
        {
          forwardPath: 'june@panasonic.com',
          accepted: true,
          connegAnswered: true,
          reply: { code: 250, lines: ['<june@panasonic.com> recipient ok', ...CAPABILITY] },
        },
      ],
    },
  ]);
  expect(messages.map(({ text }) => text)).toEqual([`Subject: fax\r\n\r\n.dot\r\n${'A'.repeat(300_000)}\r\n`]);
  await lan.clock.advanceBy(10_000);
  expect(ended).toHaveLength(1);
  expect(server.connections.size).toBe(0);
  expect(lan.clock.pendingAlarms).toBe(0);
});

test('twenty runs tell the same lines at the same instants', async () => {
  const run = async () => {
    const lan = smtpLan();
    receivingServer(lan, CAPABILITY);
    const log: string[] = [];
    const stuffed = pieces('.\r\n'.repeat(500), new Uint8Array(200_000).fill(0x41));
    const call = clientCall(lan, stuffed, {
      forwardPaths: ['june@panasonic.com'],
      transcript: (direction, text) => log.push(`${lan.clock.now()} ${direction} ${text}`),
    });
    await lan.clock.runUntil(() => call.outcomes.length > 0, 60_000);
    return [...log, JSON.stringify(call.outcomes), `${call.finishedAt}`].join('\n');
  };
  const runs = new Set<string>();
  for (let count = 0; count < 20; count++) runs.add(await run());
  expect(runs.size).toBe(1);
  expect([...runs].join()).toContain('"kind":"delivered"');
});

test('the smtp-server package starts nothing past the machine clock, in no part of a session', async () => {
  const started = await startedOutsideTheClock(async () => {
    const lan = smtpLan();
    receivingServer(lan, CAPABILITY, { limits: { sessions: 2 } });
    const call = clientCall(lan, pieces('a\r\n'), { forwardPaths: ['june@panasonic.com'] });
    const hanging = scriptedCaller(lan.clock, lan.near, FAR_END, [
      { takeUntil: '\r\n' },
      { say: 'QUIT\r\n' },
      { stopReading: true },
    ]);
    const idle = scriptedCaller(lan.clock, lan.near, FAR_END, []);
    await lan.clock.advanceBy(400_000);
    expect(call.outcomes).toMatchObject([{ kind: 'delivered' }]);
    expect(hanging.done).toBe(true);
    expect(idle.received).toMatch(/421/);
    scriptedCaller(lan.clock, lan.near, FAR_END, [
      { say: 'HELO x\r\nMAIL FROM:<>\r\n' },
      { pauseMs: 10 },
      { reset: true },
    ]);
    await lan.clock.advanceBy(400_000);
    expect(lan.clock.pendingAlarms).toBe(0);
  });
  expect(started).toEqual([]);
});

test('the watch itself sees the timers of the package as it comes', async () => {
  const started = await startedOutsideTheClock(async () => {
    const lan = smtpLan();
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      disableReverseLookup: true,
      logger: false,
    });
    // The package is typed for net.Socket; a LanConnection is as much of it as the package touches.
    lan.far.listen(FAR_END.port, (connection) => server.connect(connection as unknown as Socket));
    scriptedCaller(lan.clock, lan.near, FAR_END, []);
    await lan.clock.advanceBy(1_000);
    for (const connection of server.connections) connection.close();
    await lan.clock.advanceBy(1_000);
  });
  expect(started.filter((stack) => stack.startsWith('Error: Timeout')).join()).toMatch(/init[\s\S]*close/);
});
