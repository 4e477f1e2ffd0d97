/** Returns an instant (milliseconds of the Unix epoch) as HTTP writes dates, RFC 9110 §5.6.7: to the second, what is beyond it cut off. */
export function formatHttpDate(ms: number): string {
  return new Date(ms).toUTCString();
}

/**
 * Reads a date as HTTP writes it, `Thu, 03 Jul 2025 17:00:00 GMT`, in milliseconds of the Unix epoch.
 *
 * Undefined for every other form, the two obsolete ones among them, and for a day of the week that the date does not fall on.
 */
export function parseHttpDate(text: string): number | undefined {
  if (!/^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && formatHttpDate(ms) === text ? ms : undefined;
}
