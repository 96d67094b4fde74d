const TIME_OF_DAY = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** `hh:mm`, 00:00 to 23:59. */
export function isTimeOfDay(text: string): boolean {
  return TIME_OF_DAY.test(text);
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The next instant after `now` at which the clock of the zone shows this time of day; undefined when it is none. */
export function nextAt(timeOfDay: string, now: Date, zoneOffsetMinutes: number): Date | undefined {
  if (!isTimeOfDay(timeOfDay)) return undefined;
  const [hour = 0, minute = 0] = timeOfDay.split(':').map(Number);
  const local = now.getTime() + zoneOffsetMinutes * MINUTE_MS;
  const midnight = local - (((local % DAY_MS) + DAY_MS) % DAY_MS);
  const wanted = midnight + (hour * 60 + minute) * MINUTE_MS;
  return new Date((wanted > local ? wanted : wanted + DAY_MS) - zoneOffsetMinutes * MINUTE_MS);
}
