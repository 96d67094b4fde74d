import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { rasterOf } from '../../device-model/page/bilevel-raster.ts';
import { pelsDigest } from '../../firmware/index.ts';
import { callPeer } from '../support/host-machine.ts';
import { missingPackages, testPrograms } from '../support/programs.ts';
import { type SmtpSink, smtpSink } from '../support/smtp-sink.ts';
import { tiffIn } from '../support/stock-server.ts';
import { type Fate, SINK_FAULTS } from './peer-faults.ts';

const missing = missingPackages({
  postfix: ['smtp-sink'],
  'libtiff-tools': ['tiffinfo'],
  netpbm: ['tifftopnm'],
});
testPrograms(missing);

let folder = '';
let sink: SmtpSink | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smtp-sink-'));
  // smtp-sink writes as nobody.
  await chmod(folder, 0o777);
});
afterEach(() => sink?.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(missing.length > 0)('smtp-sink of Postfix', () => {
  test('gets a Profile S fax whose pels, as libtiff sees them, are those we sent', async () => {
    sink = await smtpSink('-d', join(folder, 'mail.'));
    const { entry, events, dialogue } = await callPeer(sink.port, { resolution: '204x196' });
    expect(entry.result).toBe('OK');
    expect(dialogue).toContain('C: RCPT TO:<june@[127.0.0.1]>');
    // It does one thing after the other: once it greets again, the mail is written.
    const again = connect(sink.port, '127.0.0.1');
    await once(again, 'data');
    again.destroy();

    const [name = '', ...others] = await readdir(folder);
    expect(others).toEqual([]);
    const dumped = await readFile(join(folder, name));
    expect(dumped.toString('latin1')).toMatch(/^X-Mail-Args: <fax@machine\.dpsim\.example>$/m);
    const tiff = join(folder, 'fax.tif');
    await writeFile(tiff, await tiffIn(dumped));
    const info = spawnSync('tiffinfo', ['-D', tiff], { encoding: 'utf8' });
    expect(info.stderr).toBe('');
    // RFC 3949 3.2 and 3.4: MH, 1728 pels, 204 × 196, least significant bit first, white is zero.
    for (const line of [
      'Image Width: 1728',
      'Resolution: 204, 196 pixels/inch',
      'Compression Scheme: CCITT Group 3',
      'FillOrder: lsb-to-msb',
      'Photometric Interpretation: min-is-white',
    ])
      expect(info.stdout).toContain(line);
    const pbm = execFileSync('tifftopnm', ['-quiet', tiff], { maxBuffer: 1 << 26 });
    const header = /^P4\s(\d+)\s(\d+)\s/.exec(pbm.subarray(0, 40).toString('latin1'));
    if (header === null) throw new Error('tifftopnm wrote no packed PBM');
    const seen = rasterOf(Number(header[1]), Number(header[2]), Uint8Array.from(pbm.subarray(header[0].length)));
    const coded = events.filter(({ event }) => event === 'page.coded').map(({ data }) => data['pels']);
    expect([pelsDigest(seen)]).toEqual(coded);
  });

  test.each(SINK_FAULTS)('%s: it %s: %s', async (options, _, fate) => {
    sink = await smtpSink(...argumentsOf(options));
    expect(await fateOf(sink.port)).toBe(fate);
  });
});

/** Words, as a shell takes them. */
function argumentsOf(options: string): readonly string[] {
  return [...options.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

async function fateOf(port: number): Promise<Fate> {
  const { entry, failedAttempts } = await callPeer(port, { redialCount: 1, timerData: 1 });
  if (entry.result === 'OK') return 'delivered';
  return `${Number(entry.result)} ${failedAttempts === 2 ? 'redial' : 'once'}`;
}
