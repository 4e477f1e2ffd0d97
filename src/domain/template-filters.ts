import { zoneExists } from './calendar.ts';
import { TimelineError } from './errors.ts';
import { readInstant } from './instant.ts';
import { quoted } from './quoted.ts';
import { slugOf } from './slug.ts';

/** One step from the text of a column to what stands in an event. */
export interface Filter {
  /** `number` for a filter that gives a number rather than text; such a one is the last, and fills its template alone. */
  readonly gives?: 'number';
  /** The rest of the sentence that says why a text is refused. */
  readonly refusal: string;
  /** Returns undefined for a text that does not fit. */
  apply(text: string): string | number | undefined;
}

/**
 * Returns the filter that a mapping names: `slug`, `lower`, `upper`, `trim`, `number`, `instant`, `instant:Europe/Kyiv`.
 *
 * Throws `invalid-mapping` with the pointer of the template it stands in.
 */
export function readFilter(written: string, pointer: string): Filter {
  const [name = '', argument] = written.split(/:(.*)/s);
  if (name === 'instant' && argument !== undefined) return localInstant(argument, pointer);
  const filter = argument === undefined ? filters.get(name) : undefined;
  if (filter !== undefined) return filter;
  const known = [...filters.keys()].join(', ');
  throw refused(pointer, `there is no filter ${quoted(written)}: there are ${known} and instant:ZONE`);
}

const filters: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ['slug', { refusal: 'has no letter and no digit', apply: slugOf }],
  ['lower', { refusal: '', apply: (text) => text.toLowerCase() }],
  ['upper', { refusal: '', apply: (text) => text.toUpperCase() }],
  ['trim', { refusal: 'has nothing but space in it', apply: (text) => text.trim() }],
  ['number', { gives: 'number', refusal: 'is not a number such as 1250 or -3.5', apply: numberOf }],
  [
    'instant',
    {
      refusal: 'is not an instant such as 2022-03-15 16:10:34+00:00 or 2022-03-15T16:10:34Z',
      apply: instantOf,
    },
  ],
]);

function numberOf(text: string): number | undefined {
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return undefined;
  const number = Number(text);
  const isExact = !Number.isInteger(number) || Number.isSafeInteger(number);
  return Number.isFinite(number) && isExact ? number : undefined;
}

/** Writes an instant as RFC 3339 wants it, with the offset that it has; a space may stand for the T. */
function instantOf(text: string): string | undefined {
  const written = text.replace(/^(\S+) +(\d.*)$/, '$1T$2');
  return readInstant(written) === undefined ? undefined : written;
}

/** Reads a local time without an offset in a zone; one that a change of clocks skips or repeats is refused. */
function localInstant(zone: string, pointer: string): Filter {
  if (!zoneExists(zone)) throw refused(pointer, `${quoted(zone)} is not an IANA zone such as Europe/Kyiv`);
  return {
    refusal: `is not a local time in ${zone}, such as 2022-03-15 18:10:34, that is there once`,
    apply(text) {
      if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?$/.test(text)) return undefined;
      try {
        const local = Temporal.PlainDateTime.from(text.replace(' ', 'T'), { overflow: 'reject' });
        return local
          .toZonedDateTime(zone, { disambiguation: 'reject' })
          .toString({ timeZoneName: 'never', smallestUnit: text.includes('.') ? 'millisecond' : 'second' });
      } catch {
        return undefined;
      }
    },
  };
}

function refused(pointer: string, sentence: string): TimelineError {
  return new TimelineError('invalid-mapping', `The mapping at ${pointer || '/'}: ${sentence}`, { pointer });
}
