import { ADDRESS_CHARACTERS, type PanelEvent, STATION_DIGITS } from './panel-chart.ts';
import { type Screen, softKey } from './screen.ts';
import type { JobStage, JobView, ScreenView } from './screen-view.ts';

const START: PanelEvent = { type: 'start.pressed' };
const STOP: PanelEvent = { type: 'stop.pressed' };
const CLEAR: PanelEvent = { type: 'clear.pressed' };
const RESET: PanelEvent = { type: 'reset.pressed' };

/** Every screen by name. */
export const SCREENS = {
  starting: {
    title: () => 'SELF-TEST',
    lines: () => ['PLEASE WAIT', 'SELF-TEST', '', ''],
    keys: () => [],
  },
  standby: {
    title: () => 'FAX/EMAIL',
    lines: (view) => [
      pair('READY', `MEMORY ${view.memoryPercentFree}% FREE`),
      pair(`${view.resolution}  DENSITY ${view.density}`, sheets(view)),
      view.hint === '' ? standing(view) : view.hint,
      view.incompleteFiles === 0 ? '' : pair(incomplete(view.incompleteFiles), 'CLEAR=SHOW'),
    ],
    keys: (view) => (view.incompleteFiles === 0 ? [] : [softKey('show-incomplete', 'INCOMPLETE FILE', CLEAR)]),
  },
  station: {
    title: () => 'DESTINATION',
    lines: (view) => [
      pair(`STATION ${view.entered.padEnd(3, '_')}`, `MEMORY ${view.memoryPercentFree}% FREE`),
      view.station === undefined ? '' : view.station.name,
      view.hint === '' ? (view.station?.address ?? '') : view.hint,
      pair('START=SEND', sheets(view)),
    ],
    keys: () => [softKey('send', 'SEND', START), softKey('clear', 'CLEAR', CLEAR), softKey('back', 'BACK', RESET)],
    entry: ({ entered }) => ({ kind: 'digits', label: 'STATION', value: entered, limit: STATION_DIGITS }),
  },
  address: {
    title: () => 'DESTINATION',
    lines: (view) => [
      pair('ADDRESS', `MEMORY ${view.memoryPercentFree}% FREE`),
      tail(view.entered),
      view.hint,
      pair('START=SEND', sheets(view)),
    ],
    keys: () => [softKey('send', 'SEND', START), softKey('clear', 'CLEAR', CLEAR), softKey('back', 'BACK', RESET)],
    entry: ({ entered }) => ({ kind: 'address', label: 'ADDRESS', value: entered, limit: ADDRESS_CHARACTERS }),
  },
  progress: {
    title: () => 'TRANSMISSION',
    lines: (view) => [
      pair(`XMT FILE ${number(view.job)}`, `MEMORY ${view.memoryPercentFree}% FREE`),
      tail(view.job?.to ?? ''),
      stageText(view.job),
      'STOP=CANCEL',
    ],
    keys: () => [softKey('cancel', 'CANCEL', STOP), softKey('back', 'STANDBY', RESET)],
  },
  question: {
    title: () => 'TRANSMISSION',
    lines: (view) => [
      pair(`XMT FILE ${number(view.job)}`, `MEMORY ${view.memoryPercentFree}% FREE`),
      view.job?.scansOn === 'glass' ? 'NEXT ORIGINAL?' : (view.job?.result?.lcd ?? ''),
      `${view.job?.pages ?? 0} PAGE(S) STORED`,
      canScanOn(view) ? 'START=SEND STORED 1=SCAN ON STOP=CANCEL' : 'START=SEND STORED  STOP=CANCEL',
    ],
    keys: (view) => [
      softKey('send-stored', 'SEND STORED', START),
      softKey('scan-on', 'SCAN ON', { type: 'digit.pressed', digit: '1' }, { disabled: !canScanOn(view) }),
      softKey('cancel', 'CANCEL', STOP),
    ],
  },
  result: {
    title: () => 'RESULT',
    lines: (view) => [
      pair(`XMT FILE ${number(view.job)}`, resultWord(view.job)),
      view.job?.result?.lcd ?? '',
      view.job?.result?.remedy ?? '',
      view.job?.result?.kind === 'incomplete' ? 'START=RESEND CLEAR=DELETE RESET=STANDBY' : 'RESET=STANDBY',
    ],
    keys: (view) => [
      ...(view.job?.result?.kind === 'incomplete'
        ? [softKey('resend', 'RESEND', START), softKey('delete', 'DELETE', CLEAR)]
        : []),
      softKey('back', 'STANDBY', RESET),
    ],
  },
} as const satisfies Record<string, Screen>;

