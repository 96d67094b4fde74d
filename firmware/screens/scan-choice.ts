import { PARAMETERS, parameterOf, type SettingValues } from '../settings/settings.ts';
import { SCAN_KEYS, type ScanChoice, type ScanKey } from './panel-language.ts';

export function isScanKey(text: string): text is ScanKey {
  return SCAN_KEYS.some((key) => key === text);
}

/** What can be chosen for the next scan: the choices of the fax parameter that is the rule otherwise. */
export function scanChoices(key: ScanKey): readonly (string | number)[] {
  const { choices, range } = parameterOf(key);
  if (choices !== undefined) return choices;
  return range === undefined ? [] : Array.from({ length: range.max - range.min + 1 }, (_, step) => range.min + step);
}

/** The choice with one of its values changed; what is none of the choices changes nothing. */
export function chosenScan(scan: ScanChoice, key: string, value: string | number): ScanChoice {
  switch (key) {
    case 'originalType':
      return withChecked(scan, PARAMETERS.originalType.check(value), (originalType) => ({ originalType }));
    case 'resolution':
      return withChecked(scan, PARAMETERS.resolution.check(value), (resolution) => ({ resolution }));
    case 'density':
      return withChecked(scan, PARAMETERS.density.check(value), (density) => ({ density }));
    default:
      return scan;
  }
}

function withChecked<Value>(
  scan: ScanChoice,
  checked: { readonly ok: true; readonly value: Value } | { readonly ok: false },
  part: (value: Value) => ScanChoice,
): ScanChoice {
  return checked.ok ? { ...scan, ...part(checked.value) } : scan;
}

/** As the next original will be scanned. */
export function scanOf(scan: ScanChoice, settings: SettingValues): Pick<SettingValues, ScanKey> {
  const { originalType, resolution, density } = settings;
  return { originalType, resolution, density, ...scan };
}
