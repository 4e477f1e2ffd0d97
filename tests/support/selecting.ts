import { createCatalogue } from '../../src/domain/catalogue.ts';
import type { ImportedEvent } from '../../src/domain/event.ts';
import { maxInstantMs } from '../../src/domain/instant.ts';
import type { Moment } from '../../src/domain/moment.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import { createTimeline } from '../../src/engine/create.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { EventLog } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { createCounter, dayOneMs, factAt, layingNothing, live, minuteMs } from './bad-days.ts';
import { evolvedByHand } from './evolved.ts';
import { testEvents } from './vocabulary.ts';

interface Line {
  readonly id: string;
  readonly by: string;
  readonly zero: number;
  readonly none?: undefined;
}

/** Lists what it selects: of every fifth fact nothing, and with what JSON keeps otherwise. */
export const lines = defineProjection<readonly unknown[], Line>({
  name: 'lines',
  version: 1,
  description: 'Lines of what it selected, in order.',
  initial: [],
  select: ({ id, position, reading }) =>
    position % 5 === 0 ? undefined : { id, by: reading.by, zero: -0, none: undefined },
  evolve: (state, line) => [
    ...state,
    [line.id, line.by, Object.is(line.zero, -0), Object.keys(line).join(' ')],
  ],
});
/** The same, with the facts that were retracted. */
export const linesWithRetracted: Projection = { ...lines, name: 'lines-with-retracted', seesRetracted: true };

const clock = () => Date.UTC(2026, 0, 1);

/** Opens a timeline that holds and saves no states, and counts how often its history is read. */
export function openSelecting(projections: readonly Projection[], path?: string, readOnly = false) {
  const catalogue = createCatalogue(testEvents);
  const log =
    path === undefined
      ? openMemoryStore({ catalogue, clock })
      : openSqliteStore({ catalogue, clock, path, readOnly });
  const reads = createCounter();
  const history: EventLog['history'] = (query) => {
    reads.note();
    return log.history(query);
  };
  let ids = 0;
  const newId = () => `new-${(ids += 1)}`;
  const store = { ...log, history };
  const timeline = createTimeline({
    store,
    catalogue,
    clock,
    newId,
    projections,
    checkpoints: layingNothing,
  });
  return { timeline, log, reads };
}

/** Folds what a store has of a moment by hand. */
export function folded(
  log: EventLog,
  projection: Projection,
  moment: { knownAt: number; asOf?: number; certainty?: 'certain' },
) {
  const { knownAt: position, asOf = maxInstantMs, certainty = 'possible' } = moment;
  const of = { position, asOf, certainty, order: 'oldest-first', limit: 10_000 } as const;
  return log
    .history({ ...of, withRetracted: projection.seesRetracted ?? false })
    .reduce<unknown>((state, fact) => evolvedByHand(projection, state, fact), projection.initial);
}

/** Returns a state as of the end of all time, known at a position. */
export const stateOf = async (timeline: Timeline, moment: Moment, name = 'lines') =>
  (await timeline.state(name, { asOf: maxInstantMs, ...moment })).state;

/** Live facts with late ones among them, one of which is uncertain for a day. */
export const told: readonly ImportedEvent[] = live(1000).flatMap((event, index) =>
  index % 100 < 99
    ? [event]
    : [
        event,
        { ...factAt(`late-${index}`, dayOneMs + (index - 70) * minuteMs), recordedAt: event.recordedAt ?? 0 },
      ],
);
/** A fact of which only the day is known. */
export const ofADay: ImportedEvent = { ...factAt('of-a-day', dayOneMs), occurred: '2025-01-01' };

/** Corrects, retracts and withdraws here and there. */
export async function change(timeline: Timeline): Promise<void> {
  await timeline.correct('live-3', {
    reason: 'r',
    occurred: new Date(dayOneMs + 700.5 * minuteMs).toISOString(),
  });
  await timeline.correct('live-3', { reason: 'r', data: { title: 't', count: 2 } });
  await timeline.correct('live-900', { reason: 'r', occurred: new Date(dayOneMs - minuteMs).toISOString() });
  await timeline.retract('live-500', { reason: 'r' });
  await timeline.retract('late-99', { reason: 'r' });
  await timeline.correct('late-99', { reason: 'r', data: { title: 'again', count: 3 } });
}