export type ScreenName = keyof typeof SCREENS;

/** Stages of the two transmit charts as the LCD tells them; `#` is the page at hand. */
export const STAGE_TEXT: Readonly<Record<JobStage, string>> = {
  starting: 'CHECKING',
  preflight: 'CHECKING THE NETWORK SETTINGS',
  scanning: 'SCANNING PAGE #',
  storing: 'STORING PAGE #',
  committing: 'STORING THE DOCUMENT',
  delivering: 'WAITING FOR THE LINE',
  running: 'WAITING FOR THE LINE',
  stopping: 'STOPPING',
  waiting: 'WAITING FOR THE LINE',
  resolving: 'LOOKING UP THE ADDRESS',
  connecting: 'CONNECTING',
  greeting: 'CONNECTED',
  hello: 'EXCHANGING NAMES',
  originating: 'EXCHANGING NAMES',
  addressing: 'ASKING THE CAPABILITY',
  negotiating: 'CHOOSING THE FORMAT',
  coding: 'CODING THE PAGES',
  requesting: 'STARTING TO SEND',
  sending: 'SENDING %',
  confirming: 'WAITING FOR THE CONFIRMATION',
  recording: 'CONFIRMED',
  failing: 'ENDING THE CALL',
  deferred: 'DEFERRED UNTIL @',
  redialWaiting: 'REDIAL AT @',
  cancelling: 'CANCELLING',
  releasing: 'FINISHING',
  refusing: 'FINISHING',
  keeping: 'KEEPING THE FILE',
  discarding: 'DELETING THE FILE',
};

function stageText(job: JobView | undefined): string {
  if (job === undefined) return '';
  return (STAGE_TEXT[job.stage] ?? '')
    .replace('#', String(job.pages + 1))
    .replace('%', job.percentSent === undefined ? '' : `${job.percentSent}%`)
    .replace('@', job.redialAt ?? '')
    .trimEnd();
}

function resultWord(job: JobView | undefined): string {
  const result = job?.result;
  if (result === undefined) return '';
  const word = {
    delivered: 'OK',
    incomplete: 'INCOMPLETE',
    refused: 'NOT SENT',
    cancelled: 'STOPPED',
    discarded: 'DELETED',
  };
  return result.infoCode === undefined ? word[result.kind] : `${word[result.kind]} ${result.infoCode}`;
}

/** The feeder must have something to scan; the glass is asked for. */
function canScanOn({ job, sheetsInFeeder }: ScreenView): boolean {
  return job?.scansOn === 'glass' || (job?.scansOn === 'feeder' && sheetsInFeeder > 0);
}

function standing({ condition }: ScreenView): string {
  return condition === undefined ? 'ENTER STATION NUMBER OR ADDRESS' : pair(condition.lcd, condition.infoCode);
}

function number(job: JobView | undefined): string {
  return String(job?.fileNumber ?? 0).padStart(3, '0');
}

function incomplete(files: number): string {
  return files === 1 ? '1 INCOMPLETE FILE' : `${files} INCOMPLETE FILES`;
}

function sheets(view: ScreenView): string {
  if (view.sheetsInFeeder === 0 && view.originalOnGlass) return 'ORIGINAL ON GLASS';
  return view.sheetsInFeeder === 0 ? 'NO ORIGINAL' : `ORIGINALS ${view.sheetsInFeeder}`;
}

const COLUMNS = 40;

/** One text at each end of the line. */
function pair(left: string, right: string): string {
  return left + right.padStart(Math.max(COLUMNS - left.length, right.length + 1));
}

/** The end of a text that is too long for the line: what is being typed stays in sight. */
function tail(text: string): string {
  return text.length <= COLUMNS ? text : `<${text.slice(text.length - COLUMNS + 1)}`;
}
