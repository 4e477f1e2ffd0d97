import { afterAll, describe, expect, test } from 'vitest';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import { maxInstantMs } from '../../src/domain/instant.ts';
import type { SelectingProjection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import { createTimeline } from '../../src/engine/create.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { dayOneMs, layingNothing, live, minuteMs } from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

type Selecting = SelectingProjection<number, unknown>;

const clock = () => Date.UTC(2026, 0, 1);

/** Opens a timeline over `live` facts with a projection that counts what it selects. */
async function counting(more: Pick<Selecting, 'select'> & Partial<Selecting>, path?: string, facts = 600) {
  const catalogue = createCatalogue(testEvents);
  const store =
    path === undefined ? openMemoryStore({ catalogue, clock }) : openSqliteStore({ catalogue, clock, path });
  const projection = defineProjection<number, unknown>({
    name: 'counting',
    version: 1,
    description: 'Counts what it selects.',
    initial: 0,
    evolve: (state) => state + 1,
    ...more,
  });
  let ids = 0;
  const newId = () => `new-${(ids += 1)}`;
  const timeline = createTimeline({
    store,
    catalogue,
    clock,
    newId,
    projections: [projection],
    checkpoints: layingNothing,
  });
  if (timeline.head().position === 0) await timeline.import(live(facts));
  const stateOf = async (knownAt: number, asOf = maxInstantMs) =>
    (await timeline.state('counting', { asOf, knownAt })).state;
  return { timeline, stateOf };
}

/** Changes what it is handed. */
const evolveChanging: Selecting['evolve'] = (state, selected) => {
  (selected as { ids: string[] }).ids.push('more');
  return state + (selected as { ids: string[] }).ids.length;
};

/** Shows what it is handed. */
const shown = (_: number, selected: unknown) =>
  [JSON.stringify(selected), Object.is((selected as { zero: number }).zero, -0)] as never;

const faultOn = (eventId: string, position: number) => ({
  code: 'projection-faulted',
  message: expect.stringContaining(`${eventId} at position ${position}`),
  facts: { projection: 'counting', eventId, position },
});

const kinds = ['in memory', 'in a file'] as const;
const pathOf = (kind: (typeof kinds)[number]) => (kind === 'in memory' ? undefined : folder.file());

describe.each(kinds)('a select, %s,', (kind) => {
  test.each<[string, (fact: FactRead) => unknown]>([
    [
      'that throws',
      () => {
        throw new Error('did not expect this');
      },
    ],
    ['that gives NaN', () => Number.NaN],
    ['that gives a Date', () => ({ when: new Date(0) })],
    ['that gives a Map', () => [new Map()]],
    ['that gives a list with nothing in it', () => [undefined]],
  ])('%s is a fault that names the event; moments before it are answered', async (_, breaks) => {
    const select: Selecting['select'] = (fact) => (fact.id === 'live-500' ? breaks(fact) : fact.id);
    const { timeline, stateOf } = await counting({ select }, pathOf(kind));
    await timeline.caughtUp();
    expect(timeline.projections()).toMatchObject([
      { health: 'faulted', fault: expect.stringContaining('live-500 at position 501') },
    ]);
    expect(await stateOf(500)).toBe(500);
    expect(await stateOf(300)).toBe(300);
    await expect(stateOf(501)).rejects.toMatchObject(faultOn('live-500', 501));
    await expect(stateOf(600)).rejects.toMatchObject(faultOn('live-500', 501));
    expect(await stateOf(600, dayOneMs + 499 * minuteMs)).toBe(500);
    await timeline.close();
  });
});

describe.each(kinds)('an evolve that throws on what was selected, %s,', (kind) => {
  test('names the event', async () => {
    const { timeline, stateOf } = await counting(
      {
        select: ({ id }) => ({ id }),
        evolve: (state, selected) => {
          if (JSON.stringify(selected).includes('live-400')) throw new Error('did not expect this');
          return state + 1;
        },
      },
      pathOf(kind),
    );
    await timeline.caughtUp();
    expect(await stateOf(400)).toBe(400);
    await expect(stateOf(600)).rejects.toMatchObject(faultOn('live-400', 401));
    expect(await stateOf(600, dayOneMs + 399 * minuteMs)).toBe(400);
    await timeline.close();
  });

  test('names a corrected fact by its own event, and goes on when the fact is corrected again', async () => {
    const { timeline, stateOf } = await counting(
      {
        select: ({ data }) => data['count'],
        evolve: (state, count) => {
          if (count === 13) throw new Error('did not expect this');
          return state + Number(count);
        },
      },
      pathOf(kind),
    );
    await timeline.correct('live-7', {
      reason: 'r',
      data: { title: 't', count: 13 },
      occurred: new Date(dayOneMs + 450.5 * minuteMs).toISOString(),
    });
    await timeline.correct('live-9', { reason: 'r', data: { title: 't', count: 2 } });
    await timeline.caughtUp();
    await expect(stateOf(602)).rejects.toMatchObject(faultOn('live-7', 8));
    expect(await stateOf(600)).toBe(600);
    expect(await stateOf(602, dayOneMs + 450 * minuteMs)).toBe(451);
    await timeline.correct('live-7', { reason: 'r', data: { title: 't', count: 3 } });
    await timeline.caughtUp();
    expect(await stateOf(603)).toBe(603);
    await timeline.close();
  });

  test('and changes what it is handed fails, whatever holds it', async () => {
    for (const select of [
      ({ id }: FactRead) => ({ ids: [id] }),
      ({ id }: FactRead) => Object.freeze({ ids: [id] }),
    ]) {
      const path = pathOf(kind);
      const { timeline, stateOf } = await counting({ select, evolve: evolveChanging }, path);
      await timeline.caughtUp();
      await expect(stateOf(600)).rejects.toMatchObject(faultOn('live-0', 1));
      await timeline.close();
    }
  });
});

test('a fault of select is gone when the code is mended, and the build goes on from before the event', async () => {
  let isBroken = true;
  const select: Selecting['select'] = ({ id }) => {
    if (isBroken && id === 'live-500') throw new Error('did not expect this');
    return id;
  };
  const path = folder.file();
  const { timeline, stateOf } = await counting({ select }, path);
  await timeline.caughtUp();
  await expect(timeline.resume('counting')).rejects.toMatchObject(faultOn('live-500', 501));
  isBroken = false;
  await timeline.resume('counting');
  await timeline.caughtUp();
  expect(timeline.projections()).toMatchObject([{ health: 'ok', lag: 0 }]);
  expect([await stateOf(600), await stateOf(501)]).toEqual([600, 501]);
  await timeline.close();
  const again = await counting({ select }, path);
  expect([await again.stateOf(600), await again.stateOf(501)]).toEqual([600, 501]);
  await again.timeline.close();
});

test('a state from memory and one from the file are of the same parts', async () => {
  const path = folder.file();
  const odd = JSON.parse('{"__proto__":{"a":1},"2":"two","1":"one","\\ud800":"\\udfff","e":""}') as object;
  const select = () => ({ odd, none: undefined, zero: -0, list: [-0, null, { none: undefined }] });
  const open = () => counting({ select, evolve: shown }, path, 300);
  const first = await open();
  await first.timeline.caughtUp();
  const fresh = await first.stateOf(300);
  await first.timeline.close();
  const again = await open();
  expect(await again.stateOf(300)).toEqual(fresh);
  expect(fresh).toEqual([JSON.stringify(select()), false]);
  await again.timeline.close();
});
