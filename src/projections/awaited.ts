import { z } from 'zod';

import { own, withEntry } from './records.ts';
import { byName, list, shape } from './shapes.ts';

/** The schema of a fact that came before what it must follow. */
export const effectSchema = shape({
  fact: z.string(),
  title: z.string(),
  occurred: z.string(),
  fromLatest: z.number(),
  publishers: list(z.string()),
});

/** The schema of the facts that await their causes. */
export const awaitedSchema = byName(byName(byName(byName(list(effectSchema)))));

/** A fact that names another as its cause, which was not in the past when it came. */
export type Effect = z.output<typeof effectSchema>;

/**
 * Facts by the cause they name, in three levels by the digits of a hash of its id.
 *
 * States are copied where they change. With one record of 100,000 causes, every fact that names one would copy all of
 * it; with 4,096 small ones it copies three records of 16 and the one that it is in.
 */
export type Awaited = z.output<typeof awaitedSchema>;

/** Lists the facts that named this one as their cause before it came. */
export function awaiting(awaited: Awaited, cause: string): readonly Effect[] {
  const [first, second, third] = digitsOf(cause);
  const bucket = own(own(own(awaited, first) ?? {}, second) ?? {}, third);
  return own(bucket ?? {}, cause) ?? [];
}

/** Returns the facts that await their causes with one more. */
export function withAwaiting(awaited: Awaited, cause: string, effect: Effect): Awaited {
  const [first, second, third] = digitsOf(cause);
  const outer = own(awaited, first) ?? {};
  const inner = own(outer, second) ?? {};
  const bucket = own(inner, third) ?? {};
  const effects = withEntry(bucket, cause, [...(own(bucket, cause) ?? []), effect]);
  return withEntry(awaited, first, withEntry(outer, second, withEntry(inner, third, effects)));
}

/** Returns three hexadecimal digits of a hash (FNV-1a) of a text. */
function digitsOf(text: string): readonly [string, string, string] {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  const digit = (shift: number) => ((hash >>> shift) & 15).toString(16);
  return [digit(8), digit(4), digit(0)];
}
