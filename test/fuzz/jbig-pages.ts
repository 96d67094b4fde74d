import { readFileSync, writeFileSync } from 'node:fs';
import type { BilevelRaster } from '../../device-model/page/bilevel-raster.ts';
import { encodeJbig } from '../../firmware/coding/jbig/encode-jbig.ts';
import { pbmOfPage } from '../../rig/export/pbm-of-page.ts';
import { adversarialPages } from '../firmware/coding/adversarial-pages.ts';
import { FUZZED_WIDTH } from './coded-pages.ts';
import { madeBy } from './made-by.ts';

const ROWS = 12;
/** Every option of T.85 and each place of NEWLEN; -p is 8 for TPBON, 64 for LRLTWO. */
const T85_WAYS = [
  ['-s', '5', '-p', '8', '-m', '0'],
  ['-s', '4', '-p', '72', '-m', '127'],
  ['-s', '128', '-p', '0', '-m', '20'],
  ['-s', '3', '-p', '64', '-m', '0', '-C', 'a comment'],
  ['-s', '4', '-p', '8', '-Y', '99', '5'],
  ['-s', '4', '-p', '8', '-Y', '99', '12'],
] as const;
/** T.82 beyond what pbmtojbg85 writes: SDRST. */
const T82_WAYS = [['-q', '-o', '0', '-s', '4', '-p', '8', '-r']] as const;

/** Coded pages of jbigkit's making and of ours, of ours alone where its programs are not installed. */
export function jbigPages(): readonly Uint8Array[] {
  const pages = Object.values(adversarialPages(FUZZED_WIDTH, ROWS));
  return [...byJbigkit(pages), ...pages.flatMap(ours)];
}

function ours(page: BilevelRaster): readonly Uint8Array[] {
  return [
    encodeJbig(page, { stripeRows: 4, adaptive: 127, adaptiveOffset: (stripe) => (stripe * 5) % 128 }),
    encodeJbig(page, {
      stripeRows: 2,
      template: 'two-line',
      lateLength: { announcedRows: 0xffff_ffff, knownAfterRow: 6 },
    }),
    encodeJbig(page, { typical: false, comment: Uint8Array.of(1, 0xff, 2) }),
  ];
}

function byJbigkit(pages: readonly BilevelRaster[]): readonly Uint8Array[] {
  return madeBy({ 'jbigkit-bin': ['pbmtojbg', 'pbmtojbg85'] }, ({ file, run }) =>
    pages.flatMap((page) => {
      writeFileSync(file('page.pbm'), pbmOfPage(page));
      const coded = (program: string, words: readonly string[]): Uint8Array => {
        run(program, ...words, 'page.pbm', 'page.jbg');
        return Uint8Array.from(readFileSync(file('page.jbg')));
      };
      return [
        ...T85_WAYS.map((words) => coded('pbmtojbg85', words)),
        ...T82_WAYS.map((words) => coded('pbmtojbg', words)),
      ];
    }),
  );
}
