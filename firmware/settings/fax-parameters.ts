import { RESOLUTION_NAMES, type ResolutionName } from '../../device-model/page/resolution.ts';
import { DEFAULT_CODING_ORDER, readCodingOrder } from '../capability/coding-choice.ts';
import { SMTP_TIMEOUTS, type TimeoutName } from '../smtp/client/timeouts.ts';
import { choice, type Parameter, text, wholeNumber } from './parameter.ts';
import { isTimeOfDay } from './time-of-day.ts';

const ownDesign = 'own design' as const;

/** RFC 2047 words grow; 120 characters keep the field short of the 998 octets of a line (*own design*). */
const SUBJECT_LIMIT = 120;

function subjectFault(value: string): string | undefined {
  const fits = value.length <= SUBJECT_LIMIT && /^\P{Cc}*$/u.test(value);
  return fits ? undefined : `expected at most ${SUBJECT_LIMIT} printable characters`;
}

function codingOrderFault(value: string): string | undefined {
  return readCodingOrder(value) === undefined
    ? `expected some of ${DEFAULT_CODING_ORDER}, each once, the best first`
    : undefined;
}

function timeOfDayFault(value: string): string | undefined {
  return isTimeOfDay(value) ? undefined : 'expected a time of day from 00:00 to 23:59';
}

function timer(
  number: string,
  name: string,
  timeout: TimeoutName,
  source: 'RFC 5321 4.5.3.2, number own design' | 'own design' = 'RFC 5321 4.5.3.2, number own design',
): Parameter<number> {
  const row = { number, name, source, defaultSource: source === ownDesign ? source : ('RFC 5321 4.5.3.2' as const) };
  return wholeNumber(row, 'seconds', { min: 1, max: 7_200 }, SMTP_TIMEOUTS[timeout] / 1_000);
}

/**
 * Fax Parameters. 172 and its two values are those of the siblings' manuals; numbers from 901 on are ours (*own
 * design*), and so is every default. The siblings' other numbers (142, 143 …) are left alone.
 */
