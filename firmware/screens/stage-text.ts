import type { JobStage, JobView } from './screen-view.ts';

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

/** What a job is doing. */
export function stageText(job: JobView | undefined): string {
  if (job === undefined) return '';
  return (STAGE_TEXT[job.stage] ?? '')
    .replace('#', String(job.pages + 1))
    .replace('%', job.percentSent === undefined ? '' : `${job.percentSent}%`)
    .replace('@', job.redialAt ?? '')
    .trimEnd();
}
