import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

import { chromiumPath } from '../tests/support/chromium.ts';
import { serveHarness, serveBuilt } from '../tests/web/harness/serve.ts';
import { milliseconds, table, thousands } from './measure.ts';
import type { Measured, Motion } from './page-frames.ts';
import { measurePage } from './page-frames.ts';
import { measureScrubbing } from './page-scrub.ts';

/**
 * Measures the page in headless Chromium, which paints by the processor here: frames of the timeline while it is panned, zoomed and scrubbed,
 * beside vis-timeline with the same readings in the same run; and from a move of the scrubber to the painted state, on a store.
 *
 * `node bench/page.ts [store]`: with the path of a store of `bench/generate.ts` also the latter. ASOF_BENCH_COUNTS sets how many readings
 * (1000,10000,100000), ASOF_BENCH_PATIENCE how many seconds a page may take (120).
 */
const [store] = process.argv.slice(2);
const counts = (process.env['ASOF_BENCH_COUNTS'] ?? '1000,10000,100000').split(',').map(Number);
const patienceMs = Number(process.env['ASOF_BENCH_PATIENCE'] ?? 120) * 1000;
const peers = join(import.meta.dirname, 'peers');
const day = 86_400_000;
const start = Date.UTC(2025, 0, 1);

const browser = await chromium.launch({
  ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  // Frames come as fast as they are made: so what is measured is what they take, and not the clock of a screen.
  args: ['--no-sandbox', '--disable-frame-rate-limit', '--disable-gpu-vsync'],
});
try {
  console.log(await frameTable(browser));
  if (store !== undefined) console.log(await measureScrubbing(browser, store));
} finally {
  await browser.close();
}

async function frameTable(shown: Browser): Promise<string> {
  const harness = await serveHarness();
  const hasPeer = existsSync(join(peers, 'node_modules', 'vis-timeline'));
  const peer = hasPeer ? await serveBuilt(join(peers, 'vis-timeline')) : undefined;
  const rows: string[][] = [];
  for (const count of counts) {
    const readings = `?count=${count}&lanes=24`;
    const closer = `&from=${start + 90 * day}&to=${start + 110 * day}`;
    for (const scale of count === Math.max(...counts) ? [1, 2] : [1]) {
      const own = async (part: string) =>
        measurePage(shown, { url: `${harness.url}${readings}${part}`, scale, patienceMs }, [
          'pan',
          'zoom',
          'scrub',
        ]);
      rows.push(...rowsOf(`timeline${named(scale)}`, count, 'all', await own('')));
      rows.push(...rowsOf(`timeline${named(scale)}`, count, 'a tenth', await own(closer)));
    }
    for (const [options, name] of [
      ['', 'vis-timeline'],
      ['&stack=false', 'vis-timeline, not stacked'],
      ['&cluster=true', 'vis-timeline, clustered'],
    ] as const) {
      if (peer === undefined) continue;
      const measured = await measurePage(
        shown,
        { url: `${peer.url}${readings}${options}`, scale: 1, patienceMs },
        ['pan', 'zoom'],
      );
      rows.push(...rowsOf(name, count, 'all', measured));
      console.error(`${name} ${count}: ${measured.kind}`);
    }
  }
  await Promise.all([harness.close(), peer?.close()]);
  const heads = [
    '',
    'readings',
    'in view',
    'shows after',
    'motion',
    'p50 ms',
    'p95 ms',
    'most ms',
    'processor ms a frame',
  ];
  return `${table(heads, rows)}\n`;
}

function named(scale: number): string {
  return scale === 1 ? '' : `, ${scale} × ${scale} pixels`;
}

function rowsOf(name: string, count: number, inView: string, measured: Measured): string[][] {
  const first = [name, thousands(count), inView];
  if (measured.kind === 'gave up') return [[...first, `gave up: ${measured.why}`, '', '', '', '', '']];
  const motions: readonly Motion[] = [...measured.frames.keys()];
  return motions.map((motion) => {
    const frames = measured.frames.get(motion);
    const numbers = [frames?.p50, frames?.p95, frames?.most, frames?.processor];
    return [
      ...first,
      milliseconds(measured.showsMs),
      motion,
      ...numbers.map((value) => milliseconds(value ?? Number.NaN)),
    ];
  });
}
