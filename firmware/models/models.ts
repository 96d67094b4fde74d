import { DP_3510 } from './dp-3510.ts';
import { DP_4530 } from './dp-4530.ts';
import { DP_6030 } from './dp-6030.ts';
import type { Model } from './model.ts';

export const MODELS: readonly Model[] = [DP_3510, DP_4530, DP_6030];

export const MODEL_NAMES = MODELS.map((model) => model.name);

export function modelNamed(name: string): Model | undefined {
  return MODELS.find((model) => model.name === name);
}
