/** Milliseconds of a day of UTC. */
export const dayMs = 86_400_000;

/**
 * Counts the days from 1970-01-01 to a date of the proleptic Gregorian calendar, with astronomical years (0 is 1 BCE).
 *
 * Plain integer arithmetic over eras of 400 years (Howard Hinnant, "chrono-compatible low-level date algorithms"): the
 * year begins in March, so that the leap day is its last. The month must be 1 to 12; the date itself is not checked.
 */
export function epochDay(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

/** Tells whether a year of the proleptic Gregorian calendar has a 29 February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Counts the days of a month; none for a month that is not 1 to 12, so that no day of it exists. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0);
}

/** Tells whether a date exists: `2024-02-29` does, `2025-02-29` does not. */
export function dateExists(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= daysInMonth(year, month);
}

/** Tells whether the tz database that Node carries knows a zone by this IANA name; an offset such as `+03:00` is no zone. */
export function zoneExists(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(zone)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, zone).timeZoneId !== '';
  } catch {
    return false;
  }
}

/**
 * Finds the millisecond of the Unix epoch at which a day begins in a zone that exists, or in UTC when none is named.
 *
 * Where summer time skips midnight, the day begins with the first instant that its calendar date is shown. A day whose
 * start no `Temporal.Instant` can hold begins at minus or plus infinity.
 */
export function dayStartMs(day: number, zone: string | undefined): number {
  if (zone === undefined) return day * dayMs;
  try {
    return new Temporal.PlainDate(1970, 1, 1).add({ days: day }).toZonedDateTime({ timeZone: zone })
      .epochMilliseconds;
  } catch {
    return day < 0 ? -Infinity : Infinity;
  }
}
