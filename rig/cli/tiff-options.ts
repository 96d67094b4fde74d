import { parseArgs } from 'node:util';
import { PAPER_SIZES, type PaperSize } from '../../device-model/page/paper-size.ts';
import { IMAGE_CODINGS, type ImageCoding } from '../../firmware/capability/image-coding.ts';
import { PROFILE_CODINGS } from '../../firmware/tiff/code-page.ts';
import { LEGAL_FORMS } from '../../firmware/tiff/legal-forms.ts';
import type { ProfileName } from '../../firmware/tiff/profile-rules.ts';
import { readActionWords } from './action-words.ts';
import { choiceOption, oneFile, outFile } from './option-values.ts';
import { UsageError } from './usage-error.ts';

/** Dots per inch, horizontal by vertical. */
export interface Dpi {
  readonly xDpi: number;
  readonly yDpi: number;
}

const DPI_BY_NAME: ReadonlyMap<string, Dpi> = new Map([
  ...LEGAL_FORMS.flatMap(({ resolutions }) =>
    resolutions.map(([xDpi, yDpi]) => [`${xDpi}x${yDpi}`, { xDpi, yDpi }] as const),
  ),
  ['standard', { xDpi: 204, yDpi: 98 }],
  ['fine', { xDpi: 204, yDpi: 196 }],
  ['superfine', { xDpi: 204, yDpi: 391 }],
]);
const PROFILES = ['S', 'F', 'J'] as const satisfies readonly ProfileName[];
const TONES = ['text', 'text-photo', 'photo'] as const;

export const TIFF_USAGE = `usage: dpsim tiff info FILE [--json]
       dpsim tiff check FILE [--profile S|F|J] [--json]
       dpsim tiff to-pbm|to-png|to-pdf FILE -o OUT [--json]
       dpsim tiff from IMAGE ... [--profile S|F|J] [--coding mh|mr|mmr|jbig] -o OUT [--json]

Fax pages in TIFF files (RFC 3949): one page is in memory at a time, and no file, however broken, takes long.

  info                  what each page is, how many of its rows are damaged, and the FNV-1a 64 of its pels
  check                 every clause of the profile that the file breaks, and the health of its pels
  to-pbm, to-png        one file a page: OUT, or OUT-1, OUT-2 ... before the extension where there are several pages;
                        a PBM has the page's own pels, a PNG square ones
  to-pdf                one file with all pages
  from                  pages from PBM (one or more pictures), TIFF, PNG, JPEG, WebP, SVG and PDF files. What has the
                        pels of a fax row already is taken pel for pel; all else is scanned

  -o, --out OUT         the file to write
  --profile P           check: S, F or J (default: S and F, J for JBIG pages); from: the profile to write (default: by
                        the coding)
  --coding C            from: mh, mr, mmr or jbig (default: mh for S, mmr for F, jbig for J)
  --resolution R        from: standard, fine, superfine, ${LEGAL_FORMS.flatMap(({ resolutions }) => resolutions.map(([x, y]) => `${x}x${y}`)).join(', ')}
                        (default: the file's own, else fine)
  --paper P             from: ${PAPER_SIZES.join(', ')} (default: the file's own)
  --original TYPE       from: ${TONES.join(', ')} (default: text)
  --json                print one JSON object
  --help

Exit code: 0 fine, 1 damaged or not conforming, 2 the command line or a file cannot be used.`;

export interface FromOptions {
  readonly action: 'from';
  readonly files: readonly string[];
  readonly out: string;
  readonly profile: ProfileName;
  readonly coding: ImageCoding;
  /** Undefined: the file's own. */
  readonly resolution: Dpi | undefined;
  readonly paper: PaperSize | undefined;
  readonly tone: (typeof TONES)[number];
  readonly json: boolean;
}

export type TiffOptions =
  | { readonly action: 'info'; readonly file: string; readonly json: boolean }
  | {
      readonly action: 'check';
      readonly file: string;
      readonly profile: ProfileName | undefined;
      readonly json: boolean;
    }
  | {
      readonly action: 'to-pbm' | 'to-png' | 'to-pdf';
      readonly file: string;
      readonly out: string;
      readonly json: boolean;
    }
  | FromOptions;

type Action = TiffOptions['action'];
const ACTIONS = ['info', 'check', 'to-pbm', 'to-png', 'to-pdf', 'from'] as const satisfies readonly Action[];

/** Options that some actions alone have. */
const OWNERS: Readonly<Record<string, readonly Action[]>> = {
  out: ['to-pbm', 'to-png', 'to-pdf', 'from'],
  profile: ['check', 'from'],
  coding: ['from'],
  resolution: ['from'],
  paper: ['from'],
  original: ['from'],
};

const OPTIONS = {
  out: { type: 'string', short: 'o' },
  profile: { type: 'string' },
  coding: { type: 'string' },
  resolution: { type: 'string' },
  paper: { type: 'string' },
  original: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the command line; undefined when help is asked for. Throws UsageError. */
export function parseTiffOptions(args: readonly string[]): TiffOptions | undefined {
  const read = readActionWords({ command: 'tiff', actions: ACTIONS, owners: OWNERS }, () =>
    parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS }),
  );
  if (read === undefined) return undefined;
  const { action, words: files, values } = read;
  const json = values.json === true;
  const profile = values.profile === undefined ? undefined : choiceOption('profile', values.profile, PROFILES);
  switch (action) {
    case 'info':
      return { action, file: oneFile(`tiff ${action}`, files), json };
    case 'check':
      return { action, file: oneFile(`tiff ${action}`, files), profile, json };
    case 'to-pbm':
    case 'to-png':
    case 'to-pdf':
      return { action, file: oneFile(`tiff ${action}`, files), out: outFile(`tiff ${action}`, values.out), json };
    case 'from': {
      if (files.length === 0) throw new UsageError('tiff from: expected at least one picture file, found none');
      const coding = values.coding === undefined ? undefined : choiceOption('coding', values.coding, IMAGE_CODINGS);
      return {
        action,
        files,
        out: outFile(`tiff ${action}`, values.out),
        ...profileAndCoding(profile, coding),
        resolution: values.resolution === undefined ? undefined : dpiOf(values.resolution),
        paper: values.paper === undefined ? undefined : choiceOption('paper', values.paper, PAPER_SIZES),
        tone: choiceOption('original', values.original ?? 'text', TONES),
        json,
      };
    }
  }
}

/** Each follows from the other; MH alone is Profile S, which every machine reads. */
function profileAndCoding(
  profile: ProfileName | undefined,
  coding: ImageCoding | undefined,
): { readonly profile: ProfileName; readonly coding: ImageCoding } {
  if (profile === undefined) {
    const told = coding ?? 'MH';
    return { coding: told, profile: PROFILES.find((name) => PROFILE_CODINGS[name].includes(told)) ?? 'F' };
  }
  const codings = PROFILE_CODINGS[profile];
  const best = codings.at(-1) ?? 'MH';
  if (coding === undefined || codings.includes(coding)) return { profile, coding: coding ?? best };
  throw new UsageError(`--coding ${coding}: expected ${codings.join(' or ')} in Profile ${profile}`);
}

function dpiOf(text: string): Dpi {
  const found = DPI_BY_NAME.get(text.toLowerCase());
  if (found !== undefined) return found;
  throw new UsageError(`--resolution ${text}: expected one of ${[...DPI_BY_NAME.keys()].join(', ')}`);
}
