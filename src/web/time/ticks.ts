import type { Marks } from '../model.ts';
import { isKnown } from '../model/cut.ts';
import { retracted } from '../model/statuses.ts';
import type { Scale } from './scales.ts';

/** Most ticks along a scrubber: more cannot be told apart. */
const ticksMax = 160;

/** Thins ticks, so that those left can be told apart: shares from 0 to 1. */
export function thin(shares: Iterable<number>): readonly number[] {
  const kept = new Set<number>();
  for (const share of shares) if (share >= 0 && share <= 1) kept.add(Math.round(share * ticksMax));
  return [...kept].toSorted((one, other) => one - other).map((tick) => tick / ticksMax);
}

/** Returns where things begin that are known by a position, and where those that are not known yet. */
export function occurredTicks(
  marks: Marks,
  position: number,
  scale: Scale<number | 'now'>,
  window: { readonly from: number; readonly to: number },
): { readonly known: readonly number[]; readonly unknown: readonly number[] } {
  const known: number[] = [];
  const unknown: number[] = [];
  for (let index = 0; index < marks.count; index += 1) {
    const from = marks.from[index] ?? Number.NaN;
    if (from < window.from || from > window.to || marks.status[index] === retracted) continue;
    if (isKnown(marks, index, position)) known.push(scale.at(from));
    else if ((marks.position[index] ?? 0) > position) unknown.push(scale.at(from));
  }
  return { known: thin(known), unknown: thin(unknown) };
}

/** Draws ticks as a path from 0 to 1000 across and 0 to 1 down. */
export function pathOf(ticks: readonly number[]): string {
  return ticks.map((tick) => `M${Math.round(tick * 1000)} 0v1`).join('');
}
