import type { z } from '@hono/zod-openapi';
import type {
  advanceSchema,
  doneSchema,
  editFileSchema,
  factoryDefaultsSchema,
  jamFeederSchema,
  jamPrinterSchema,
  laySchema,
  loadSchema,
  orderedSchema,
  orderSchema,
  pressSchema,
  problemSchema,
  putPaperSchema,
  setDateSchema,
  setSchema,
  tonerSchema,
  touchSchema,
  typeSchema,
  waitedSchema,
  waitSchema,
} from './schemas-calls.ts';
import type {
  displayEntrySchema,
  displaySchema,
  lampsSchema,
  panelKeySchema,
  softKeySchema,
} from './schemas-display.ts';
import type {
  chartStateSchema,
  dialogueLineSchema,
  dialogueSchema,
  eventSchema,
  resyncSchema,
  whySchema,
} from './schemas-drawer.ts';
import type { faxRecordSchema, faxSchema, sentFaxSchema } from './schemas-faxes.ts';
import type {
  conditionSchema,
  coverSchema,
  jobStateSchema,
  machineStateSchema,
  paperSchema,
  printedSheetSchema,
  sheetSchema,
  traySchema,
} from './schemas-machine.ts';
import type {
  fileRowSchema,
  journalEntrySchema,
  originalSchema,
  rigMachineSchema,
  rigStateSchema,
  settingSchema,
  timeSchema,
} from './schemas-rig.ts';

/**
 * What the HTTP API and those who call it agree on, types only: JSON bodies both ways. Paths, methods and meanings stand in
 * `/openapi.json`. `null` stands for what is not there. Two surfaces, never mixed:
 *
 * `/api/panel/{machine}` – what a person at the machine can do:
 *   GET  ''                          MachineState         GET events              state events, see below
 *   GET  lcd | lcd.txt | lcd.svg     Display | text | picture
 *   POST press Press, touch Touch, type Type
 *   POST feeder/load Load, feeder/take, feeder/clear, glass/lay Lay, glass/lift
 *   POST covers/{cover}/open, covers/{cover}/close, printer/clear, tray/take
 *   POST paper/{paper}/put PutPaper, paper/{paper}/take
 *   Every POST answers MachineState; where no body is named none is needed.
 *
 * `/api/rig` – what only the rig can do:
 *   GET  ''  RigState     GET events  log events, see below     GET log?after=&limit=&machine=  { events: LogEvent[] }
 *   GET  time  RigTime    POST time/advance Advance -> RigTime
 *   GET  originals  { originals: Original[] }    POST originals?label=  (the file as the body) -> Original
 *   GET  originals/{id} (the file)    DELETE originals/{id}
 *   under machines/{machine}/
 *   POST power/on, power/off, power/reset, power/cut, cable/plug, cable/unplug, feeder/jam JamFeeder, feeder/misfeed, printer/jam JamPrinter,
 *        printer/toner Toner, journal/print, orders Order -> Ordered
 *   POST wait Wait -> Waited
 *   GET  files { files: FileRow[] }    POST files/{n}/print, files/{n}/resend    PATCH files/{n} EditFile    DELETE files/{n}
 *   GET  journal { entries: JournalEntry[] }, journal.txt
 *   GET  settings { settings: Setting[] }    PUT settings/{key} Set
 *   POST factory-defaults FactoryDefaults    PUT calendar SetDate    POST damaged-records/clear
 *   GET  address-book    PUT address-book
 *   GET  charts { charts: ChartState[] }    GET dialogues { dialogues: Dialogue[] }    GET why?fileNumber= { why: Why[] }
 *   GET  tray { sheets: PrintedSheet[] }, tray/{number}.png?printedAt=, tray.pdf
 *   GET  sent { sent: SentFax[] }    sent/{id}/message.eml, sent/{id}/pages/{n}.png    the last messages this machine began to send
 *   GET  faxes { faxes: ReceivedFax[] }    DELETE faxes/{id}
 *   GET  faxes/{id} FaxRecord, faxes/{id}/message.eml, fax.tif, fax.pdf, pages/{n}.png
 *   Every call that changes something answers Done where nothing else is named.
 *
 * What fails answers a Problem.
 */
export type PanelKey = z.infer<typeof panelKeySchema>;
export type Display = z.infer<typeof displaySchema>;
export type DisplayEntry = z.infer<typeof displayEntrySchema>;
export type SoftKey = z.infer<typeof softKeySchema>;
export type Lamps = z.infer<typeof lampsSchema>;

export type MachineState = z.infer<typeof machineStateSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type Cover = z.infer<typeof coverSchema>;
export type JobState = z.infer<typeof jobStateSchema>;
export type PaperSize = z.infer<typeof paperSchema>;
export type PrintedSheet = z.infer<typeof printedSheetSchema>;
export type Sheet = z.infer<typeof sheetSchema>;
export type OutputTray = z.infer<typeof traySchema>;

export type RigState = z.infer<typeof rigStateSchema>;
export type RigMachine = z.infer<typeof rigMachineSchema>;
export type RigTime = z.infer<typeof timeSchema>;
export type Original = z.infer<typeof originalSchema>;
export type ReceivedFax = z.infer<typeof faxSchema>;
export type FaxRecord = z.infer<typeof faxRecordSchema>;
export type SentFax = z.infer<typeof sentFaxSchema>;
export type FileRow = z.infer<typeof fileRowSchema>;
export type JournalEntry = z.infer<typeof journalEntrySchema>;
export type Setting = z.infer<typeof settingSchema>;

export type ChartState = z.infer<typeof chartStateSchema>;
export type Dialogue = z.infer<typeof dialogueSchema>;
export type DialogueLine = z.infer<typeof dialogueLineSchema>;
export type Why = z.infer<typeof whySchema>;

/** `/api/rig/events`: event `log` with its line number as id; `resync` (no id of a line) when lines are left out. */
export type LogEvent = z.infer<typeof eventSchema>;
export type Resync = z.infer<typeof resyncSchema>;
/** `/api/panel/{machine}/events`: event `state` whenever something changed that can be seen, id the newest log line in it. */
export type StateEvent = MachineState;

export type Press = z.input<typeof pressSchema>;
export type Touch = z.input<typeof touchSchema>;
export type Type = z.input<typeof typeSchema>;
export type Load = z.input<typeof loadSchema>;
export type Lay = z.input<typeof laySchema>;
export type PutPaper = z.input<typeof putPaperSchema>;
export type Advance = z.input<typeof advanceSchema>;
export type JamFeeder = z.input<typeof jamFeederSchema>;
export type JamPrinter = z.input<typeof jamPrinterSchema>;
export type Toner = z.input<typeof tonerSchema>;
export type Set = z.input<typeof setSchema>;
export type FactoryDefaults = z.input<typeof factoryDefaultsSchema>;
export type SetDate = z.input<typeof setDateSchema>;
export type EditFile = z.input<typeof editFileSchema>;
export type Order = z.input<typeof orderSchema>;
export type Wait = z.input<typeof waitSchema>;

export type Waited = z.infer<typeof waitedSchema>;
export type Done = z.infer<typeof doneSchema>;
export type Ordered = z.infer<typeof orderedSchema>;
export type Problem = z.infer<typeof problemSchema>;
