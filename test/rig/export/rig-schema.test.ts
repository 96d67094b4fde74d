import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { rigSchema } from '../../../rig/export/rig-schema.ts';
import { twoMachines } from '../../../rig/lab/two-machines.ts';

const printed = await readFile('docs/rig.schema.json', 'utf8');

test('docs/rig.schema.json is what the code says: `make schema` prints it anew', () => {
  expect(printed).toBe(rigSchema());
});

test('every property tells what it is', () => {
  const silent: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, part] of Object.entries(node)) {
      if (key === 'properties') {
        for (const [name, property] of Object.entries(Object(part))) {
          // Which of several records it is says its constant.
          const told = Object.hasOwn(Object(property), 'description') || Object.hasOwn(Object(property), 'const');
          if (!told) silent.push(`${path}.${name}`);
        }
      }
      visit(part, `${path}.${key}`);
    }
  };
  visit(JSON.parse(printed), '');
  expect(silent).toEqual([]);
});

test('a rig passes it, and a slip does not', () => {
  const schema = z.fromJSONSchema(JSON.parse(printed));
  const lab = twoMachines();
  expect(schema.safeParse(lab).error).toBeUndefined();
  const [machine] = lab.machines;
  const refused = [
    { ...lab, clok: 'wall' },
    { ...lab, machines: [{ ...machine, model: 'dp-1' }] },
    { ...lab, machines: [{ ...machine, settings: { dhpc: 'Disabled' } }] },
    { ...lab, machines: [{ ...machine, settings: { dhcp: 'Perhaps' } }] },
    { ...lab, machines: [{ ...machine, settings: { redialCount: 16 } }] },
  ];
  for (const wrong of refused) expect(schema.safeParse(wrong).success).toBe(false);
});
