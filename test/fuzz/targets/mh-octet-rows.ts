import { decodeMhOctetRows } from '../../../firmware/coding/decode-mh.ts';
import { adversarialPages } from '../../firmware/coding/adversarial-pages.ts';
import { octetRows } from '../../firmware/coding/octet-rows.ts';
import { checkDecoder } from '../check-decoder.ts';
import { FUZZED_WIDTH } from '../coded-pages.ts';
import type { FuzzTarget } from '../target.ts';

export const target: FuzzTarget = {
  name: 'mh-octet-rows',
  corpus: () => Object.values(adversarialPages(FUZZED_WIDTH, 12)).map(octetRows),
  read: (octets, chance) => checkDecoder(decodeMhOctetRows, octets, FUZZED_WIDTH, chance),
};
