import { enveloped, envelopeFaults, oddTexts, unreadableTexts } from './enveloped.ts';
import type { Chance } from './fault-chance.ts';
import type { Garbage, Making } from './garbage-kinds.ts';
import { kinds, one, sound } from './garbage-kinds.ts';

/** Makes appends of garbage, and sound ones between them, for a log of this prefix; what is in one answer belongs together. */
export function createGarbage(prefix: string, chance: Chance): () => readonly Garbage[] {
  const making: Making = { prefix, chance, facts: [] };
  return () => (chance.hits(0.4) ? [sound(making)] : chance.pick(kinds)(making));
}

/** Every kind of garbage once, in the same order each time. */
export function allGarbage(prefix: string, chance: Chance): readonly (readonly Garbage[])[] {
  const making: Making = { prefix, chance, facts: [] };
  const before = [sound(making)];
  const envelopes = envelopeFaults.map((fault) => [
    one(making, 'a fault in its envelope', 'parked', enveloped(fault)),
  ]);
  const odd = oddTexts.map((text) => [one(making, 'odd data', 'either', enveloped({ text }))]);
  const unreadable = unreadableTexts.map((text) => [
    one(making, 'unreadable data', 'parked', enveloped({ text })),
  ]);
  return [before, ...kinds.map((kind) => kind(making)), ...envelopes, ...odd, ...unreadable, [sound(making)]];
}
