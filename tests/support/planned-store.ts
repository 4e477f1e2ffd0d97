import { copyFileSync } from 'node:fs';

import { createTimeline } from '../../src/engine/create.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { append, catalogue, corrects, noonMs, retracts, seen } from '../store/contract/setup.ts';
import { seenByTag, testProjections } from './projections.ts';
import { openFile } from './sqlite-file.ts';

const events = 400;
const dayMs = 86_400_000;

/** Fills the file of a store with some hundred events: in several streams, with causes, corrections, days that span instants, and times ahead. */
export async function fillStore(path: string): Promise<void> {
  const store = openFile(path);
  for (let number = 0; number < events; number += 1) {
    const occurred = new Date(noonMs + ((number % 90) - 80) * dayMs).toISOString();
    const event = seen(`e${number}`, number % 5 === 0 ? occurred.slice(0, 10) : occurred, {
      title: `word${number} word`,
      about: [`place:${number % 7}`],
      sources: [{ publisher: 'A paper' }],
      ...(number === 0 ? {} : { causationId: `e${number - 1}` }),
    });
    await append(store, `seen-${number % 3}`, [event]);
  }
  await append(store, 'seen-0', [corrects('c1', 'e9', { occurred: '2025-07-03' })]);
  await append(store, 'seen-0', [corrects('c2', 'e9', { occurred: '2025-05-04' }), retracts('r1', 'e1')]);
  await store.close();
}

/** Copies the file of a store that is closed, with its index; returns the path of the copy. */
export function copyStore(from: string, to: string): string {
  for (const ending of ['', '-index']) copyFileSync(`${from}${ending}`, `${to}${ending}`);
  return to;
}

/** Asks a store everything that can be asked, while states are saved, built anew and removed; returns what closes it. */
export async function readEverything(path: string): Promise<() => Promise<void>> {
  const store = openFile(path);
  const checkpoints = { facts: 1, bytesPerByte: 0, unsettledShare: 0.2, heldBytesMax: 0 };
  const timeline = createTimeline({
    store,
    catalogue,
    projections: testProjections,
    clock: () => noonMs,
    newId: () => 'unused',
    checkpoints,
  });
  try {
    await timeline.caughtUp();
    await askForStates(timeline);
    await askForPages(timeline);
    await askForEvents(timeline);
    const range = { afterMs: 0, throughMs: noonMs * 2, position: 200 };
    store.lastTouch(range);
    store.countFacts({ ...range, certainty: 'possible', asOf: noonMs });
    await askForAxes(timeline);
    await askForReadings(timeline);
    await timeline.rebuild('seen-by-tag');
    await timeline.caughtUp();
    timeline.projections();
  } catch (error) {
    await timeline.close();
    throw error;
  }
  return async () => timeline.close();
}

async function askForStates(timeline: Timeline): Promise<void> {
  for (const certainty of ['possible', 'certain'] as const)
    for (const moment of [{ certainty }, { certainty, knownAt: 200 }, { certainty, asOf: noonMs * 2 }])
      for (const { name, key } of testProjections) {
        if (key === undefined) await timeline.state(name, moment);
        else await timeline.keys(name, moment);
      }
  await timeline.state(seenByTag.name, { key: 'place:1', knownAt: 200 });
}

async function askForPages(timeline: Timeline): Promise<void> {
  const filters = [
    {},
    { about: ['place:1'] },
    { about: ['place:1', 'place:2'] },
    { types: ['ThingSeen'] },
    { streams: ['seen-1'] },
    { publishers: ['A paper'] },
    { text: 'word' },
    { from: 5, to: noonMs },
    { withRetracted: true },
  ];
  for (const filter of filters)
    for (const order of ['oldest-first', 'newest-first'] as const)
      for (const knownAt of [200, 400]) {
        const query = { ...filter, order, limit: 2, knownAt, asOf: noonMs * 2 };
        const { next } = await timeline.timeline(query);
        if (next !== undefined) await timeline.timeline({ ...query, page: next });
      }
}

async function askForAxes(timeline: Timeline): Promise<void> {
  for (const axis of ['occurred', 'recorded'] as const)
    for (const knownAt of [200, 400, 202]) await timeline.density({ axis, knownAt, buckets: 7 });
  timeline.commits({ from: 0, to: noonMs });
  timeline.commits({ after: 3, limit: 2, order: 'newest-first' });
}

async function askForReadings(timeline: Timeline): Promise<void> {
  const filters = [
    {},
    { about: ['place:1'] },
    { about: ['place:1', 'place:2'], types: ['ThingSeen'] },
    { publishers: ['A paper'], streams: ['seen-1'] },
    { text: 'word' },
    { after: 399 },
    { after: 399, about: ['place:1'] },
  ];
  for (const filter of filters)
    for (const lanes of ['stream', 'place', 'source'] as const)
      for (const window of [{}, { from: noonMs - 9 * dayMs, to: noonMs + dayMs, knownAt: 402 }]) {
        const query = { ...filter, ...window, lanes, limit: 2 };
        const { next } = await timeline.readings(query);
        if (next !== undefined) await timeline.readings({ ...query, page: next, titles: true });
      }
}

async function askForEvents(timeline: Timeline): Promise<void> {
  await timeline.fact('e9');
  await timeline.fact('e9', { knownAt: new Date(noonMs).toISOString() });
  timeline.stream('seen-0', { from: 0, limit: 10 });
  timeline.stream('seen-0', { from: 10, backwards: true, limit: 10 });
  timeline.streams();
  timeline.streams({ after: 'seen-0', limit: 1 });
  timeline.audit();
  timeline.log({ after: 0, limit: 10 });
}
