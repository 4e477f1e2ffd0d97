import { z } from 'zod';

import type { NewsFact } from '../domain/events/news.ts';
import type { FactRead } from '../domain/reading.ts';
import { keptMax, known } from './records.ts';

/** A fact of one event type of the news vocabulary. */
export type FactNamed<Type extends NewsFact['type']> = Extract<NewsFact, { readonly type: Type }>;

/** Returns the schema of a state's object: these members and no other. */
export const shape = <Shape extends z.ZodRawShape>(members: Shape) => z.strictObject(members).readonly();

/** Returns the schema of a list in a state. */
export const list = <Entry extends z.ZodType>(entry: Entry) => z.array(entry).readonly();

/** Returns the schema of a record by names that come from data. */
export const byName = <Value extends z.ZodType>(value: Value) => z.record(z.string(), value).readonly();

/** Returns the schema of a list that keeps its latest entries, with the count of all there were. */
export const counted = <Entry extends z.ZodType>(entry: Entry) =>
  shape({ count: z.int().min(0), latest: z.array(entry).max(keptMax).readonly() });

/** What a state keeps of a source: the fact holds the rest. */
export const sourceNameSchema = shape({
  publisher: z.string(),
  attributedTo: z.string().exactOptional(),
  grade: z.string().exactOptional(),
});
/** Who published something, whose claim it passes on, and its grade. */
export type SourceName = z.output<typeof sourceNameSchema>;

/** The members of every entry that stands for one fact. */
export const entryShape = {
  fact: z.string().meta({ description: 'id of the fact' }),
  occurred: z.string(),
  title: z.string(),
  sources: list(sourceNameSchema),
  inferred: list(z.string()).exactOptional().meta({ description: 'fields that we inferred' }),
};

/** Returns the sources of a fact, as far as a state keeps them. */
export function sourcesOf(fact: Pick<NewsFact, 'data'>): readonly SourceName[] {
  return fact.data.sources.map(({ publisher, attributedTo, grade }) =>
    known({ publisher, attributedTo, grade }),
  );
}

/** Returns the members of an entry that stands for a fact. */
export function entryOf(fact: Pick<NewsFact, 'id' | 'occurred' | 'data'>) {
  const { title, inferred } = fact.data;
  return known({ fact: fact.id, occurred: fact.occurred, title, sources: sourcesOf(fact), inferred });
}

/** Returns the publishers that sources name, each once; the empty name alone when there is none. */
export function publishersOf(sources: readonly { readonly publisher: string }[]): readonly string[] {
  const publishers = [...new Set(sources.map(({ publisher }) => publisher))];
  return publishers.length === 0 ? [''] : publishers;
}

/** Returns the first of the tags that is of a kind: `place`, `actor`. */
export function firstTag(tags: readonly string[], kind: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${kind}:`));
}

/** Lists the tags of what a fact is about; a type of a user's own module may have none. */
export function tagsOf(fact: FactRead): readonly string[] {
  const { about } = fact.data;
  return Array.isArray(about) ? about.filter((tag) => typeof tag === 'string') : [];
}
