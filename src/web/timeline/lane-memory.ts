import type { Marks } from '../model.ts';

/** A lane that was seen. */
export interface KnownLane {
  readonly name: string;
  /** The most readings that it had at once. */
  most: number;
  /** The most rows that they took when all of them were in view. */
  depth: number;
}

/** The lanes in the order in which they are drawn. */
export interface LaneOrder {
  readonly lanes: readonly KnownLane[];
  /** Where lane `l` of the marks is drawn: `at[l]` is an index into `lanes`. */
  readonly at: Uint32Array;
  /** The lane of readings that have none; -1 where all have one. */
  readonly without: number;
}

/** Under which name the readings without a lane are kept. */
export const withoutLane = '';

/**
 * Puts lanes in order: those seen before where they were, new ones after them, the fullest first.
 *
 * Other marks come with each window; lanes that came and went, or changed places, would make the eye lose its place.
 */
export function orderLanes(known: readonly KnownLane[], marks: Marks): LaneOrder {
  const counts = countLanes(marks);
  const lanes = known.map((lane) => ({ ...lane }));
  const places = new Map(lanes.map((lane, place) => [lane.name, place]));
  const names = [...marks.lanes, ...(counts.without > 0 ? [withoutLane] : [])];
  const countOf = (index: number): number => counts.of[index] ?? counts.without;
  const fresh = names.map((name, index) => ({ name, most: countOf(index), depth: 0 }));
  for (const { name, most } of fresh) {
    const lane = lanes[places.get(name) ?? -1];
    if (lane !== undefined) lane.most = Math.max(lane.most, most);
  }
  for (const lane of fresh.filter(({ name }) => !places.has(name)).toSorted(byCount)) {
    places.set(lane.name, lanes.length);
    lanes.push(lane);
  }
  const at = Uint32Array.from(marks.lanes, (name) => places.get(name) ?? 0);
  return { lanes, at, without: counts.without > 0 ? (places.get(withoutLane) ?? -1) : -1 };
}

function byCount(one: KnownLane, other: KnownLane): number {
  if (one.name === withoutLane || other.name === withoutLane) return one.name === withoutLane ? 1 : -1;
  return other.most - one.most || (one.name < other.name ? -1 : 1);
}

function countLanes(marks: Marks): { readonly of: Uint32Array; readonly without: number } {
  const of = new Uint32Array(marks.lanes.length);
  let without = 0;
  for (let reading = 0; reading < marks.count; reading += 1) {
    const start = marks.laneStart[reading] ?? 0;
    const end = marks.laneStart[reading + 1] ?? start;
    if (start === end) without += 1;
    for (let place = start; place < end; place += 1) {
      const lane = marks.laneOf[place] ?? 0;
      of[lane] = (of[lane] ?? 0) + 1;
    }
  }
  return { of, without };
}
