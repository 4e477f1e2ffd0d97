import { z } from 'zod';

import { list, shape } from './shapes.ts';

const about = {
  attack: z.string(),
  class: z.string().exactOptional().meta({ description: 'of munitions' }),
  part: z.string().exactOptional().meta({ description: 'kind|model of munitions' }),
  figure: z.string().meta({ description: 'launched, intercepted, lost, killed, injured, …' }),
};
const common = {
  sentence: z.string(),
  facts: list(z.string()).meta({ description: 'ids of the facts concerned' }),
  publishers: list(z.string()),
};

const partsConflictSchema = shape({
  kind: z.enum(['parts-fall-short', 'parts-exceed']),
  about: shape(about),
  ...common,
  total: z.number(),
  parts: z.number().meta({ description: 'what the reported parts add up to' }),
  gap: z.number().meta({ description: 'how far the two are apart; more than 0' }),
  closedBy: list(
    shape({
      part: z.string(),
      best: z.number(),
      fact: z.string(),
      publishers: list(z.string()),
      inferred: list(z.string()).exactOptional(),
    }),
  )
    .exactOptional()
    .meta({
      description: 'parts by other publishers, of kinds not among the reported, that add up to the gap',
    }),
});
const countsConflictSchema = shape({
  kind: z.literal('counts-differ'),
  about: shape(about),
  ...common,
  low: z.number(),
  high: z.number(),
  values: list(
    shape({
      publishers: list(z.string()),
      fact: z.string(),
      best: z.number(),
      low: z.number().exactOptional(),
      high: z.number().exactOptional(),
      derived: z.literal(true).exactOptional(),
    }),
  ),
});
const orderConflictSchema = shape({
  kind: z.literal('order'),
  about: shape({ cause: z.string(), effect: z.string() }).or(shape({ delivery: z.string() })),
  ...common,
});

/** The schema of a conflict. */
export const conflictSchema = z.discriminatedUnion('kind', [
  partsConflictSchema,
  countsConflictSchema,
  orderConflictSchema,
]);

/** A total and its reported parts that do not add up, in the words of one set of publishers. */
export type PartsConflict = z.output<typeof partsConflictSchema>;
/** Claims of one figure that differ. */
export type CountsConflict = z.output<typeof countsConflictSchema>;
/** Two facts that cannot have occurred in the order they imply. */
export type OrderConflict = z.output<typeof orderConflictSchema>;
/** Claims that disagree, do not add up, or cannot both hold in time. */
export type Conflict = z.output<typeof conflictSchema>;

/** Names publishers in a sentence. */
export function naming(publishers: readonly string[]): string {
  const names = publishers.map((publisher) => (publisher === '' ? 'a fact without a source' : publisher));
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
