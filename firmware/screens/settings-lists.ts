import { FAX_PARAMETERS } from '../settings/fax-parameters.ts';
import { GENERAL_SETTINGS } from '../settings/general-settings.ts';
import { RECEPTION_SETTINGS } from '../settings/reception-settings.ts';
import { isSettingKey, parameterOf, type SettingKey } from '../settings/settings.ts';
import { isOctetKey } from './entries/typed-octets.ts';

/** The two numbered lists of the key operator, by number. */
export const SETTINGS_LISTS = {
  general: byNumber({ ...GENERAL_SETTINGS, ...RECEPTION_SETTINGS }),
  fax: byNumber(FAX_PARAMETERS),
} as const;

function byNumber(rows: Readonly<Record<string, { readonly number: string }>>): readonly SettingKey[] {
  return Object.keys(rows)
    .filter(isSettingKey)
    .sort((a, b) => Number(parameterOf(a).number) - Number(parameterOf(b).number));
}

/** How the value of a setting is entered: by what its row says of it. */
export type EntryForm = 'choice' | 'digits' | 'octets' | 'password' | 'text';

export function entryFormOf(key: SettingKey): EntryForm {
  const { choices, range, secret } = parameterOf(key);
  if (secret === true) return 'password';
  if (choices !== undefined) return 'choice';
  if (range !== undefined) return 'digits';
  return isOctetKey(key) ? 'octets' : 'text';
}
