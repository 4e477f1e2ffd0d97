import type { Browser } from 'playwright-core';

import { milliseconds, quantile, table, thousands } from './measure.ts';
import type { Frames, MovedPage, Motion, ShownPage } from './page-frames.ts';
import { showPage } from './page-frames.ts';

/** What is measured beside others: a page, and how many readings it shows. */
export interface Contestant extends Pick<MovedPage, 'url' | 'scale'> {
  readonly name: string;
  readonly count: number;
  /** Whether it has a scrubber. */
  readonly isOwn: boolean;
}

/** How often all are measured, and how long one may take to show something, in milliseconds. */
export interface RoundsOptions extends Pick<MovedPage, 'patienceMs'> {
  readonly rounds: number;
}

interface Entered extends Contestant {
  readonly page: ShownPage | undefined;
  readonly why?: string;
}

const day = 86_400_000;
/** The readings are spread over so long, from here on. */
const [start, spread] = [Date.UTC(2025, 0, 1), 200 * day];
/** What of it is in view. */
const views = new Map([
  ['all', 1],
  ['a tenth', 0.1],
  ['a hundredth', 0.01],
]);
const motions: readonly Motion[] = ['pan', 'zoom', 'scrub'];

/** Opens all, then moves them in turn, round after round; returns a table of their frames. */
export async function frameTable(
  browser: Browser,
  contestants: readonly Contestant[],
  { rounds, patienceMs }: RoundsOptions,
): Promise<string> {
  const entered: Entered[] = [];
  for (const one of contestants) entered.push(await enter(browser, one, patienceMs));
  console.error('all are open');
  const found = new Map<string, Frames[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [view, share] of views)
      for (const motion of motions)
        for (const one of entered) {
          const frames = await moved(one, motion, share);
          if (frames !== undefined)
            found.set(nameOf(one, view, motion), [...(found.get(nameOf(one, view, motion)) ?? []), frames]);
        }
  await Promise.all(entered.map(async ({ page }) => page?.close()));
  return `${table(
    heads,
    entered.flatMap((one) => rowsOf(one, found)),
  )}\n`;
}

const heads = [
  '',
  'readings',
  'shows after',
  'in view',
  'motion',
  'frames',
  'p50 / p95 / p99 / most ms',
  'drawing, p50 / p95 ms',
  'processor ms: main thread / all',
];

async function enter(browser: Browser, one: Contestant, patienceMs: number): Promise<Entered> {
  try {
    return { ...one, page: await showPage(browser, { ...one, patienceMs }) };
  } catch (error) {
    return { ...one, page: undefined, why: sentenceOf(error) };
  }
}

/** One that takes too long is left out of what comes after. */
const lost = new Set<Entered>();

async function moved(one: Entered, motion: Motion, share: number): Promise<Frames | undefined> {
  if (one.page === undefined || lost.has(one) || (motion === 'scrub' && !one.isOwn)) return undefined;
  const from = start + (spread * (1 - share)) / 2;
  try {
    return await one.page.move(motion, { from, to: from + spread * share });
  } catch (error) {
    console.error(`${one.name}, ${one.count}: ${sentenceOf(error)}`);
    lost.add(one);
    return undefined;
  }
}

function rowsOf(one: Entered, found: ReadonlyMap<string, readonly Frames[]>): string[][] {
  const first = [one.name, thousands(one.count)];
  if (one.page === undefined) return [[...first, `nothing: ${one.why}`, '', '', '', '', '', '']];
  const shows = milliseconds(one.page.showsMs);
  return [...views.keys()].flatMap((view) =>
    motions.flatMap((motion) => {
      const rounds = found.get(nameOf(one, view, motion));
      return rounds === undefined ? [] : [[...first, shows, view, motion, ...cellsOf(rounds)]];
    }),
  );
}

function cellsOf(rounds: readonly Frames[]): string[] {
  const gaps = rounds.flatMap((round) => round.gaps);
  const drawn = rounds.flatMap((round) => round.drawn);
  const mean = (of: (round: Frames) => number) =>
    milliseconds(rounds.reduce((sum, round) => sum + of(round), 0) / rounds.length);
  return [
    String(gaps.length),
    quantiles(gaps, [0.5, 0.95, 0.99, 1]),
    quantiles(drawn, [0.5, 0.95]),
    `${mean(({ main }) => main)} / ${mean(({ all }) => all)}`,
  ];
}

function quantiles(values: readonly number[], shares: readonly number[]): string {
  return shares.map((share) => milliseconds(quantile(values, share))).join(' / ');
}

function nameOf({ name, count }: Contestant, view: string, motion: Motion): string {
  return `${name} ${count} ${view} ${motion}`;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
