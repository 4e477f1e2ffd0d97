import type { FactOut } from '../../client/index.ts';
import type { Entries } from './entries.ts';

/** Returns the position of the first event of the fact that an event id belongs to, by the fact that was loaded for it; NaN where it is another's. */
export function factOfSelected(selected: string | undefined, fact: FactOut | undefined): number {
  if (selected === undefined || fact === undefined) return Number.NaN;
  const isIts = fact.id === selected || fact.readings.some(({ by }) => by === selected);
  return isIts ? fact.position : Number.NaN;
}

/** Lists the entries of all readings of a fact in the order in which they were recorded; of one in several lanes, all of the same lane follow each other. */
export function entriesOfFact(
  { marks, lane, entryStart, entryOf }: Entries,
  fact: number,
): readonly number[] {
  if (Number.isNaN(fact)) return [];
  const found: { readonly entry: number; readonly position: number }[] = [];
  for (let reading = 0; reading < marks.count; reading += 1) {
    if (marks.fact[reading] !== fact) continue;
    for (let place = entryStart[reading] ?? 0; place < (entryStart[reading + 1] ?? 0); place += 1)
      found.push({ entry: entryOf[place] ?? 0, position: marks.position[reading] ?? 0 });
  }
  const laneAt = (entry: number): number => lane[entry] ?? 0;
  return found
    .toSorted((one, other) => laneAt(one.entry) - laneAt(other.entry) || one.position - other.position)
    .map(({ entry }) => entry);
}
