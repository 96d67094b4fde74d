import { decodeMmr } from '../../../firmware/coding/decode-mmr.ts';
import { checkDecoder } from '../check-decoder.ts';
import { codedPages, FUZZED_WIDTH } from '../coded-pages.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'mmr',
  corpus: () => codedPages('mmr'),
  read: (octets, chance) => checkDecoder(decodeMmr, octets, FUZZED_WIDTH, chance),
};
