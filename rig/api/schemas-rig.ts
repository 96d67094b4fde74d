import { z } from '@hono/zod-openapi';
import { sheetSchema } from './schemas-machine.ts';

const ipv4 = z.ipv4().openapi({ format: 'ipv4' });

export const timeSchema = z
  .strictObject({
    mode: z
      .enum(['virtual', 'wall'])
      .openapi({ description: 'virtual: time passes only when a call advances it or waits.' }),
    now: z.number().openapi({ description: 'Milliseconds of rig time since its start.' }),
    calendar: z.string().openapi({ description: 'ISO 8601 UTC.' }),
  })
  .openapi('RigTime');

const smtpPortSchema = z.strictObject({ address: ipv4, port: z.int() });

export const rigMachineSchema = z
  .strictObject({
    name: z.string(),
    model: z.string(),
    segment: z.string(),
    powered: z.boolean(),
    ready: z.boolean(),
    address: ipv4.nullable().openapi({ description: 'As configured at this moment.' }),
    mailbox: z.string().nullable().openapi({ description: 'The machine’s own mail address.' }),
    link: z.enum(['up', 'down']),
    alarm: z.enum(['off', 'on', 'flashing']),
    panel: z.string().openapi({ description: 'Path of its panel in a browser.' }),
    smtpPorts: z.array(smtpPortSchema).openapi({ description: 'Where the host’s network reaches its port 25.' }),
  })
  .openapi('RigMachine');

const attachmentSchema = z.strictObject({ segment: z.string(), address: ipv4, mask: ipv4 });

export const rigStateSchema = z
  .strictObject({
    event: z.int().openapi({ description: 'The newest line of the event log.' }),
    time: timeSchema,
    machines: z.array(rigMachineSchema),
    lan: z.strictObject({
      segments: z.array(z.string()),
      routers: z.array(
        z.strictObject({ name: z.string(), interfaces: z.array(attachmentSchema), uplink: z.boolean() }),
      ),
      servers: z.array(z.strictObject({ name: z.string(), kind: z.enum(['DNS', 'DHCP']), ...attachmentSchema.shape })),
    }),
  })
  .openapi('RigState');

/** A file that somebody laid beside the machines: paper that can be put into a feeder or onto a glass. */
export const originalSchema = z
  .strictObject({ id: z.string(), label: z.string(), octets: z.int(), sheets: z.array(sheetSchema) })
  .openapi('Original');

export const journalEntrySchema = z
  .strictObject({
    date: z.string(),
    time: z.string(),
    direction: z.enum(['XMT', 'RCV']),
    fileNumber: z.int(),
    station: z.string().nullable(),
    address: z.string(),
    pages: z.int(),
    durationMs: z.number(),
    result: z.string().openapi({ description: 'OK, or the three digits of an info code.' }),
    detail: z.string().nullable(),
    messageId: z.string().nullable(),
    notice: z.string().nullable().openapi({ description: 'awaited, or what the notification said.' }),
  })
  .openapi('JournalEntry');

export const fileRowSchema = z
  .strictObject({
    fileNumber: z.int(),
    direction: z.enum(['XMT', 'RCV']),
    state: z.string(),
    pages: z.int().nullable(),
    resolution: z.string().nullable(),
    stations: z.array(
      z.strictObject({ address: z.string(), name: z.string().nullable(), nextAttemptAt: z.string().nullable() }),
    ),
    octets: z.int(),
  })
  .openapi('FileRow');

export const settingSchema = z
  .strictObject({
    key: z.string(),
    number: z.string(),
    name: z.string(),
    value: z.union([z.string(), z.number()]).openapi({ description: 'Masked when it is a secret.' }),
    choices: z.array(z.union([z.string(), z.number()])).nullable(),
    range: z.strictObject({ min: z.number(), max: z.number() }).nullable(),
    unit: z.string().nullable(),
    source: z.string(),
  })
  .openapi('Setting');
