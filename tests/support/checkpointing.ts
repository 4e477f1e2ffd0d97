import * as fc from 'fast-check';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import { maxInstantMs } from '../../src/domain/instant.ts';
import type { Moment } from '../../src/domain/moment.ts';
import { createTimeline } from '../../src/engine/create.ts';
import type { TimelineOptions } from '../../src/engine/create.ts';
import type { CheckpointOptions } from '../../src/engine/projecting.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { EventLog } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { testProjections } from './projections.ts';
import type { World } from './run-script.ts';
import { nextId } from './run-script.ts';
import { testEvents } from './vocabulary.ts';

/** What happens to checkpoints after a step of a script: nothing, all that can be is laid, a state is asked for, or some are lost. */
export type Between = 'nothing' | 'lay' | 'ask' | 'lose-some' | 'lose-all';

/** How checkpoints are taken and lost while a script runs. */
export interface Checkpointing {
  readonly options: CheckpointOptions | false;
  /** Taken in turn, step by step. */
  readonly between: readonly Between[];
}

/** Generates everything from no checkpoint at all to one after each fact, right up to the head, and losses at random. */
export const checkpointingArbitrary: fc.Arbitrary<Checkpointing> = fc.record({
  options: fc.oneof(
    { weight: 1, arbitrary: fc.constant<false>(false) },
    {
      weight: 9,
      arbitrary: fc.record({
        facts: fc.constantFrom(1, 1, 2, 3, 8, 1000),
        bytesPerByte: fc.constantFrom(0, 0, 0, 1),
        unsettledShare: fc.constantFrom(0.001, 0.2, 1, 1),
        heldBytesMax: fc.constantFrom(0, 2000, 1_000_000),
      }),
    },
  ),
  between: fc.array(
    fc.constantFrom<Between>('nothing', 'nothing', 'lay', 'lay', 'ask', 'lose-some', 'lose-all'),
    { minLength: 1, maxLength: 6 },
  ),
});

/** A timeline of test events with the store below it. */
export interface OpenedTimeline {
  readonly timeline: Timeline;
  readonly store: EventLog;
}

/** Opens a timeline in a world, in memory or in a file. */
export function openCheckpointing(
  world: World,
  path: string | undefined,
  checkpoints: CheckpointOptions | false,
  more: Partial<Pick<TimelineOptions, 'lookEveryMs' | 'keptMax'>> = {},
): OpenedTimeline {
  const catalogue = createCatalogue(testEvents);
  const clock = () => world.nowMs;
  const store =
    path === undefined ? openMemoryStore({ catalogue, clock }) : openSqliteStore({ catalogue, clock, path });
  const newId = () => nextId(world);
  const timeline = createTimeline({
    store,
    catalogue,
    projections: testProjections,
    clock,
    newId,
    checkpoints,
    ...more,
  });
  return { timeline, store };
}

/** Does to the checkpoints what a script says comes after a step. */
export async function actBetween(
  { timeline, store }: OpenedTimeline,
  { between }: Checkpointing,
  step: number,
): Promise<void> {
  const { projections } = store;
  switch (between[step % between.length] ?? 'nothing') {
    case 'nothing':
      return;
    case 'lay':
      return timeline.caughtUp();
    case 'ask': {
      const moment: Moment = { asOf: maxInstantMs };
      for (const { name, key } of testProjections)
        await (key === undefined ? timeline.state(name, moment) : timeline.keys(name, moment));
      return;
    }
    case 'lose-some':
      for (const { id } of projections.builds()) projections.prune(id, projections.size(id).bytes - 1);
      return;
    case 'lose-all':
      for (const { id } of projections.builds()) projections.prune(id, 0);
  }
}
