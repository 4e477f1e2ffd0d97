import type { Occurrence } from '../domain/occurred.ts';
import type { FactData } from '../domain/reading.ts';
import { isInterval } from '../domain/span.ts';
import { publishersOf, tagsOf } from './filter.ts';
import type { LaneKind, ListedTime, ReadingPlace } from './reading-list.ts';

/** Compares readings by the earliest instant each may have begun, then by fact, then by position: the order in which they are listed. */
export function compareListed(a: ReadingPlace, b: ReadingPlace): number {
  return a.from - b.from || a.fact - b.fact || a.position - b.position;
}

/** Returns when a reading occurred as a list tells it. */
export function listedTimeOf(
  occurred: string,
  { from, fromLatest, to, toLatest, qualifier }: Occurrence,
): ListedTime {
  const isOpen = to === undefined && isInterval(occurred);
  return { from, fromLatest, to, toLatest, qualifier, isOpen };
}

/** Returns the lanes of one kind that a fact stands in as it reads. */
export function lanesOf(
  kind: LaneKind,
  { type, stream, data }: { readonly type: string; readonly stream: string; readonly data: FactData },
): readonly string[] {
  switch (kind) {
    case 'type':
      return [type];
    case 'stream':
      return [stream];
    case 'source':
      return publishersOf(data);
    case 'actor':
    case 'place':
      return tagsOf(data).filter((tag) => tag.startsWith(`${kind}:`));
  }
}

/** Returns the title that data has; an empty text where it has none. */
export function titleIn({ title }: FactData): string {
  return typeof title === 'string' ? title : '';
}
