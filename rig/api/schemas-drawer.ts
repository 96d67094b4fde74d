import { z } from '@hono/zod-openapi';

/** What a real machine never shows: its charts, its dialogues, its reasons, its event log. */
export const chartStateSchema = z
  .strictObject({
    chart: z.enum(['panel', 'job', 'delivery', 'reception', 'dhcp']),
    fileNumber: z.int().nullable(),
    destination: z.string().nullable(),
    state: z.string().openapi({ description: 'The state it is in, such as scanning.' }),
    ids: z.array(z.string()).openapi({ description: 'Dotted, chart first: those to light in the chart’s drawing.' }),
    since: z.number().openapi({ description: 'Milliseconds of rig time.' }),
  })
  .openapi('ChartState');

export const dialogueLineSchema = z
  .strictObject({
    event: z.int(),
    at: z.number(),
    direction: z.enum(['C', 'S']),
    text: z.string(),
    phase: z.string().nullable(),
  })
  .openapi('DialogueLine');

export const dialogueSchema = z
  .strictObject({
    session: z.string(),
    role: z.enum(['client', 'server']),
    fileNumber: z.int().nullable(),
    peer: z.string().nullable(),
    lines: z.array(dialogueLineSchema),
    ended: z.boolean(),
  })
  .openapi('Dialogue', { description: 'One SMTP session of the machine, line by line.' });

export const whySchema = z
  .strictObject({
    fileNumber: z.int(),
    direction: z.enum(['XMT', 'RCV']),
    address: z.string(),
    result: z.string(),
    detail: z.string().nullable(),
    negotiation: z.array(z.string()).openapi({ description: 'How the transfer format came about.' }),
    explanation: z
      .strictObject({
        infoCode: z.string(),
        side: z.string(),
        phase: z.string(),
        sentence: z.string(),
        remedy: z.string(),
      })
      .nullable(),
  })
  .openapi('Why');

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const eventSchema = z
  .strictObject({
    seq: z.int().openapi({ description: 'Line number of the event log, from 1; the id in the event stream.' }),
    at: z.number().openapi({ description: 'Milliseconds of rig time.' }),
    machine: z.string(),
    event: z.string(),
    data: z.custom<{ readonly [key: string]: Json }>().openapi({ type: 'object' }),
  })
  .openapi('LogEvent');

export const resyncSchema = z
  .strictObject({
    lost: z.int().openapi({ description: 'Lines that are not told.' }),
    next: z.int().openapi({ description: 'Number of the next line that is told.' }),
  })
  .openapi('Resync', { description: 'Lines of the event log are gone or too many: read the state anew.' });
