import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import { maxInstantMs, minInstantMs } from '../domain/instant.ts';
import { canonicalJson } from '../domain/json.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { HistoryPlace } from '../store/port.ts';
import type { TimelineQuery } from './answers.ts';

const instant = z.int().min(minInstantMs).max(maxInstantMs);

const momentSchema = z.strictObject({
  asOf: instant,
  knownAt: instant.nullable(),
  position: z.int().min(0),
  certainty: z.enum(['possible', 'certain']),
});

const keysPageSchema = z.strictObject({ moment: momentSchema, after: z.string(), projection: z.string() });

const pageSchema = z.strictObject({
  moment: momentSchema,
  after: z.strictObject({ from: z.int(), position: z.int().min(1) }),
  filter: z.string(),
});

/** Where a page of a timeline begins: the moment it is of, which appends do not change, and the place it goes on after. */
export interface Page {
  readonly moment: ResolvedMoment;
  readonly after: HistoryPlace;
}

/** Writes a page down as opaque text, bound to the filters it was asked with. */
export function writePage(page: Page, query: TimelineQuery): string {
  return Buffer.from(JSON.stringify({ ...page, filter: filterOf(query) })).toString('base64url');
}

/** Reads a page that `writePage` wrote; throws `invalid-query` when it is not one, or belongs to other filters. */
export function readPage(text: string, query: TimelineQuery): Page {
  const parsed = pageSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw refused('is not one that a timeline gave');
  const { filter, ...page } = parsed.data;
  if (filter !== filterOf(query)) throw refused('belongs to a timeline with other filters');
  return page;
}

/** Where a page of keys begins: the moment it is of, and the key it goes on after. */
export interface KeysPage {
  readonly moment: ResolvedMoment;
  readonly after: string;
}

/** Writes a page of keys down as opaque text, bound to its projection. */
export function writeKeysPage(page: KeysPage, projection: string): string {
  return Buffer.from(JSON.stringify({ ...page, projection })).toString('base64url');
}

/** Reads a page that `writeKeysPage` wrote; throws `invalid-query` when it is not one, or belongs to another projection. */
export function readKeysPage(text: string, projection: string): KeysPage {
  const parsed = keysPageSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()));
  if (!parsed.success) throw refused('is not one that a list of keys gave');
  const { projection: named, ...page } = parsed.data;
  if (named !== projection) throw refused('belongs to the keys of another projection');
  return page;
}

function filterOf({
  from,
  to,
  about,
  types,
  streams,
  publishers,
  text,
  withRetracted = false,
  order = 'oldest-first',
}: TimelineQuery): string {
  const lists = [about, types, streams, publishers].map((values) => values?.toSorted() ?? null);
  return canonicalJson([from ?? null, to ?? null, ...lists, text ?? null, withRetracted, order]);
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
