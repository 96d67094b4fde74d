import { RESOLUTIONS } from '../../device-model/page/resolution.ts';
import { capabilityOf } from '../capability/capability-of.ts';
import type { Filter } from '../capability/filter.ts';
import type { ImageCoding } from '../capability/image-coding.ts';
import type { Model } from './model.ts';

/** Codings that really work here, both ways; a model advertises and sends no other. */
export const WORKING_CODINGS: readonly ImageCoding[] = ['MH', 'MR', 'MMR', 'JBIG'];

/** A model's codings, as far as they work. */
export function workingCodings(model: Model): readonly ImageCoding[] {
  return WORKING_CODINGS.filter((coding) => model.recipient.codings.value.includes(coding));
}

const made = new WeakMap<Model, Filter>();

/** What machines of a model say they can print: one value for all of them. */
export function advertisedCapability(model: Model): Filter {
  const known = made.get(model);
  if (known !== undefined) return known;
  const { resolutions, papers, scanLineMm } = model.recipient;
  const capability = capabilityOf({
    resolutions: resolutions.value.map((name) => RESOLUTIONS[name]),
    papers: papers.value,
    scanLineMm: scanLineMm.value,
    codings: workingCodings(model),
  });
  made.set(model, capability);
  return capability;
}
