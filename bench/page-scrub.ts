import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

import { chromiumPath } from '../tests/support/chromium.ts';
import { readyPage } from '../tests/support/page-browser.ts';
import { milliseconds, quantile, table } from './measure.ts';
import { gaits, kinds, openScrubbed } from './page-scrubbed.ts';
import type { Gait, Kind, Scrubbed, Shown } from './page-scrubbed.ts';

/**
 * Measures from a move of each scrubber to the frame in which the situation shows the state of that moment, on the page that `asof serve`
 * serves of stores of several sizes, in turn.
 *
 * `node bench/page-scrub.ts store…`: SQLite files of events of `bench/generate.ts`. ASOF_BENCH_ROUNDS sets the rounds (3).
 */
const stores = process.argv.slice(2);
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 3);
/** How many moves of each kind are made in a round. */
const moves = 60;

interface Served {
  readonly url: string;
  readonly pid: number;
  end(): void;
}

interface Entered {
  readonly store: string;
  readonly server: Served;
  readonly page: Scrubbed;
}

await readyPage();
const browser = await chromium.launch({
  ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  args: ['--no-sandbox', '--disable-gpu'],
});
const entered: Entered[] = [];
try {
  for (const store of stores) entered.push(await enter(browser, store));
  const found = new Map<string, Shown[]>();
  for (let round = 0; round <= rounds; round += 1)
    for (const kind of kinds)
      for (const gait of gaits)
        for (const { store, page } of entered) {
          const shown = await page.scrub(kind, gait, moves);
          // The first round warms up.
          if (round > 0)
            found.set(nameOf(store, kind, gait), [...(found.get(nameOf(store, kind, gait)) ?? []), ...shown]);
        }
  console.log(tableOf(found));
} finally {
  await browser.close();
  for (const { server } of entered) server.end();
}

async function enter(shown: Browser, store: string): Promise<Entered> {
  const server = await serve(store);
  const page = await openScrubbed(shown, server.url);
  while (processorMs(server.pid) === undefined || (await busyShare(server.pid)) > 0.05);
  console.error(`${basename(store)} is open, and its server at rest`);
  return { store, server, page };
}

async function serve(store: string): Promise<Served> {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');
  const wanted = [main, 'serve', '--store', `sqlite:${store}`, '--port', '0', '--no-founding'];
  const server = spawn(process.execPath, wanted, { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (text: string): void => {
      said += text;
      const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
      if (address !== undefined) resolve(address);
    };
    server.stdout.setEncoding('utf8').on('data', hear);
    server.stderr.setEncoding('utf8').on('data', hear);
    void once(server, 'exit').then(([code]) =>
      reject(new Error(`serve ended with ${String(code)}: ${said}`)),
    );
  });
  return { url, pid: server.pid ?? 0, end: () => void server.kill() };
}

/** Returns which share of a core a process takes: after it was opened, a server lays checkpoints that its store lacks. */
async function busyShare(pid: number): Promise<number> {
  const [before, since] = [processorMs(pid) ?? 0, performance.now()];
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return ((processorMs(pid) ?? 0) - before) / (performance.now() - since);
}

/** Linux tells it in hundredths of a second; elsewhere it is taken to be at rest. */
function processorMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

function tableOf(found: ReadonlyMap<string, readonly Shown[]>): string {
  const rows = kinds.flatMap((kind) =>
    gaits.flatMap((gait) =>
      stores.map((store) => {
        const shown = found.get(nameOf(store, kind, gait)) ?? [];
        const painted = shown.map(({ paintedMs }) => paintedMs);
        const answered = shown.map(({ answeredMs }) => answeredMs);
        const base = found.get(nameOf(stores[0] ?? '', kind, gait)) ?? [];
        const ratio =
          quantile(painted, 0.5) /
          quantile(
            base.map(({ paintedMs }) => paintedMs),
            0.5,
          );
        return [
          kind,
          gait,
          basename(store),
          String(shown.length),
          ...[0.5, 0.95, 1].map((share) => milliseconds(quantile(painted, share))),
          [0.5, 0.95].map((share) => milliseconds(quantile(answered, share))).join(' / '),
          ratio.toFixed(1),
        ];
      }),
    ),
  );
  const heads = [
    'scrubber',
    'moved',
    'store',
    'moves',
    'p50 ms',
    'p95 ms',
    'most ms',
    'of it the answer, p50 / p95',
    'p50, to the first store',
  ];
  return `${table(heads, rows)}\n`;
}

function nameOf(store: string, kind: Kind, gait: Gait): string {
  return `${store} ${kind} ${gait}`;
}
