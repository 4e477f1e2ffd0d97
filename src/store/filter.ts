import type { FactData, FactRead } from '../domain/reading.ts';
import type { HistoryFilter } from './port.ts';
import { searchWords, wordsOf } from './words.ts';

/** Returns whether a fact, as read, passes a filter. SQLite answers the same with its indexes. */
export function matchesFilter(fact: FactRead, filter: HistoryFilter): boolean {
  const { from, to } = filter;
  return (
    (from === undefined || fact.when.from >= from) &&
    (to === undefined || fact.when.from <= to) &&
    matchesData(fact, filter)
  );
}

/** Returns whether a fact, as read, passes what a filter says beside its time. */
export function matchesData(
  fact: Pick<FactRead, 'type' | 'stream' | 'data'>,
  { about, types, streams, publishers, text }: Omit<HistoryFilter, 'from' | 'to'>,
): boolean {
  return (
    (types === undefined || types.includes(fact.type)) &&
    (streams === undefined || streams.includes(fact.stream)) &&
    (about === undefined || tagsOf(fact.data).some((tag) => about.includes(tag))) &&
    (publishers === undefined ||
      publishersOf(fact.data).some((publisher) => publishers.includes(publisher))) &&
    (text === undefined || hasWords(fact.data, text))
  );
}

/** Returns the tags that a fact's data is about, each once. */
export function tagsOf(data: FactData): readonly string[] {
  const about = data['about'];
  return Array.isArray(about) ? eachOnce(about) : [];
}

/** Returns the publishers of a fact's sources, each once. */
export function publishersOf(data: FactData): readonly string[] {
  const sources: unknown = data['sources'];
  if (!Array.isArray(sources)) return [];
  const publishers = sources.map((source: unknown) =>
    typeof source === 'object' && source !== null && 'publisher' in source ? source.publisher : undefined,
  );
  return eachOnce(publishers);
}

/** Returns the texts among values, each once. Most lists are short: looking through them is cheaper than a set. */
function eachOnce(values: readonly unknown[]): readonly string[] {
  const texts: string[] = [];
  for (const value of values)
    if (typeof value === 'string' && !(texts.length < 16 && texts.includes(value))) texts.push(value);
  return texts.length < 16 ? texts : [...new Set(texts)];
}

function hasWords(data: FactData, text: string): boolean {
  const wanted = wordsOf(text);
  if (wanted.length === 0) return false;
  const words = new Set(searchWords(data));
  return wanted.every((word) => words.has(word));
}
