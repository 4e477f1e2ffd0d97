import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import type { Source } from '../../src/domain/events/common.ts';
import { newsEvents } from '../../src/domain/events/news.ts';
import { maxInstantMs } from '../../src/domain/instant.ts';
import { valueAt } from '../../src/domain/json-pointer.ts';
import type { Moment } from '../../src/domain/moment.ts';
import type { CheckpointOptions } from '../../src/engine/projecting.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openTimeline } from '../../src/open.ts';
import { situation } from '../../src/projections/situation.ts';
import { readFoundingLog } from '../streams/founding-log.ts';
import { addedUp, explainNaively, newsArbitrary, saidIn, statesOf, tellNews } from '../support/explaining.ts';
import { lawSeed } from '../support/in-stores.ts';
import { pathsIn, pointerOf } from '../support/paths.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** A checkpoint after each fact, right up to the head, and nothing held in memory. */
const everywhere: CheckpointOptions = { facts: 1, bytesPerByte: 0, unsettledShare: 1, heldBytesMax: 0 };

const ways = [
  { store: 'in memory', saved: 'with checkpoints', checkpoints: everywhere, numRuns: 60 },
  { store: 'in memory', saved: 'without checkpoints', checkpoints: false, numRuns: 60 },
  { store: 'in a file', saved: 'with checkpoints', checkpoints: everywhere, numRuns: 8 },
  { store: 'in a file', saved: 'without checkpoints', checkpoints: false, numRuns: 8 },
] as const;

function open(store: string, checkpoints: CheckpointOptions | false): Promise<Timeline> {
  return openTimeline({
    store: store === 'in memory' ? 'memory:' : `sqlite:${folder.file()}`,
    events: newsEvents,
    projections: [situation],
    checkpoints,
  });
}

/** Explains the numbers of a situation, and every `every`th of all other values, and compares with the naive oracle. */
async function expectExplained(timeline: Timeline, moment: Moment, every = 7): Promise<number> {
  const facts = await Array.fromAsync(timeline.history(moment));
  const states = statesOf(situation, facts);
  const { state } = await timeline.state('situation', moment);
  const paths = pathsIn(state);
  const sources = new Map(
    timeline.log({ after: 0, limit: 1000 }).map(({ id, data }) => [id, data['sources'] as readonly Source[]]),
  );
  let numbers = 0;
  for (const [index, path] of paths.entries()) {
    const value = valueAt(state, path);
    if (typeof value !== 'number' && index % every !== 0) continue;
    const said = saidIn(await timeline.explain('situation', pointerOf(path), moment));
    expect(said).toEqual(explainNaively(states, path, 200, (id) => sources.get(id) ?? []));
    if (typeof value !== 'number') continue;
    numbers += 1;
    expect(said.value).toBe(value);
    expect(addedUp(said)).toBe(value);
    const short = saidIn(await timeline.explain('situation', pointerOf(path), { ...moment, limit: 1 }));
    expect(addedUp(short)).toBe(value);
  }
  return numbers;
}

describe('of every number in the situation, the contributions add up to the value', () => {
  test.each(ways)('$store, $saved: in any timeline of news', async ({ store, checkpoints, numRuns }) => {
    let numbers = 0;
    await fc.assert(
      fc.asyncProperty(newsArbitrary, fc.nat(40), fc.boolean(), async (steps, back, isCertain) => {
        const timeline = await open(store, checkpoints);
        await tellNews(timeline, steps);
        await timeline.caughtUp();
        const { position } = timeline.head();
        const knownAt = Math.max(0, position - (back % (position + 1)));
        const certainty = isCertain ? 'certain' : 'possible';
        numbers += await expectExplained(timeline, { asOf: maxInstantMs }, 29);
        numbers += await expectExplained(timeline, { asOf: '2025-07-04T12:00:00Z', knownAt, certainty }, 29);
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
    expect(numbers).toBeGreaterThan(numRuns * 20);
  });

  test.each(ways)('$store, $saved: in the founding streams', async ({ store, checkpoints }) => {
    const timeline = await open(store, checkpoints);
    await timeline.import(
      readFoundingLog().map(({ event, prepared }) => ({
        ...prepared,
        stream: event.stream,
        recordedAt: event.recordedAt,
      })),
    );
    await timeline.caughtUp();
    const asOf = '2025-08-01T00:00:00Z';
    expect(await expectExplained(timeline, { asOf })).toBeGreaterThan(50);
    await expectExplained(timeline, { asOf: '2025-07-04T00:00:00Z', certainty: 'certain' });
    await expectExplained(timeline, { asOf, knownAt: 7 });
    await timeline.close();
  });
});
