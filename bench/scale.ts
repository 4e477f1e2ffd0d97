import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beginChild } from './child.ts';
import type { Child } from './child.ts';
import { milliseconds, quantile, table, thousands } from './measure.ts';
import { plotLatencies } from './plot.ts';
import type { Question } from './scale-child.ts';
import { startTimes } from './start.ts';

/**
 * Measures P5 to P8, P10 and P11: answers as of a moment on logs of several sizes, each in a process of its own, asked in turn.
 *
 * `node bench/scale.ts [folder] [sizes] [sizes of keyed ones]`, sizes as `10000,1000000`; ASOF_BENCH_ROUNDS sets the rounds (20), ASOF_BENCH_SELECT=no asks of a projection that selects nothing. A
 * store that is in the folder already is used as it is, so that large ones are built once. Import, words and upkeep are measured one
 * after the other: what an event costs in all is their sum.
 */
const [
  folder = join(import.meta.dirname, '..', 'data', 'bench'),
  wholeSizes = '10000,100000,1000000',
  keyedSizes,
] = process.argv.slice(2);
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 20);
const asksARound = 25;

const whole: readonly Question[] = [
  'settled T, now',
  'settled T, at R',
  'hot T, after an append',
  'head as known at R of the last day',
  'head as known at any R',
];
const keyed: readonly Question[] = ['key, T, now', 'key, T, at R', 'key, after a late event'];

mkdirSync(folder, { recursive: true });
for (const [lateness, questions, sizesText] of [
  ['hour', whole, wholeSizes],
  ['days', keyed, keyedSizes ?? wholeSizes],
] as const) {
  const sizes = sizesText.split(',').map(Number);
  const children = sizes.map((events) =>
    beginChild({ path: join(folder, `${lateness}-${events}.db`), events, lateness }),
  );
  await buildAll(children);
  const times = await askAll(children, questions);
  for (const child of children) child.end();
  console.log(latencyTable(times, questions, sizes));
  if (lateness === 'hour')
    writeFileSync(join(import.meta.dirname, 'as-of.svg'), plotLatencies(sizes, times, whole));
}
const served = wholeSizes.split(',').map((events) => join(folder, `hour-${events}.db`));
console.log(await startTimes(served));

async function buildAll(children: readonly Child[]): Promise<void> {
  const rows: string[][] = [];
  for (const child of children) {
    if (isThere(child.path)) continue;
    const { imported, words, kept, checkpoints, checkpointBytes, residentBytes } = await child.build();
    const logBytes = statSync(child.path).size;
    rows.push([
      `${thousands(child.events)}, late by ${child.lateness === 'hour' ? 'an hour' : 'days'}`,
      `${thousands(imported)}/s`,
      `${(1e6 / words).toFixed(1)} µs`,
      `${(1e6 / kept).toFixed(1)} µs`,
      `${thousands(checkpoints)} of ${thousands(checkpointBytes / 1e3)} kB, ${((100 * checkpointBytes) / logBytes).toFixed(1)} %`,
      `${thousands(residentBytes / 2 ** 20)} MiB`,
    ]);
  }
  const heads = [
    'log',
    'import',
    'words of an event',
    'upkeep of an event',
    'checkpoints, share of the log',
    'resident after',
  ];
  if (rows.length > 0) console.log(`${table(heads, rows)}\n`);
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Milliseconds of each answer, by question and by the number of events. */
export type Times = ReadonlyMap<string, number[]>;

async function askAll(children: readonly Child[], questions: readonly Question[]): Promise<Times> {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const question of questions)
      for (const child of children) {
        const answers = await child.ask({ question, times: asksARound });
        const name = `${question} ${child.events}`;
        // The first round warms up.
        if (round > 0) times.set(name, [...(times.get(name) ?? []), ...answers]);
      }
  return times;
}

function latencyTable(times: Times, questions: readonly Question[], sizes: readonly number[]): string {
  const heads = ['ms, p50 / p99', ...sizes.map(thousands), 'p99, largest to smallest'];
  const rows = questions.map((question) => {
    const of = (events: number, share: number) => quantile(times.get(`${question} ${events}`) ?? [], share);
    const cells = sizes.map(
      (events) => `${milliseconds(of(events, 0.5))} / ${milliseconds(of(events, 0.99))}`,
    );
    const ratio = of(sizes.at(-1) ?? 0, 0.99) / of(sizes[0] ?? 0, 0.99);
    return [question, ...cells, ratio.toFixed(2)];
  });
  return `${table(heads, rows)}\n`;
}