export const FAX_PARAMETERS = {
  directIfaxXmt: choice(
    { number: '172', name: 'Direct IFAX XMT', source: 'sibling manuals (DP-2310, DP-C266)' },
    ['Invalid', 'Valid'],
    'Valid',
  ),
  resolution: choice<readonly ResolutionName[]>(
    { number: '901', name: 'Resolution', source: ownDesign },
    RESOLUTION_NAMES,
    '200x200',
  ),
  /** 1 lightest to 5 darkest. */
  density: wholeNumber({ number: '902', name: 'Density', source: ownDesign }, 'steps', { min: 1, max: 5 }, 3),
  /** What happens to the stored pages when the scan buffer is full and nobody answers. */
  memoryFull: choice(
    { number: '903', name: 'Memory Full', source: ownDesign },
    ['Send Stored', 'Cancel'],
    'Send Stored',
  ),
  memoryFullWait: wholeNumber(
    { number: '904', name: 'Memory Full Wait', source: ownDesign },
    'seconds',
    { min: 1, max: 600 },
    10,
  ),
  incompleteFileSave: choice({ number: '905', name: 'Incomplete File Save', source: ownDesign }, ['Off', 'On'], 'On'),
  redialCount: wholeNumber({ number: '906', name: 'Redial Count', source: ownDesign }, 'times', { min: 0, max: 15 }, 5),
  redialInterval: wholeNumber(
    { number: '907', name: 'Redial Interval', source: ownDesign },
    'seconds',
    { min: 0, max: 3_600 },
    180,
  ),
  /** When the far end's capability and ours have nothing in common (RFC 4141 5.2). */
  noCommonFormat: choice(
    { number: '908', name: 'No Common Format', source: ownDesign },
    ['Incomplete', 'Profile S'],
    'Incomplete',
  ),
  /** Disposition-Notification-To on what is sent. */
  deliveryNotice: choice({ number: '909', name: 'Delivery Notice', source: ownDesign }, ['Off', 'On'], 'Off'),
  /** Empty: the subject of the siblings' sample. */
  subject: text({ number: '910', name: 'Subject', source: ownDesign }, subjectFault),
  headerLine: choice({ number: '911', name: 'Header Line', source: ownDesign }, ['Off', 'On'], 'On'),
  /** What lies on the glass: print is thresholded, photographs are halftoned. */
  originalType: choice(
    { number: '912', name: 'Original Type', source: ownDesign },
    ['Text', 'Text/Photo', 'Photo'],
    'Text',
  ),
  /** The one coding to send in when the far end can do it; otherwise the best that both ends can. */
  transferCoding: choice(
    { number: '913', name: 'Coding', source: ownDesign },
    ['Best', 'MH', 'MR', 'MMR', 'JBIG'],
    'Best',
  ),
  /** A report on paper at the end of every transmission, or of those that are incomplete somewhere. */
  communicationJournal: choice(
    { number: '914', name: 'Communication Journal', source: ownDesign },
    ['Off', 'Always', 'Inc'],
    'Off',
  ),
  /** Which coding is better than which, among those of one resolution. */
  codingOrder: text({ number: '917', name: 'Coding Order', source: ownDesign }, codingOrderFault, DEFAULT_CODING_ORDER),
  /** Use what a far end told earlier when it tells nothing now; RFC 2532 4.1 wants it to be possible to ignore that. */
  learnedCapability: choice({ number: '918', name: 'Learned Capability', source: ownDesign }, ['Off', 'On'], 'On'),
  learnedAge: wholeNumber(
    { number: '919', name: 'Learned Capability Age', source: ownDesign },
    'days',
    { min: 1, max: 365 },
    30,
  ),
  timerConnect: timer('921', 'Timer: Connect', 'connect', ownDesign),
  timerGreeting: timer('922', 'Timer: Greeting', 'greeting'),
  timerEhlo: timer('923', 'Timer: EHLO', 'ehlo', ownDesign),
  timerMail: timer('924', 'Timer: MAIL', 'mail'),
  timerRcpt: timer('925', 'Timer: RCPT', 'rcpt'),
  timerData: timer('926', 'Timer: DATA', 'data'),
  timerDataBlock: timer('927', 'Timer: Data Block', 'dataBlock'),
  timerFinalDot: timer('928', 'Timer: Final Dot', 'finalDot'),
  /** Disposition-Notification-To on what goes by the mail server, whose 250 says nothing of the far end. */
  deliveryNoticeByServer: choice(
    { number: '940', name: 'Delivery Notice: SMTP Server', source: ownDesign },
    ['Off', 'On'],
    'On',
  ),
  /** What is ordered at the panel goes before what waits for the line. */
  priorityXmt: choice({ number: '941', name: 'Priority XMT', source: ownDesign }, ['Off', 'On'], 'Off'),
  /** Time of day at which what is ordered at the panel begins; empty: at once. */
  deferredXmt: text({ number: '942', name: 'Deferred XMT', source: ownDesign }, timeOfDayFault),
  /** From the first attempt on; no redial after it, whatever the count. */
  redialDeadline: wholeNumber(
    { number: '943', name: 'Redial Deadline', source: ownDesign },
    'minutes',
    { min: 1, max: 10_080 },
    1_440,
  ),
  timerSession: timer('944', 'Timer: Session', 'session', ownDesign),
  /** Off: nothing is received while the printer cannot print. */
  substituteReception: choice({ number: '960', name: 'Substitute Reception', source: ownDesign }, ['Off', 'On'], 'On'),
  /** Fit: a page too large for the paper there is, is reduced to it. Off: it waits for its own paper. */
  reduction: choice({ number: '961', name: 'Reduction', source: ownDesign }, ['Off', 'Fit'], 'Fit'),
  /** Blank originals from the feeder. */
  blankPages: choice({ number: '962', name: 'Blank Originals', source: ownDesign }, ['Send', 'Skip'], 'Send'),
  /** How long the machine waits for the next original on the glass before it sends what is stored. */
  nextOriginalWait: wholeNumber(
    { number: '963', name: 'Next Original Wait', source: ownDesign },
    'seconds',
    { min: 1, max: 600 },
    60,
  ),
  /** Less free memory than this is told; 0: never. */
  memoryLow: wholeNumber({ number: '964', name: 'Memory Low', source: ownDesign }, 'per cent', { min: 0, max: 99 }, 10),
} as const satisfies Record<string, Parameter<string> | Parameter<number>>;

/** The rows of the SMTP client's timers. */
export const SMTP_TIMER_KEYS = [
  'timerConnect',
  'timerGreeting',
  'timerEhlo',
  'timerMail',
  'timerRcpt',
  'timerData',
  'timerDataBlock',
  'timerFinalDot',
] as const satisfies readonly (keyof typeof FAX_PARAMETERS)[];
