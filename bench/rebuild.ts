import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { news, openTimeline } from '../src/index.ts';
import type { Timeline } from '../src/index.ts';
import { firstRecordedMs, generate, randomOf, recordedEveryMs, usual } from './generate.ts';
import { milliseconds, quantile, table, thousands } from './measure.ts';
import { pulse } from './pulse.ts';

/**
 * Measures P9: how long appends and answers take while a projection is built anew, beside how long they take without.
 *
 * `node bench/rebuild.ts [events]`. Stretches without and with a rebuild under way take turns, on one store.
 */
const events = Number(process.argv[2] ?? 1_000_000);
const stretchMs = 4000;
const stretches = 3;
const random = randomOf(events);

interface Times {
  readonly appends: number[];
  readonly answers: number[];
}

const folder = mkdtempSync(join(tmpdir(), 'asof-rebuild-'));
const timeline = await openTimeline({
  store: `sqlite:${join(folder, 'db')}`,
  events: news.events,
  projections: [pulse],
});
await timeline.import(generate({ ...usual, events }));
await timeline.caughtUp();
const live = generate({ ...usual, events: 1_000_000, correctedShare: 0 }, events);
const without: Times = { appends: [], answers: [] };
const during: Times = { appends: [], answers: [] };
await serveFor(1000, { appends: [], answers: [] });
for (let stretch = 0; stretch < stretches; stretch += 1) {
  await serveFor(stretchMs, without);
  const stopping = new AbortController();
  const rebuilt = timeline.rebuild('pulse', { signal: stopping.signal }).then(
    () => 'complete',
    () => 'cancelled',
  );
  await serveFor(stretchMs, during);
  stopping.abort();
  if ((await rebuilt) === 'complete') console.log('a rebuild was complete before its stretch ended');
}
await timeline.close();
rmSync(folder, { recursive: true });

const rows = (['appends', 'answers'] as const).map((kind) => {
  const [alone, shared] = [quantile(without[kind], 0.99), quantile(during[kind], 0.99)];
  const p50s = [quantile(without[kind], 0.5), quantile(during[kind], 0.5)].map(milliseconds).join(' / ');
  const counts = [without[kind].length, during[kind].length].map(thousands).join(' / ');
  return [kind, counts, p50s, milliseconds(alone), milliseconds(shared), (shared / alone).toFixed(2)];
});
console.log(
  table(
    [
      `${thousands(events)} events`,
      'how many',
      'p50 without / during',
      'p99 without, ms',
      'p99 during, ms',
      'ratio',
    ],
    rows,
  ),
);

/** Appends one event and asks for one settled state, in turn, for so long. */
async function serveFor(ms: number, times: Times): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    times.appends.push(await timed(appendOne));
    times.answers.push(await timed(askOne));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function timed(work: (on: Timeline) => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work(timeline);
  return performance.now() - before;
}

async function appendOne(on: Timeline): Promise<unknown> {
  const next = live.next();
  if (next.done === true) throw new Error('there are no more live events');
  const { stream, recordedAt: _, ...event } = next.value;
  return on.append(stream, [event]);
}

async function askOne(on: Timeline): Promise<unknown> {
  const asOf = firstRecordedMs + Math.floor(random() * (events - 7200) * recordedEveryMs);
  return on.state('pulse', { asOf });
}
