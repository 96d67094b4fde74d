import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Prints the digest of a drawing with text, scanned. Told to go without fonts, it first points fontconfig at a configuration
 * that knows no folder, as on a machine where none is installed.
 */
if (process.argv[2] === 'without fonts') {
  const folder = mkdtempSync(join(tmpdir(), 'no-fonts-'));
  const config = join(folder, 'fonts.conf');
  writeFileSync(config, `<?xml version="1.0"?><fontconfig><cachedir>${folder}</cachedir></fontconfig>`);
  process.env['FONTCONFIG_FILE'] = config;
  process.env['FONTCONFIG_PATH'] = folder;
  process.env['XDG_DATA_HOME'] = folder;
  process.env['HOME'] = folder;
}
const { scanFile } = await import('./scan-paper.ts');
const words = ['serif', 'sans-serif', 'monospace', 'Verdana'].map(
  (family, i) => `<text x="20" y="${40 + i * 40}" font-size="20" font-family="${family}">Wörter 123</text>`,
);
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">${words.join('')}</svg>`;
const [page] = await scanFile('text.svg', Buffer.from(svg));
const octets = page?.raster.octets ?? new Uint8Array(0);
const black = octets.reduce((sum, octet) => sum + octet.toString(2).replaceAll('0', '').length, 0);
process.stdout.write(`${createHash('sha256').update(octets).digest('hex')} ${black} black\n`);
