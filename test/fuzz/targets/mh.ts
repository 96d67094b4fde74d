import { decodeMh } from '../../../firmware/coding/decode-mh.ts';
import { checkDecoder } from '../check-decoder.ts';
import { codedPages, FUZZED_WIDTH } from '../coded-pages.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'mh',
  corpus: () => codedPages('mh'),
  read: (octets, chance) => checkDecoder(decodeMh, octets, FUZZED_WIDTH, chance),
};
