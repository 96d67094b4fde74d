import { z } from 'zod';
import { type Parameter, parameterOf, SETTING_KEYS } from '../../firmware/index.ts';
import { labDescriptionSchema } from '../lab/lab-description.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** JSON Schema (2020-12) of a rig file, for editors: `docs/rig.schema.json`. Settings are listed as the firmware's rows are. */
export function rigSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(labDescriptionSchema, {
    io: 'input',
    override: ({ jsonSchema, path }) => {
      if (path.at(-1) === 'settings') Object.assign(jsonSchema, settingsSchema());
    },
  });
  const described = { title: 'A rig of dpsim', description: 'Machines and their LAN; docs/rig-file.md tells more.' };
  return `${JSON.stringify({ $schema, ...described, ...schema }, null, 2)}\n`;
}

function settingsSchema(): JsonSchema {
  const properties = Object.fromEntries(SETTING_KEYS.map((key) => [key, settingSchema(parameterOf(key))]));
  return { properties, additionalProperties: false };
}

function settingSchema({ number, name, choices, range, unit, secret, default: preset }: Parameter): JsonSchema {
  const told = `No. ${number} ${name}${unit === undefined ? '' : `, in ${unit}`}.`;
  const description = secret === true ? `${told} In quotes: digits with their zeros.` : told;
  if (choices !== undefined) return { description, enum: [...choices], default: preset };
  if (range !== undefined) {
    return { description, type: 'integer', minimum: range.min, maximum: range.max, default: preset };
  }
  return { description, type: 'string', default: preset };
}
