import { pair, tail, threeDigits } from '../line-layout.ts';
import { type ListRow, listKeys, listLines, pageOf } from '../list-layout.ts';
import type { PanelEvent } from '../panel-language.ts';
import { BACK, CLEAR, type Screen, type ScreenKey, STANDBY, START, softKey } from '../screen.ts';
import type { JobView, ScreenView } from '../screen-view.ts';
import { stageText } from '../stage-text.ts';
import { explains } from './info-code-screens.ts';

function cancel({ running }: ScreenView): ScreenKey {
  return softKey('cancel', 'CANCEL', { type: 'stop.pressed', running });
}

/** The feeder must have something to scan; the glass is asked for. */
function canScanOn({ job, sheetsInFeeder }: ScreenView): boolean {
  return job?.scansOn === 'glass' || (job?.scansOn === 'feeder' && sheetsInFeeder > 0);
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

function fileLine(job: JobView | undefined): string {
  return `XMT FILE ${threeDigits(job?.fileNumber ?? 0)}`;
}

function infoCodeKey(job: JobView | undefined): readonly ScreenKey[] {
  const code = job?.result?.infoCode;
  return code === undefined ? [] : [softKey('info-code', `INFO CODE ${code}`, { type: 'info-code.touched', code })];
}

/** A job of the list leads to the screen that it would be on if the panel followed it. */
function shown({ fileNumber, asks, state }: JobView): PanelEvent {
  return { type: 'job.shown', fileNumber, on: asks ? 'question' : state === 'incomplete' ? 'result' : 'progress' };
}

function jobRows(view: ScreenView): readonly ListRow[] {
  return view.jobs.map((job) => ({
    left: `${threeDigits(job.fileNumber)} ${job.to}`,
    right: job.asks ? 'ASKS' : job.state === 'incomplete' ? 'INCOMPLETE' : stageText(job),
    label: `FILE ${threeDigits(job.fileNumber)}`,
    sends: shown(job),
  }));
}

function runningRows({ jobs, running }: ScreenView): readonly ListRow[] {
  return jobs
    .filter(({ fileNumber }) => running.includes(fileNumber))
    .map((job) => ({
      left: `${threeDigits(job.fileNumber)} ${job.to}`,
      right: stageText(job),
      label: `STOP FILE ${threeDigits(job.fileNumber)}`,
      sends: { type: 'row.touched', item: String(job.fileNumber) },
    }));
}

export const JOB_SCREENS = {
  progress: {
    title: () => 'TRANSMISSION',
    lines: (view) => [
      pair(fileLine(view.job), `MEMORY ${view.memoryPercentFree}% FREE`),
      tail(view.job?.to ?? ''),
      stageText(view.job),
      'STOP=CANCEL',
    ],
    keys: (view) => [cancel(view), STANDBY],
  },
  question: {
    title: () => 'TRANSMISSION',
    lines: (view) => [
      pair(fileLine(view.job), `MEMORY ${view.memoryPercentFree}% FREE`),
      view.job?.scansOn === 'glass' ? 'NEXT ORIGINAL?' : (view.job?.result?.lcd ?? ''),
      `${view.job?.pages ?? 0} PAGE(S) STORED`,
      canScanOn(view) ? 'START=SEND STORED 1=SCAN ON STOP=CANCEL' : 'START=SEND STORED  STOP=CANCEL',
    ],
    keys: (view) => [
      softKey('send-stored', 'SEND STORED', START),
      softKey('scan-on', 'SCAN ON', { type: 'digit.pressed', digit: '1' }, { disabled: !canScanOn(view) }),
      cancel(view),
      STANDBY,
    ],
  },
  result: {
    title: () => 'RESULT',
    lines: ({ job }) => [
      pair(fileLine(job), resultWord(job)),
      job?.result?.lcd ?? '',
      job?.result?.remedy ?? '',
      job?.result?.kind === 'incomplete' ? 'START=RESEND CLEAR=DELETE RESET=STANDBY' : 'RESET=STANDBY',
    ],
    keys: ({ job }) => [
      ...(job?.result?.kind === 'incomplete'
        ? [softKey('resend', 'RESEND', START), softKey('delete', 'DELETE', CLEAR)]
        : []),
      ...infoCodeKey(job),
      STANDBY,
    ],
  },
  'result-info-code': explains([BACK, STANDBY]),
  'stop-choice': {
    title: (view) => pair('STOP WHICH FILE?', pageOf(runningRows(view), view.panel.top)),
    lines: (view) =>
      listLines(runningRows(view), view.panel.top, { reach: 'numbered', empty: 'NOTHING RUNS', hint: view.panel.hint }),
    keys: (view) => [...listKeys(runningRows(view), view.panel.top, 'numbered'), BACK, STANDBY],
  },
  'job-list': {
    title: (view) => pair('JOB LIST', pageOf(jobRows(view), view.panel.top)),
    lines: (view) => [
      ...listLines(jobRows(view), view.panel.top, { reach: 'numbered', empty: 'NO JOBS', hint: view.panel.hint }),
      'TOUCH A FILE TO SEE OR CANCEL IT',
    ],
    keys: (view) => [...listKeys(jobRows(view), view.panel.top, 'numbered'), BACK, STANDBY],
  },
} as const satisfies Record<string, Screen>;
