import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import { canonicalJson } from '../domain/json.ts';
import type { ReadingPlace } from '../store/port.ts';
import type { ReadingsQuery } from './reading-answers.ts';

const position = z.int().min(0);

const pageSchema = z.strictObject({
  position,
  inAll: z.int().min(0),
  exact: z.boolean(),
  after: z.strictObject({ from: z.int(), fact: position, position }),
  filter: z.string(),
});

/** Where a page of readings begins: the position it is of, how many there are in all, and the place it goes on after. */
export interface ReadingsPage {
  readonly position: number;
  readonly inAll: number;
  readonly exact: boolean;
  readonly after: ReadingPlace;
}

/** Writes a page of readings down as opaque text, bound to the filters it was asked with. */
export function writeReadingsPage(page: ReadingsPage, query: ReadingsQuery): string {
  return Buffer.from(JSON.stringify({ ...page, filter: filterOf(query) })).toString('base64url');
}

/** Reads a page that `writeReadingsPage` wrote; throws `invalid-query` when it is not one, or belongs to other filters. */
export function readReadingsPage(text: string, query: ReadingsQuery): ReadingsPage {
  const parsed = pageSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw refused('is not one that a list of readings gave');
  const { filter, ...page } = parsed.data;
  if (filter !== filterOf(query)) throw refused('belongs to a list of readings with other filters');
  return page;
}

function filterOf({ from, to, about, types, streams, publishers, text, after }: ReadingsQuery): string {
  const lists = [about, types, streams, publishers].map((values) => values?.toSorted() ?? null);
  return canonicalJson([from ?? null, to ?? null, ...lists, text ?? null, after ?? null]);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(why: string): TimelineError {
  return new TimelineError('invalid-query', `page ${why}`, { parameter: 'page' });
}
