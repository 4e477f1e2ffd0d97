import { z } from 'zod';

import { defineEvent, defineProjection, defineTimeline, eventData } from '../../src/index.ts';
import type { GivenStep } from '../../src/testing/index.ts';

/** What stands in a yard. */
export interface Yard {
  readonly crates: number;
  readonly last?: string;
}

/** Counts crates that came and went. */
export const yard = defineProjection<Yard>({
  name: 'yard',
  version: 1,
  description: 'How many crates stand in the yard.',
  initial: { crates: 0 },
  schema: z.strictObject({ crates: z.int(), last: z.string().optional() }),
  dependsOn: ([part]) => (part === 'crates' ? { types: ['CratesArrived', 'CratesLeft'] } : undefined),
  evolve(state, { type, data }) {
    const count = Number(data['count']);
    if (type === 'CratesArrived') return { crates: state.crates + count, last: String(data['title']) };
    return { crates: state.crates - count, last: String(data['title']) };
  },
});

/** Counts crates that came, gate by gate. */
export const gates = defineProjection<number>({
  name: 'gates',
  version: 1,
  description: 'How many crates came through each gate.',
  initial: 0,
  key: ({ data }) => (typeof data['gate'] === 'string' ? [data['gate']] : []),
  evolve: (state, { data }) => state + Number(data['count']),
});

const crates = eventData({ count: z.int().min(1), gate: z.string().optional() });

/** The words of a yard, with more projections where a test has some. */
export const yardWords = (...more: Parameters<typeof defineTimeline>[0]['projections']) =>
  defineTimeline({
    events: [
      defineEvent({
        type: 'CratesArrived',
        description: 'Crates came in; of old they were counted in dozens.',
        versions: [eventData({ dozens: z.int() }), crates],
        upcasters: [({ dozens, ...rest }) => ({ ...rest, count: Number(dozens) * 12 })],
      }),
      defineEvent({ type: 'CratesLeft', description: 'Crates went out.', versions: [crates] }),
    ],
    projections: [yard, gates, ...more],
  });

/** Four days in the yard, of which the second is corrected and the third withdrawn. */
export const yardDays: readonly GivenStep[] = [
  { id: 'a', type: 'CratesArrived', occurred: '2025-07-01T10:00:00Z', data: { count: 10, gate: 'north' } },
  { id: 'b', type: 'CratesLeft', occurred: '2025-07-02T10:00:00Z', data: { count: 4 } },
  { id: 'c', type: 'CratesLeft', occurred: '2025-07-03T10:00:00Z', data: { count: 1 } },
  { id: 'd', type: 'CratesArrived', schemaVersion: 1, occurred: '2025-07-04', data: { dozens: 1 } },
  { corrects: 'b', data: { count: 5 }, reason: 'counted again' },
  { retracts: 'c', recordedAt: '2025-07-09T00:00:00Z' },
];
