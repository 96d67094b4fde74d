import { z } from '@hono/zod-openapi';
import { TYPED_CHARACTERS_LIMIT } from '../../device-model/index.ts';
import { RESOLUTION_NAMES } from '../../device-model/page/resolution.ts';
import { FACTORY_SCOPES } from '../../firmware/index.ts';
import { panelKeySchema } from './schemas-display.ts';
import { faxSchema } from './schemas-faxes.ts';
import { journalEntrySchema } from './schemas-rig.ts';

/** Longest a call waits or time is advanced by one call, in milliseconds of rig time; *own design*. */
export const WAIT_LIMIT_MS = 600_000;
export const ADVANCE_LIMIT_MS = 7 * 24 * 3_600_000;
/** Keys of one call; *own design*. */
const KEYS_LIMIT = 100;
/** Whoever waits for a text names a part of it; *own design*. */
const NEEDLE_LIMIT = 1_000;

const needle = z.string().min(1).max(NEEDLE_LIMIT);
const fileNumber = z.int().min(1).max(999);

export const pressSchema = z
  .strictObject({ keys: z.array(panelKeySchema).min(1).max(KEYS_LIMIT) })
  .openapi('Press', { description: 'Hard keys, one after another.' });
export const touchSchema = z
  .strictObject({ softKey: z.string().min(1).max(40) })
  .openapi('Touch', { description: 'A touch target of the display, by its id.' });
export const typeSchema = z
  .strictObject({ text: z.string().max(TYPED_CHARACTERS_LIMIT) })
  .openapi('Type', { description: 'On the keyboard that the display shows, as a whole.' });
export const loadSchema = z
  .strictObject({ originals: z.array(z.string().max(40)).min(1).max(100) })
  .openapi('Load', { description: 'Originals from the desk, by id.' });
export const laySchema = z
  .strictObject({ original: z.string().max(40), sheet: z.int().min(1).max(1_000).default(1) })
  .openapi('Lay', { description: 'A sheet of an original from the desk.' });
export const putPaperSchema = z
  .strictObject({ sheets: z.int().min(0).max(100_000).nullable() })
  .openapi('PutPaper', { description: 'So many sheets lie in the tray then; null: it is refilled for ever.' });

export const advanceSchema = z.strictObject({ ms: z.number().min(0).max(ADVANCE_LIMIT_MS) }).openapi('Advance');
export const jamFeederSchema = z
  .strictObject({ atRow: z.int().min(0).max(100_000) })
  .openapi('JamFeeder', { description: 'The next sheet gets stuck before this row of the scan.' });
export const jamPrinterSchema = z
  .strictObject({ afterSheets: z.int().min(0).max(100_000).nullable() })
  .openapi('JamPrinter', { description: 'With the sheet behind so many that still come out; null: now.' });
export const tonerSchema = z.strictObject({ level: z.enum(['low', 'enough']) }).openapi('Toner');
const keyOperatorPassword = z.string().max(64);
export const setSchema = z
  .strictObject({ value: z.union([z.string().max(1_000), z.number()]), keyOperatorPassword })
  .openapi('Set', { description: 'As behind the key operator’s password on the panel.' });
export const factoryDefaultsSchema = z
  .strictObject({ scope: z.enum(FACTORY_SCOPES).default('settings'), keyOperatorPassword })
  .openapi('FactoryDefaults');
export const setDateSchema = z
  .strictObject({ date: z.iso.datetime({ offset: true }), keyOperatorPassword })
  .openapi('SetDate');
export const editFileSchema = z
  .strictObject({
    destination: z.int().min(0).max(199).exactOptional().openapi({ description: 'Which recipient, from 0.' }),
    to: z.string().max(320).exactOptional().openapi({ description: 'A station number or a mailbox.' }),
    at: z.iso.datetime().exactOptional().openapi({ description: 'When everything undelivered is tried next.' }),
  })
  .openapi('EditFile');
export const orderSchema = z
  .strictObject({
    destinations: z
      .array(
        z.strictObject({
          forwardPath: z.string().max(320),
          station: z.string().max(3).exactOptional(),
          via: z.literal('mail-server').exactOptional(),
        }),
      )
      .min(1)
      .max(200),
    resolution: z.enum(RESOLUTION_NAMES).exactOptional(),
    density: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]).exactOptional(),
    priority: z.boolean().exactOptional(),
    deferredTo: z.string().max(5).exactOptional().openapi({ description: 'Time of day hh:mm of the first attempt.' }),
  })
  .openapi('Order', { description: 'A transmission of what lies in the feeder or on the glass.' });

const waitForSchema = z.discriminatedUnion('fact', [
  z.strictObject({
    fact: z.literal('job'),
    fileNumber,
    state: needle.openapi({
      description: 'delivered, incomplete, cancelled, or a state of the job or delivery chart.',
    }),
  }),
  z.strictObject({
    fact: z.literal('journal'),
    direction: z.enum(['XMT', 'RCV']).exactOptional(),
    fileNumber: fileNumber.exactOptional(),
    address: needle.exactOptional(),
    messageId: needle.exactOptional(),
    result: needle.exactOptional(),
  }),
  z.strictObject({
    fact: z.literal('lcd'),
    text: needle.openapi({ description: 'Part of one line or of the title.' }),
  }),
  z.strictObject({
    fact: z.literal('fax'),
    messageId: needle.exactOptional(),
    from: needle.exactOptional(),
    subject: needle.exactOptional(),
    mailbox: needle.exactOptional(),
  }),
]);

export const waitSchema = z
  .strictObject({
    for: waitForSchema,
    after: z
      .int()
      .min(0)
      .exactOptional()
      .openapi({ description: 'Only what happened after this line of the event log.' }),
    limitMs: z.number().min(0).max(WAIT_LIMIT_MS).default(60_000).openapi({ description: 'Of rig time.' }),
  })
  .openapi('Wait');

export const waitedSchema = z
  .strictObject({
    held: z.boolean().openapi({ description: 'False: the limit passed first.' }),
    event: z.int(),
    waitedMs: z.number(),
    job: z.strictObject({ fileNumber, state: z.string() }).nullable(),
    journal: journalEntrySchema.nullable(),
    fax: faxSchema.nullable(),
  })
  .openapi('Waited');

/** What a call answers that changes something and has nothing else to say. */
export const doneSchema = z
  .strictObject({ event: z.int().openapi({ description: 'The newest line of the event log when it was done.' }) })
  .openapi('Done');
export const orderedSchema = z.strictObject({ event: z.int(), fileNumber }).openapi('Ordered');

/** RFC 9457. */
export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'One sentence.' }),
  })
  .openapi('Problem');
