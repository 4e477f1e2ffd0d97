import type { Marks } from '../model.ts';

/** One request for titles: of what occurred in a range, or of the one reading that an event made. */
export type TitleRequest =
  | { readonly kind: 'range'; readonly from: number; readonly to: number }
  | { readonly kind: 'one'; readonly position: number };

/** How many readings a range may hold, and how many must be wanted of them to be asked for as a range. */
const rangeMax = 800;
const rangeMin = 3;

/** How many requests are made at a time at most: what is left is asked for when it is still wanted then. */
const requestsMax = 12;

/**
 * Plans which requests bring the titles of readings: what stands near each other in history order comes with one, which holds few
 * others; what stands alone is asked for by its position.
 */
export function planTitles(marks: Marks, wanted: readonly number[]): readonly TitleRequest[] {
  const sorted = [...new Set(wanted)].toSorted((one, other) => one - other);
  const requests: TitleRequest[] = [];
  for (let place = 0; place < sorted.length && requests.length < requestsMax;) {
    const first = sorted[place] ?? 0;
    const near = sorted.slice(place).filter((reading) => reading - first < rangeMax);
    const last = near.at(-1) ?? first;
    if (near.length >= rangeMin)
      requests.push({ kind: 'range', from: marks.from[first] ?? 0, to: marks.from[last] ?? 0 });
    else for (const reading of near) requests.push({ kind: 'one', position: marks.position[reading] ?? 0 });
    place += near.length;
  }
  return requests.slice(0, requestsMax);
}
