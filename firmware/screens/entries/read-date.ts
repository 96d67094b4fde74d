const DIGITS = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})$/;

/** The instant of `yyyymmddhhmm` in a zone; undefined when the calendar or the day has no such moment. */
export function readDate(digits: string, zoneOffsetMinutes: number): Date | undefined {
  const parts = DIGITS.exec(digits);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number);
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute));
  // What overflows becomes another date.
  const same =
    local.getUTCFullYear() === year &&
    local.getUTCMonth() === month - 1 &&
    local.getUTCDate() === day &&
    local.getUTCHours() === hour &&
    local.getUTCMinutes() === minute;
  return same ? new Date(local.getTime() - zoneOffsetMinutes * 60_000) : undefined;
}
