import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESK_LIMITS } from '../../rig/api/desk.ts';
import { STREAMS_LIMIT } from '../../rig/api/event-streams.ts';
import { BACKLOG_LINES } from '../../rig/api/log-stream.ts';
import { RECEIVED_LIMITS } from '../../rig/api/received-faxes.ts';
import { UPLOADS_LIMIT } from '../../rig/api/rig-calls.ts';
import { WAIT_LIMIT_MS } from '../../rig/api/schemas-calls.ts';
import { SENT_LIMITS } from '../../rig/api/sent-faxes.ts';
import { WAITS_LIMIT } from '../../rig/api/wait.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { runProgram } from '../support/run-program.ts';
import { RunningDpsim } from '../support/running-program.ts';

const missing = missingPackages({ curl: ['curl'] });
testPrograms(missing);

const page = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8');
const MIB = 1024 * 1024;
const spaced = (count: number): string => String(count).replace(/(\d)(?=(\d{3})+$)/g, '$1 ');

test('the limits that docs/api.md tells are those of the code', () => {
  for (const said of [
    `| event streams | ${STREAMS_LIMIT} |`,
    `| waiting calls | ${WAITS_LIMIT}, each ${spaced(WAIT_LIMIT_MS)} ms at most |`,
    `| originals on the desk | ${DESK_LIMITS.originals}, ${DESK_LIMITS.octets / MIB} MiB together, 64 MiB each, ${UPLOADS_LIMIT} on their way at once |`,
    `| received faxes kept | ${spaced(RECEIVED_LIMITS.faxes)}, ${RECEIVED_LIMITS.octets / MIB} MiB together, then the oldest goes |`,
    `| sent messages kept | ${SENT_LIMITS.messages}, ${SENT_LIMITS.octets / MIB} MiB together |`,
    `more than ${spaced(BACKLOG_LINES)} lines`,
  ]) {
    expect(page).toContain(said);
  }
});

describe.runIf(missing.length === 0)('docs/api.md', () => {
  let folder: string;
  let served: RunningDpsim;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dpsim-api-'));
    served = new RunningDpsim(['serve', '--port', '0', '--smtp-port', '0', '--json']);
  });
  afterAll(async () => {
    await served.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('its curl examples run as they stand', async () => {
    const [, url = ''] = await served.line(/"url":"(http:\/\/127\.0\.0\.1:\d+)\/"/);
    const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block);
    const script = `set -eu\n${blocks.join('\n').replaceAll('http://127.0.0.1:8025', url)}`;
    const { code, out, err } = await runProgram('bash', ['-c', script], folder);
    expect({ code, err }, out).toEqual({ code: 0, err: '' });
    expect(out).toContain('READY');
    expect(out).toContain('"held":true');
    expect(out).not.toContain('"held":false');
    expect((await readFile(join(folder, 'fax.tif'))).subarray(0, 2).toString('latin1')).toBe('II');
    expect((await readFile(join(folder, 'fax.pdf'))).subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect((await readFile(join(folder, 'page-1.png'))).subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(await readFile(join(folder, 'lcd.svg'), 'utf8')).toMatch(/^<svg /);
    expect(await readFile(join(folder, 'message.eml'), 'latin1')).toContain('june@ifax2.panasonic.example');
  });
});
