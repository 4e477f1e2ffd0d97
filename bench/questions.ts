import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { news, openTimeline } from '../src/index.ts';
import type { Timeline } from '../src/index.ts';
import { firstRecordedMs, generate, randomOf, recordedEveryMs, usual } from './generate.ts';
import { milliseconds, quantile, table, thousands } from './measure.ts';
import { pulse } from './pulse.ts';

/**
 * Measures diff, explain, series, density, commits, readings and a resumed subscription on logs of several sizes, each asked in turn.
 *
 * `node bench/questions.ts [sizes…]`. The questions touch as much on every log: an hour, a key, a hundred points. ASOF_BENCH_FOLDER
 * keeps the stores, and uses those that are there.
 */
const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10_000, 100_000, 1_000_000];
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 2);
const asked = 10;
const hourMs = 3_600_000;
const random = randomOf(sizes.length);
const places = news.projections.filter(({ name }) => name === 'places');
const kept = process.env['ASOF_BENCH_FOLDER'];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'asof-questions-'));

const timelines: Timeline[] = [];
for (const events of sizes) {
  const timeline = await openTimeline({
    store: `sqlite:${join(folder, String(events))}`,
    events: news.events,
    projections: [pulse, ...places],
  });
  for (let first = timeline.head().position; first < events; first += 250_000) {
    await timeline.import(generate({ ...usual, events: Math.min(250_000, events - first) }, first));
    await timeline.caughtUp();
  }
  timelines.push(timeline);
  console.error(`${thousands(events)} events are there`);
}

type Ask = (timeline: Timeline) => Promise<unknown>;

const questions: readonly (readonly [string, Ask])[] = [
  [
    'diff of a settled hour',
    async (timeline) => {
      const asOf = settled(timeline);
      return timeline.diff('pulse', { asOf: asOf - hourMs }, { asOf });
    },
  ],
  [
    'diff of two positions, 1,000 apart',
    async (timeline) => {
      const { position } = timeline.head();
      const knownAt = 1 + Math.floor(random() * (position - 1001));
      return timeline.diff('pulse', { knownAt }, { knownAt: knownAt + 1000 });
    },
  ],
  [
    'explain a member, the latest 20 steps',
    async (timeline) => timeline.explain('pulse', '/latest', { asOf: settled(timeline), limit: 20 }),
  ],
  [
    'explain a value of a key',
    async (timeline) =>
      timeline.explain('places', '/alerts', { key: 'place:place-900', asOf: settled(timeline), limit: 20 }),
  ],
  [
    'series, 100 points over everything',
    async (timeline) => timeline.series('pulse', { path: '/types/AlertStarted', points: 100 }),
  ],
  [
    'series, 100 points, recorded',
    async (timeline) =>
      timeline.series('pulse', { path: '/types/AlertStarted', axis: 'recorded', points: 100 }),
  ],
  ['density, occurred, 200 buckets', async (timeline) => timeline.density({ buckets: 200 })],
  [
    'density, occurred, as known one event earlier',
    async (timeline) => {
      const { position } = timeline.head();
      return timeline.density({ buckets: 200, knownAt: position - Math.floor(random() * 100) });
    },
  ],
  [
    'density, recorded, 200 buckets',
    async (timeline) => timeline.density({ axis: 'recorded', buckets: 200 }),
  ],
  [
    'commits, a page of 100',
    async (timeline) => timeline.commits({ after: Math.floor(random() * timeline.head().position) }),
  ],
  [
    'readings of a settled hour, by place',
    async (timeline) => {
      const to = settled(timeline);
      return timeline.readings({ from: to - hourMs, to, lanes: 'place' });
    },
  ],
  [
    'readings that changed in 1,000 positions',
    async (timeline) => timeline.readings({ after: timeline.head().position - 1000 }),
  ],
  [
    'resume 1,000 positions back, to caught up',
    async (timeline) => {
      const stopping = new AbortController();
      const after = timeline.head().position - 1000;
      const asOf = settled(timeline);
      for await (const { kind } of timeline.updates('pulse', { after, asOf, signal: stopping.signal }))
        if (kind === 'caught-up') stopping.abort();
    },
  ],
];

const times = new Map<string, number[]>();
for (let round = 0; round < rounds; round += 1)
  for (const [name, ask] of questions) {
    console.error(`round ${round + 1}: ${name}`);
    for (const [index, timeline] of timelines.entries()) {
      const list = times.get(`${name} ${index}`) ?? [];
      times.set(`${name} ${index}`, list);
      for (let time = 0; time < asked; time += 1) {
        const before = performance.now();
        await ask(timeline);
        list.push(performance.now() - before);
      }
    }
  }
for (const timeline of timelines) await timeline.close();
if (kept === undefined) rmSync(folder, { recursive: true });

console.log(
  table(
    ['p50 / p99 ms', ...sizes.map(thousands), 'p50, largest to smallest'],
    questions.map(([name]) => {
      const lists = sizes.map((_, index) => times.get(`${name} ${index}`) ?? []);
      const ratio = quantile(lists.at(-1) ?? [], 0.5) / quantile(lists[0] ?? [], 0.5);
      const cells = lists.map(
        (list) => `${milliseconds(quantile(list, 0.5))} / ${milliseconds(quantile(list, 0.99))}`,
      );
      return [name, ...cells, ratio.toFixed(1)];
    }),
  ),
);

/** An instant in the settled past. */
function settled(timeline: Timeline): number {
  const { position } = timeline.head();
  return firstRecordedMs + Math.floor((0.1 + 0.85 * random()) * position) * recordedEveryMs;
}
