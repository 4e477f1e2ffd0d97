import { setImmediate } from 'node:timers/promises';

import type { FactRead } from '../domain/reading.ts';
import { compareHistory } from '../domain/reading.ts';
import type { EventLog, HistoryPlace, HistoryQuery } from '../store/port.ts';

/** Facts in the order of their history, some at a time. */
export interface FactReader {
  /** Returns the next facts, so many unless there are no more; throws `projection-faulted`. */
  take(count: number): Promise<readonly FactRead[]>;
}

/** Facts of one query in the order of their history. */
export interface FactSource {
  /** Returns the next fact without taking it; undefined where none is at hand. */
  head(): FactRead | undefined;
  /** Whether the next fact has to be read before it can be told. */
  isDry(): boolean;
  /** Reads so many facts more. */
  fill(limit: number): void;
  skip(): void;
}

/** Facts read from the store at a time, fewest and most. */
const readMin = 16;
const readMax = 1000;

/** Makes a source of what a query passes after a place. */
export function sourceOf(
  store: EventLog,
  query: Omit<HistoryQuery, 'after' | 'limit'>,
  start: HistoryPlace | undefined,
): FactSource {
  let facts: readonly FactRead[] = [];
  let index = 0;
  let after = start;
  let isOver = false;
  return {
    head: () => facts[index],
    isDry: () => index >= facts.length && !isOver,
    fill(limit) {
      facts = store.history({ ...query, ...(after === undefined ? {} : { after }), limit });
      index = 0;
      isOver = facts.length < limit;
      const last = facts.at(-1);
      if (last !== undefined) after = { from: last.when.from, position: last.position };
    },
    skip() {
      index += 1;
    },
  };
}

/** Reads sources as one, each fact once; throws what `isTaken` throws. */
export function mergedReader(
  sources: readonly FactSource[],
  order: HistoryQuery['order'],
  isTaken: (fact: FactRead) => boolean,
): FactReader {
  const sign = order === 'oldest-first' ? 1 : -1;
  let reads = 0;
  let before: FactRead | undefined;
  return {
    async take(count) {
      const limit = Math.min(readMax, Math.max(readMin, Math.ceil(count / sources.length)));
      const taken: FactRead[] = [];
      while (taken.length < count) {
        for (const source of sources) {
          if (!source.isDry()) continue;
          // Others get their turn now and then.
          if (reads > 0 && reads % sources.length === 0) await setImmediate();
          reads += 1;
          source.fill(limit);
        }
        const from = foremost(sources, sign);
        const fact = from?.head();
        if (fact === undefined) break;
        from?.skip();
        // A fact that passes two filters comes twice in a row.
        if (fact.position !== before?.position && isTaken(fact)) taken.push(fact);
        before = fact;
      }
      return taken;
    },
  };
}

function foremost(sources: readonly FactSource[], sign: 1 | -1): FactSource | undefined {
  let first: FactRead | undefined;
  let found: FactSource | undefined;
  for (const source of sources) {
    const fact = source.head();
    if (fact === undefined || (first !== undefined && sign * compareHistory(fact, first) >= 0)) continue;
    first = fact;
    found = source;
  }
  return found;
}
