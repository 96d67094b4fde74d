import { pair } from '../line-layout.ts';
import { scanOf } from '../scan-choice.ts';
import { BACK, CLEAR, type Screen, STANDBY, softKey, wordKey } from '../screen.ts';
import type { ScreenView } from '../screen-view.ts';
import { explains } from './info-code-screens.ts';

function standbyLines(view: ScreenView): readonly string[] {
  const { resolution, density } = scanOf(view.panel.scan, view.settings);
  const { hint } = view.panel;
  return [
    pair('READY', `MEMORY ${view.memoryPercentFree}% FREE`),
    pair(`${resolution}  DENSITY ${density}`, sheets(view)),
    hint === '' ? standing(view) : hint,
    asksLine(view),
  ];
}

function standing({ condition }: ScreenView): string {
  return condition === undefined ? 'ENTER STATION NUMBER OR ADDRESS' : pair(condition.lcd, condition.infoCode);
}

function asksLine({ incompleteFiles }: ScreenView): string {
  if (incompleteFiles === 0) return '';
  return pair(incompleteFiles === 1 ? '1 INCOMPLETE FILE' : `${incompleteFiles} INCOMPLETE FILES`, 'CLEAR=SHOW');
}

export function sheets(view: ScreenView): string {
  if (view.sheetsInFeeder === 0 && view.originalOnGlass) return 'ORIGINAL ON GLASS';
  return view.sheetsInFeeder === 0 ? 'NO ORIGINAL' : `ORIGINALS ${view.sheetsInFeeder}`;
}

export const STANDBY_SCREENS = {
  starting: {
    title: () => 'SELF-TEST',
    lines: () => ['PLEASE WAIT', 'SELF-TEST', '', ''],
    keys: () => [],
  },
  standby: {
    title: ({ clock }) => pair('FAX/EMAIL', clock),
    lines: standbyLines,
    keys: ({ condition, incompleteFiles, jobs }) => [
      wordKey('address-book', 'ADDRESS BOOK'),
      wordKey('scan-settings', 'ORIGINAL'),
      wordKey('job-list', 'JOB LIST'),
      ...(incompleteFiles === 0 ? [] : [softKey('show-incomplete', 'INCOMPLETE FILE', CLEAR)]),
      ...(condition === undefined
        ? []
        : [
            softKey('info-code', `INFO CODE ${condition.infoCode}`, {
              type: 'info-code.touched',
              code: condition.infoCode,
            }),
          ]),
      ...jobs
        .filter(({ asks }) => asks)
        .slice(0, 1)
        .map(({ fileNumber }) =>
          softKey('answer', 'JOB WAITS: ANSWER', { type: 'job.shown', fileNumber, on: 'question' }),
        ),
    ],
  },
  'standby-info-code': explains([BACK]),
  'energy-saver': {
    title: () => 'ENERGY SAVER',
    lines: standbyLines,
    keys: () => [softKey('wake', 'TOUCH TO WAKE', { type: 'panel.woken' })],
    dark: true,
  },
  copy: {
    title: () => 'COPY',
    lines: () => ['COPY IS NOT INSTALLED', 'THIS MACHINE SENDS AND RECEIVES', 'INTERNET FAX', ''],
    keys: () => [BACK, STANDBY],
  },
} as const satisfies Record<string, Screen>;
