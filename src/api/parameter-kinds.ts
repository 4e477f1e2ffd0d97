import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import { parseInstant } from '../domain/instant.ts';
import { pageEntriesMax } from './page-size.ts';

/** Returns the schema of a text that is given once. */
export const once = (charactersMax: number) =>
  z
    .string({ error: 'is given more than once' })
    .min(1, 'is empty')
    .max(charactersMax, `has more than ${charactersMax} characters`);

/**
 * An instant as text. A plus that was sent as it is arrives as a space, and is read as the plus it was: in an offset
 * such as `+03:00`, and before an expanded year.
 */
export const instantText = once(120).transform((text) =>
  text.replace(/^ (?=\d{6}-)/, '+').replace(/(?<=:\d\d(?:\.\d{1,20})?) (?=\d\d:\d\d$)/, '+'),
);

/** An instant as text, in milliseconds of the Unix epoch. */
export const instantMs = instantText.transform((text, context) => {
  try {
    return parseInstant(text);
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

/** A whole number from 0: a position, a revision, a count. */
export const wholeNumber = once(16)
  .regex(/^\d+$/, 'is not a whole number from 0')
  .transform(Number)
  .refine(Number.isSafeInteger, 'is not a whole number from 0 to 2^53-1');

/** Returns the schema of a whole number in a range, both ends in it. */
export const numberFrom = (min: number, max: number) =>
  wholeNumber.refine(
    (number) => number >= min && number <= max,
    `is not a whole number from ${min} to ${max}`,
  );

/** How many entries one page has at most. */
export const pageLimit = numberFrom(1, pageEntriesMax);

/** A number from 0, with a fraction if need be. */
export const numberFromZero = once(20)
  .regex(/^\d+(?:\.\d+)?$/, 'is not a number from 0, such as 0.5 or 3600')
  .transform(Number);

/** A JSON Pointer, whose form the engine checks: empty, it is the whole. */
export const pointerText = z
  .string({ error: 'is given more than once' })
  .max(2000, 'has more than 2000 characters')
  .default('');

/** Returns the schema of one of a few words. */
export const choice = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { error: `is not one of: ${values.join(', ')}` });

/** Returns the schema of a parameter that may be given several times, and left out. */
export const many = (charactersMax: number) => {
  const value = once(charactersMax);
  return z
    .union([value.transform((text) => [text]), z.array(value).max(50)], {
      error: `is not 1 to 50 texts of 1 to ${charactersMax} characters`,
    })
    .optional();
};
