import { z } from '@hono/zod-openapi';
import { LAMPS, PANEL_KEYS } from '../../device-model/index.ts';

/** What the panel shows and takes, as it crosses HTTP. `null` stands for what is not there. */
export const panelKeySchema = z.enum(PANEL_KEYS).openapi('PanelKey', { description: 'A hard key.' });

export const softKeySchema = z
  .strictObject({
    id: z.string().openapi({ description: 'A stable word such as job-list, row-3, back.' }),
    label: z.string(),
    selected: z.boolean(),
    disabled: z.boolean(),
  })
  .openapi('SoftKey');

export const displayEntrySchema = z
  .strictObject({
    kind: z.enum(['digits', 'address', 'octets', 'text', 'password']),
    label: z.string(),
    value: z.string().openapi({ description: 'Masked for a password.' }),
    limit: z.int().openapi({ description: 'Characters.' }),
  })
  .openapi('DisplayEntry');

export const displaySchema = z
  .strictObject({
    screen: z.string().openapi({ description: 'The screen’s name, such as standby.' }),
    title: z.string(),
    lines: z.array(z.string()).openapi({ description: '4 to 10 lines of at most 40 characters.' }),
    softKeys: z.array(softKeySchema).openapi({ description: 'Touch targets.' }),
    entry: displayEntrySchema.nullable().openapi({ description: 'What is being typed.' }),
    backlight: z.boolean().openapi({ description: 'False in energy saver and without power.' }),
  })
  .openapi('Display');

export const lampsSchema = z
  .record(z.enum(LAMPS), z.enum(['off', 'on', 'flashing']))
  .openapi('Lamps', { description: 'Every lamp of the panel.' });
