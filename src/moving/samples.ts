import { formatInstant } from '../domain/instant.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import type { EventLog } from '../store/port.ts';

/** A moment at which both sides are asked, as a question has it. */
export interface SampledMoment {
  readonly asOf: string;
  /** A position. */
  readonly knownAt: string;
}

/**
 * Chooses moments on both clocks: positions spread over the whole log, the last of them its end; for each, the occurred time of an
 * event by then, an instant somewhat later, or the recorded time there.
 */
export function sampleMoments(
  log: EventLog,
  position: number,
  count: number,
  random: () => number,
): readonly SampledMoment[] {
  if (position === 0) return [];
  return Array.from({ length: count }, (_, index) => {
    const known = index === count - 1 ? position : Math.ceil(((index + random()) * position) / count) || 1;
    return { asOf: formatInstant(asOfBy(log, known, random)), knownAt: String(known) };
  });
}

const dayMs = 86_400_000;

function asOfBy(log: EventLog, known: number, random: () => number): number {
  const kind = Math.floor(random() * 3);
  if (kind === 0) return log.recordedAtOf(known) ?? 0;
  const after = Math.floor(random() * known);
  const [event] = log.readLog({ after, limit: 1 });
  const from = event === undefined ? 0 : resolveOccurred(event.occurred).from;
  return kind === 1 ? from : Math.min(from + Math.ceil(random() * dayMs), instantMax);
}

/** The last instant that there is, in milliseconds of the Unix epoch (ECMA-262, range of time values). */
const instantMax = 8_640_000_000_000_000;

/** Returns chance that follows from a text: the same text gives the same numbers, from 0 to below 1 (xorshift32). */
export function chanceOf(hex: string): () => number {
  let state = Number.parseInt(hex.slice(0, 8), 16) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
