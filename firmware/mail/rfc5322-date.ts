/** Names of RFC 5322 3.3, the same in every locale. */
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly weekday: (typeof DAYS)[number];
  readonly monthName: (typeof MONTHS)[number];
}

/**
 * The wall time of an instant in the machine's zone, `zoneOffsetMinutes` east of UTC. The zone of the host that runs
 * the rig has no part in it. Throws a RangeError for an invalid date or one outside the four-digit years.
 */
export function localTime(date: Date, zoneOffsetMinutes: number): LocalTime {
  const shifted = new Date(date.getTime() + zoneOffsetMinutes * 60_000);
  const year = shifted.getUTCFullYear();
  const weekday = DAYS[shifted.getUTCDay()];
  const monthName = MONTHS[shifted.getUTCMonth()];
  if (weekday === undefined || monthName === undefined || year < 1900 || year > 9999) {
    throw new RangeError('the calendar shows no date between the years 1900 and 9999');
  }
  return {
    year,
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    millisecond: shifted.getUTCMilliseconds(),
    weekday,
    monthName,
  };
}

/** `date-time` of RFC 5322 3.3, as in `Wed, 06 Feb 2002 15:42:03 +0900`. */
export function rfc5322Date(date: Date, zoneOffsetMinutes: number): string {
  const t = localTime(date, zoneOffsetMinutes);
  const time = `${twoDigits(t.hour)}:${twoDigits(t.minute)}:${twoDigits(t.second)}`;
  return `${t.weekday}, ${twoDigits(t.day)} ${t.monthName} ${t.year} ${time} ${zone(zoneOffsetMinutes)}`;
}

export function twoDigits(n: number): string {
  return String(n).padStart(2, '0');
}

function zone(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}${twoDigits(minutes % 60)}`;
}
