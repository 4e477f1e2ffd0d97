import { z } from 'zod';

import type { Quantity } from '../domain/events/common.ts';
import { claimBy, claimOf, figureSchema, publisherSet, sumOfParts, withClaim } from './figures.ts';
import type { Claim } from './figures.ts';
import { joinNames, known, own, withEntry } from './records.ts';
import { byName, shape, sourcesOf } from './shapes.ts';
import type { FactNamed } from './shapes.ts';

/** What is counted of munitions: how many were launched, shot down, and lost on the way. */
export const columns = ['launched', 'intercepted', 'lost'] as const;
/** One of the things that are counted of munitions. */
export type Column = (typeof columns)[number];

const figures = {
  launched: figureSchema.exactOptional(),
  intercepted: figureSchema.exactOptional(),
  lost: figureSchema.exactOptional(),
};
const partSchema = shape({
  kind: z.string().exactOptional(),
  model: z.string().exactOptional(),
  ...figures,
});
const classSchema = shape({ ...figures, parts: byName(partSchema) });

/** The schema of the munitions of one attack, by class. */
export const munitionsSchema = byName(classSchema);

/** One kind or model of munition, and what is claimed of it. */
export type MunitionPart = z.output<typeof partSchema>;
/** One class of munitions: the figures of all of it, and of its parts by `kind|model`. */
export type MunitionClass = z.output<typeof classSchema>;
/** The munitions of one attack, by class. */
export type Munitions = z.output<typeof munitionsSchema>;

type MunitionsFact = FactNamed<'AttackReported'> | FactNamed<'InterceptionReported'>;
type Row = {
  readonly class: string;
  readonly kind?: string | undefined;
  readonly model?: string | undefined;
} & {
  readonly [Name in Column]?: Quantity | undefined;
};

/**
 * Returns the munitions of an attack with the rows of one fact more.
 *
 * A row with a class alone states the total of that class for its publishers. A row with a kind or model states a part:
 * it takes the place of what the same publishers said of that part before, and rows of one fact about one part add up.
 * Where publishers state no total of a class, theirs is the sum of their parts, marked as derived.
 */
export function withMunitions(munitions: Munitions, fact: MunitionsFact): Munitions {
  const rows: readonly Row[] = fact.data.munitions ?? [];
  let next = munitions;
  for (const name of new Set(rows.map((row) => row.class))) {
    const before = own(next, name) ?? { parts: {} };
    next = withEntry(
      next,
      name,
      withRows(
        before,
        fact,
        rows.filter((row) => row.class === name),
      ),
    );
  }
  return next;
}

function withRows(before: MunitionClass, fact: MunitionsFact, rows: readonly Row[]): MunitionClass {
  const parts = withParts(before, fact, rows);
  return columns.reduce((state, column) => withColumn(state, fact, rows, column), { ...before, parts });
}

function withParts({ parts }: MunitionClass, fact: MunitionsFact, rows: readonly Row[]) {
  let next = parts;
  for (const [name, [row, ...more]] of rowsByPart(rows)) {
    const before = own(next, name) ?? known({ kind: row.kind, model: row.model });
    const claimed = columns.reduce<MunitionPart>((part, column) => {
      const amount = addAmounts([row, ...more].map((same) => same[column]));
      if (amount === undefined) return part;
      return { ...part, [column]: withClaim(part[column], claimOf(fact, 'munitions', amount)) };
    }, before);
    next = withEntry(next, name, claimed);
  }
  return next;
}

function rowsByPart(rows: readonly Row[]): ReadonlyMap<string, readonly [Row, ...Row[]]> {
  const byPart = new Map<string, readonly [Row, ...Row[]]>();
  for (const row of rows.filter(isPart)) {
    const name = joinNames('|', [row.kind ?? '', row.model ?? '']);
    const before = byPart.get(name);
    byPart.set(name, before === undefined ? [row] : [...before, row]);
  }
  return byPart;
}

const isPart = (row: Row) => row.kind !== undefined || row.model !== undefined;

function addAmounts(amounts: readonly (Quantity | undefined)[]): Quantity | undefined {
  const [first, ...more] = amounts.filter((amount) => amount !== undefined);
  if (first === undefined) return undefined;
  return more.reduce<Quantity>(
    (sum, amount) => ({
      best: sum.best + amount.best,
      low: (sum.low ?? sum.best) + (amount.low ?? amount.best),
      high: (sum.high ?? sum.best) + (amount.high ?? amount.best),
      ...(sum.unit === undefined || sum.unit !== amount.unit ? {} : { unit: sum.unit }),
      ...(sum.derived === true || amount.derived === true ? { derived: true } : {}),
    }),
    first,
  );
}

/** Sets what the publishers of a fact say of a whole class: the total they state, or else the sum of their parts. */
function withColumn(
  state: MunitionClass,
  fact: MunitionsFact,
  rows: readonly Row[],
  column: Column,
): MunitionClass {
  const total = rows.findLast((row) => !isPart(row) && row[column] !== undefined)?.[column];
  const claim = total === undefined ? summed(state, fact, rows, column) : claimOf(fact, 'munitions', total);
  return claim === undefined ? state : { ...state, [column]: withClaim(state[column], claim) };
}

function summed(
  state: MunitionClass,
  fact: MunitionsFact,
  rows: readonly Row[],
  column: Column,
): Claim | undefined {
  const publishers = publisherSet(sourcesOf(fact));
  const before = claimBy(state[column], publishers);
  const stated = before !== undefined && before.from === undefined;
  if (stated || !rows.some((row) => isPart(row) && row[column] !== undefined)) return undefined;
  return sumOfParts(fact.id, partsBy(state, publishers, column));
}

/** Lists what one set of publishers claims of the parts of a class, by the name of the part. */
export function partsBy(
  state: MunitionClass,
  publishers: string,
  column: Column,
): readonly (readonly [string, Claim])[] {
  return Object.entries(state.parts).flatMap(([name, part]) => {
    const claim = claimBy(part[column], publishers);
    return claim === undefined ? [] : [[name, claim] as const];
  });
}
