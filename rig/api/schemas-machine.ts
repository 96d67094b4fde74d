import { z } from '@hono/zod-openapi';
import { PAPER_SIZES } from '../../device-model/page/paper-size.ts';
import { displaySchema, lampsSchema } from './schemas-display.ts';

export const paperSchema = z.enum(PAPER_SIZES).openapi('PaperSize');

export const coverSchema = z.enum(['feeder', 'printer']).openapi('Cover');

/** A sheet of an original, in the feeder, on the glass or on the desk. */
export const sheetSchema = z
  .strictObject({ label: z.string(), paper: paperSchema, widthMm: z.number(), lengthMm: z.number() })
  .openapi('Sheet');

/** A printed sheet; `number` counts from 1, the first printed first. */
export const printedSheetSchema = z
  .strictObject({
    number: z.int(),
    label: z.string(),
    paper: paperSchema,
    width: z.int().openapi({ description: 'Pels.' }),
    height: z.int().openapi({ description: 'Pels.' }),
    xDpi: z.number(),
    yDpi: z.number(),
    printedAt: z.number().openapi({ description: 'Milliseconds of rig time.' }),
  })
  .openapi('PrintedSheet');

export const traySchema = z
  .strictObject({
    sheets: z.int().openapi({ description: 'In the tray altogether.' }),
    newest: z.array(printedSheetSchema).openapi({ description: 'The last of them, oldest first.' }),
  })
  .openapi('OutputTray');

export const conditionSchema = z
  .strictObject({
    infoCode: z.string(),
    key: z.string(),
    sentence: z.string(),
    remedy: z.string(),
    lamp: z.strictObject({ name: z.string(), state: z.enum(['on', 'flashing']) }),
  })
  .openapi('Condition', { description: 'Something that stands in the machine until it is mended.' });

export const jobStateSchema = z
  .strictObject({
    fileNumber: z.int(),
    state: z.string().openapi({ description: 'Innermost state of the job chart.' }),
    stage: z.string().openapi({ description: 'That or, while delivering, the state of the delivery chart.' }),
    pages: z.int(),
    to: z.array(z.string()),
    infoCode: z.string().nullable(),
  })
  .openapi('JobState');

const feederSchema = z.strictObject({
  sheets: z.array(sheetSchema).openapi({ description: 'Waiting, the next one first.' }),
  capacity: z.int(),
  coverOpen: z.boolean(),
  misfed: z.boolean(),
  stuck: z.string().nullable().openapi({ description: 'Why a sheet is stuck in the paper path.' }),
});

const printerSchema = z.strictObject({
  coverOpen: z.boolean(),
  jammed: z.boolean(),
  tonerLow: z.boolean(),
  pagesWaiting: z.int(),
});

const lanSchema = z.strictObject({
  plugged: z.boolean().openapi({ description: 'The cable.' }),
  link: z.enum(['up', 'down']),
  hardwareAddress: z.string(),
  address: z.ipv4().openapi({ format: 'ipv4' }).nullable(),
  mask: z.ipv4().openapi({ format: 'ipv4' }).nullable(),
  gateway: z.string().nullable(),
});

/** Everything a person sees who stands before the machine, at one instant. */
export const machineStateSchema = z
  .strictObject({
    event: z.int().openapi({ description: 'The newest line of the event log that is told here.' }),
    name: z.string(),
    model: z.string(),
    powered: z.boolean(),
    ready: z.boolean().openapi({ description: 'The self-test is over and keys are taken.' }),
    calendar: z.string().openapi({ description: 'Date and time as the machine believes, ISO 8601 UTC.' }),
    display: displaySchema,
    lamps: lampsSchema,
    beeps: z.int().openapi({ description: 'Sounds of the beeper so far.' }),
    feeder: feederSchema,
    glass: sheetSchema.nullable(),
    tray: traySchema,
    paper: z
      .array(
        z.strictObject({
          paper: paperSchema,
          capacity: z.int(),
          sheets: z
            .union([z.int(), z.literal('refilled')])
            .openapi({ description: '`refilled`: somebody sees to it that it never runs out.' }),
        }),
      )
      .openapi({ description: 'The paper trays.' }),
    printer: printerSchema,
    lan: lanSchema,
    memory: z.strictObject({ capacityOctets: z.int(), usedOctets: z.int(), percentFree: z.int() }),
    conditions: z.array(conditionSchema).openapi({ description: 'The gravest first.' }),
    jobs: z.array(jobStateSchema),
  })
  .openapi('MachineState');
