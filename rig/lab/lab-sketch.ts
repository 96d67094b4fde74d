import { z } from 'zod';

/**
 * What can be made out of a description that may be wrong anywhere: whatever has not its form is undefined, lists keep
 * their places. The rules that span several parts are asked of this, so that one wrong word hides no other mistake.
 */
const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);

const hostSketch = z.object({ name: text, segment: text, address: text, mask: text });

const stationSketch = z.object({ number: text, name: text, address: text, direct: flag });

const machineSketch = z.object({
  name: text,
  segment: text,
  lan: text,
  settings: z.record(z.string(), z.unknown()).optional().catch(undefined),
  stations: listOf(stationSketch),
  publishedPorts: z.array(z.unknown()).optional().catch(undefined),
});

const routerSketch = z.object({
  name: text,
  interfaces: listOf(z.object({ segment: text, address: text, mask: text })),
  uplink: z.unknown().optional(),
});

const dhcpSketch = hostSketch.extend({
  pool: z.object({ first: text, last: text }).optional().catch(undefined),
  registersIn: text,
});

const labSketchSchema = z
  .object({
    clock: text,
    pace: text,
    segments: z.array(text).optional().catch(undefined),
    machines: listOf(machineSketch),
    routers: listOf(routerSketch),
    dnsServers: listOf(hostSketch),
    dhcpServers: listOf(dhcpSketch),
  })
  .catch({});

/** A checked lab is one too. */
export type LabSketch = z.output<typeof labSketchSchema>;
export type MachineSketch = NonNullable<LabSketch['machines']>[number];

/** Of any value. */
export function sketchOf(value: unknown): LabSketch {
  return labSketchSchema.parse(value);
}

/** Any list; what is no object in it becomes one without fields. */
function listOf<Part extends z.ZodType>(part: Part) {
  const object = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return z.array(z.preprocess(object, part)).optional().catch(undefined);
}
