import type { InfoCode } from '../journal/info-code.ts';
import { type ConditionKey, INFO_CODES } from '../journal/info-codes.ts';
import type { Conditions } from './conditions.ts';

/** What can be wrong with the LAN interface; one at a time stands, the cable first. */
const LAN_CONDITIONS = [
  'lan-down',
  'address-in-use',
  'dhcp-no-parameters',
  'lease-lost',
  'address-not-there',
] as const satisfies readonly ConditionKey[];

/** Raises what the LAN interface tells of itself and clears whatever else of it stood. */
export function noteLan(conditions: Conditions, told: InfoCode | undefined): void {
  for (const key of LAN_CONDITIONS) if (told !== INFO_CODES[key]) conditions.clear(key);
  for (const key of LAN_CONDITIONS) if (told === INFO_CODES[key]) conditions.raise(key);
}

/** What is wrong with the LAN interface now. */
export function lanCondition(conditions: Conditions): InfoCode | undefined {
  return conditions.firstOf(LAN_CONDITIONS)?.row;
}
