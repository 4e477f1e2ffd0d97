import { defineProjection } from '../src/index.ts';
import type { FactRead } from '../src/index.ts';

/** What counts of a fact: its type, the number of its place and its title. */
interface Beat {
  readonly type: string;
  readonly place: string;
  readonly title: string;
}

/** Counts by event type and by place, and the latest titles: about 1 kB. */
interface Pulse {
  readonly types: Readonly<Record<string, number>>;
  readonly places: Readonly<Record<string, number>>;
  readonly latest: readonly string[];
}

/** A projection whose one state stays at about 1 kB, however long the log is: what as-of answers are measured with. */
export const pulse = defineProjection<Pulse, Beat>({
  name: 'pulse',
  version: 1,
  description:
    'How many facts there are of each type and about each of thirty places, and the five latest titles.',
  initial: { types: {}, places: {}, latest: [] },
  select: beatOf,
  evolve: withBeat,
});

/** The same without `select`: its states are folded from facts. */
export const pulseOfFacts = defineProjection<Pulse>({
  name: 'pulse-of-facts',
  version: 1,
  description: pulse.description,
  initial: { types: {}, places: {}, latest: [] },
  evolve: (state, fact) => withBeat(state, beatOf(fact)),
});

function beatOf(fact: FactRead): Beat {
  return { type: fact.type, place: placeOf(fact), title: String(fact.data['title']) };
}

function withBeat(state: Pulse, { type, place, title }: Beat): Pulse {
  return {
    types: counted(state.types, type),
    places: counted(state.places, place),
    latest: [...state.latest.slice(-4), title],
  };
}

function counted(counts: Readonly<Record<string, number>>, name: string) {
  return { ...counts, [name]: (counts[name] ?? 0) + 1 };
}

function placeOf({ stream }: FactRead): string {
  const number = Number(stream.slice(stream.lastIndexOf('-') + 1));
  return `place ${Number.isInteger(number) ? number % 30 : 'unknown'}`;
}
