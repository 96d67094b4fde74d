import { isReady, type ReadinessCheck } from '../../xmt/readiness.ts';
import { fittingPair, pair, wrapped } from '../line-layout.ts';
import { type ListRow, listKeys, listLines, pageOf } from '../list-layout.ts';
import type { SoftKeyWord } from '../panel-language.ts';
import { BACK, type Screen, type ScreenKey, STANDBY, wordKey } from '../screen.ts';
import type { ScreenView } from '../screen-view.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** A menu: what there is, by touch or digit. */
export function menuLines(items: readonly (readonly [SoftKeyWord, string])[], hint: string): readonly string[] {
  return [...items.map(([, label], place) => `${place + 1} ${label}`), ...(hint === '' ? [] : wrapped(hint, 2))];
}

export function menuKeys(items: readonly (readonly [SoftKeyWord, string])[]): readonly ScreenKey[] {
  return [...items.map(([word, label], place) => wordKey(word, label, { hardKey: DIGITS[place] })), BACK, STANDBY];
}

/** Shown while the machine does what takes a moment; it leads on by itself. */
export function waits(title: string, sentence: string): Screen {
  return { title: () => title, lines: () => ['PLEASE WAIT', sentence, '', 'RESET=STANDBY'], keys: () => [STANDBY] };
}

const FUNCTIONS = [
  ['job-list', 'JOB LIST'],
  ['file-list', 'FILE LIST'],
  ['journal', 'JOURNAL'],
  ['address-book', 'ADDRESS BOOK'],
  ['info-codes', 'INFO CODES'],
  ['lan-status', 'LAN STATUS'],
  ['self-test', 'SELF-TEST'],
  ['key-operator', 'KEY OPERATOR'],
] as const;

const WORDS = { ok: 'OK', missing: 'MISSING', doubtful: 'DOUBTFUL', open: '-' } as const;

function checkRows({ panel }: ScreenView): readonly ListRow[] {
  return panel.checks.map((check, place) => ({
    left: check.value === '' ? check.name : `${check.name} ${check.value}`,
    right: check.infoCode === undefined ? WORDS[check.state] : `${WORDS[check.state]} ${check.infoCode}`,
    label: check.name,
    sends: { type: 'row.touched', item: String(place) },
    selected: String(place) === panel.item,
  }));
}

/** Of the check that was touched, of the first that is missing otherwise. */
function checkSentence({ panel: { checks, item } }: ScreenView): string {
  const told = item === '' ? undefined : checks[Number(item)];
  const first = checks.find(({ state }) => state === 'missing') ?? checks.find(({ state }) => state === 'doubtful');
  const check: ReadinessCheck | undefined = told ?? first;
  if (check === undefined) return '';
  return check.sentence === '' ? `${check.name}: ${check.value}` : check.sentence;
}

export const FUNCTION_SCREENS = {
  'function-menu': {
    title: () => 'FUNCTION',
    lines: ({ panel }) => menuLines(FUNCTIONS, panel.hint),
    keys: () => menuKeys(FUNCTIONS),
  },
  'lan-status': {
    title: () => 'LAN STATUS',
    lines: ({ lan, settings }) => [
      fittingPair('LINK', lan.link.toUpperCase()),
      fittingPair('22 DHCP', settings.dhcp),
      fittingPair('IP ADDRESS', lan.address === '' ? 'NONE' : lan.address),
      fittingPair('SUBNET MASK', lan.mask),
      fittingPair('DEFAULT GATEWAY', lan.gateway),
      fittingPair('DNS SERVER', lan.nameServers.length === 0 ? 'NONE' : lan.nameServers.join(' ')),
      fittingPair('HOST NAME', settings.hostName),
      fittingPair('DOMAIN NAME', settings.domainName),
      fittingPair('HARDWARE ADDRESS', lan.hardwareAddress),
    ],
    keys: () => [wordKey('self-test', 'SELF-TEST', { hardKey: 'START' }), BACK, STANDBY],
  },
  testing: waits('SELF-TEST', 'CHECKING DIRECT XMT'),
  'self-test': {
    title: (view) => pair('SELF-TEST', pageOf(checkRows(view), view.panel.top)),
    lines: (view) => [
      isReady(view.panel.checks) ? 'READY FOR DIRECT XMT' : 'NOT READY FOR DIRECT XMT',
      ...listLines(checkRows(view), view.panel.top, { reach: 'numbered', empty: '', hint: checkSentence(view) }),
    ],
    keys: (view) => [
      ...listKeys(checkRows(view), view.panel.top, 'numbered'),
      wordKey('self-test', 'TEST AGAIN', { hardKey: 'START' }),
      BACK,
      STANDBY,
    ],
  },
} as const satisfies Record<string, Screen>;
