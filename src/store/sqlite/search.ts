import type { FactRead } from '../../domain/reading.ts';
import { matchesFilter } from '../filter.ts';
import type { HistoryQuery } from '../port.ts';
import type { Reads } from './reads.ts';
import type { Statements } from './statements.ts';

/** Facts that are read at a time where their words are not in the index yet. */
const factsAtATime = 500;

/**
 * Gives reads that find every word, also while not all of them are in the index: a process that only reads cannot bring
 * them there, nor can one whose import writes to the index. Then the facts themselves are looked into.
 */
export function searchingReads(reads: Reads, sql: Statements): Reads {
  const wordsAreFollowed = () =>
    sql.get('SELECT 1 FROM followed WHERE words_position >= position') !== undefined;
  return {
    ...reads,
    history: (query) =>
      query.text === undefined || wordsAreFollowed() ? reads.history(query) : searchFacts(reads, query),
  };
}

function searchFacts(reads: Reads, { text, limit, ...query }: HistoryQuery): readonly FactRead[] {
  const found: FactRead[] = [];
  let { after } = query;
  for (;;) {
    const facts = reads.history({ ...query, limit: factsAtATime, ...(after === undefined ? {} : { after }) });
    found.push(...facts.filter((fact) => matchesFilter(fact, { text })));
    const last = facts.at(-1);
    if (last === undefined || facts.length < factsAtATime || found.length >= limit)
      return found.slice(0, limit);
    after = { from: last.when.from, position: last.position };
  }
}
