import { z } from 'zod';

import { defineEvent } from '../../src/domain/event-type.ts';
import { eventData } from '../../src/domain/events/common.ts';
import type { JsonObject } from '../../src/domain/json.ts';

/** What a generated fact says; `dataOf` puts it into the shape that an event type and a version ask for. */
export interface DataSeed {
  readonly title: string;
  readonly about: readonly string[];
  readonly publishers: readonly string[];
  readonly amount: number;
  /** Written in version 1 where a type has two. */
  readonly isOld: boolean;
}

/** The names of the event types that tests record. */
export type TestEventType = 'ThingSeen' | 'SoundHeard';

/** Two event types for tests; version 1 of `SoundHeard` counted loudness in bels. */
export const testEvents = [
  defineEvent({
    type: 'ThingSeen',
    description: 'Somebody saw a number of things.',
    versions: [eventData({ count: z.int() })],
  }),
  defineEvent({
    type: 'SoundHeard',
    description: 'Somebody heard a sound.',
    versions: [eventData({ bels: z.number() }), eventData({ decibels: z.number() })],
    upcasters: [({ bels, ...rest }) => ({ ...rest, decibels: Number(bels) * 10 })],
  }),
];

/** Returns the version that a seed is written in. */
export function versionOf(type: TestEventType, seed: DataSeed): number {
  return type === 'SoundHeard' && !seed.isOld ? 2 : 1;
}

/** Returns the data that a seed means for an event type. */
export function dataOf(type: TestEventType, seed: DataSeed): JsonObject {
  const { title, about, publishers, amount } = seed;
  const common = { title, about, sources: publishers.map((publisher) => ({ publisher })) };
  if (type === 'ThingSeen') return { ...common, count: amount };
  return versionOf(type, seed) === 1 ? { ...common, bels: amount } : { ...common, decibels: amount * 10 };
}
