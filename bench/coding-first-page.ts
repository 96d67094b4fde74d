import { readFileSync } from 'node:fs';
import { rasterOf } from '../device-model/page/bilevel-raster.ts';
import { BitWriter } from '../firmware/coding/bit-writer.ts';
import { decodeInto, JBIG_CODING, PAGE_CODINGS } from './page-codings.ts';

/**
 * The first page of a process: `encode|decode CODING FILE WIDTH HEIGHT` prints the milliseconds of one call, nothing
 * having been compiled before. FILE holds packed rows, or the page coded when decoding.
 */
const [direction, name, file = '', width, height] = process.argv.slice(2);
const coding = [...PAGE_CODINGS, JBIG_CODING].find((one) => one.name === name);
if (coding === undefined) throw new Error(`no coding ${name}`);
const octets = readFileSync(file);
const size = { width: Number(width), height: Number(height), rowOctets: 0, octets };
const page = direction === 'encode' ? rasterOf(size.width, size.height, octets) : size;
const begun = performance.now();
if (direction === 'encode') coding.encode(page, new BitWriter());
else decodeInto(coding, octets, page);
process.stdout.write(`${performance.now() - begun}\n`);
