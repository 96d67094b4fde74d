import { decodeJbig } from '../../../firmware/coding/jbig/decode-jbig.ts';
import { readImageHeader } from '../../../firmware/coding/jbig/image-header.ts';
import { checkDecoder, type DecoderBounds } from '../check-decoder.ts';
import { FUZZED_WIDTH } from '../coded-pages.ts';
import { jbigPages } from '../jbig-pages.ts';
import type { FuzzTarget } from '../target.ts';

/** As `decodeJbig` states it: one an octet, two a row, one a pel. */
const BOUNDS: DecoderBounds = { steps: (octets, rows, width) => octets + rows * (width + 2), rowsTold: true };
/** A spoilt XD is taken for the page's width while it is none that only costs time. */
const WIDEST = 2048;

export const target: FuzzTarget = {
  name: 'jbig',
  corpus: jbigPages,
  read: (octets, chance) => {
    const reading = readImageHeader(octets);
    const told = reading.ok && reading.header.width <= WIDEST ? reading.header.width : FUZZED_WIDTH;
    checkDecoder(decodeJbig, octets, told, chance, BOUNDS);
  },
};
