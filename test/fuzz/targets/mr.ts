import { decodeMr } from '../../../firmware/coding/decode-mr.ts';
import { checkDecoder } from '../check-decoder.ts';
import { codedPages, FUZZED_WIDTH } from '../coded-pages.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'mr',
  corpus: () => codedPages('mr'),
  read: (octets, chance) => checkDecoder(decodeMr, octets, FUZZED_WIDTH, chance),
};
