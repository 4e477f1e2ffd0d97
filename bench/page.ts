import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from 'playwright-core';

import { chromiumPath } from '../tests/support/chromium.ts';
import { serveBuilt, serveHarness } from '../tests/web/harness/serve.ts';
import type { Contestant } from './page-rounds.ts';
import { frameTable } from './page-rounds.ts';

/**
 * Measures frames of the page in headless Chromium, which paints by the processor here: the timeline while it is panned, zoomed and scrubbed,
 * beside vis-timeline with the same readings, in turn.
 *
 * ASOF_BENCH_COUNTS sets how many readings (1000,10000,100000), ASOF_BENCH_ROUNDS the rounds (3), ASOF_BENCH_PATIENCE how many seconds a
 * page may take to show something (120).
 */
const counts = (process.env['ASOF_BENCH_COUNTS'] ?? '1000,10000,100000').split(',').map(Number);
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 3);
const patienceMs = Number(process.env['ASOF_BENCH_PATIENCE'] ?? 120) * 1000;
const peers = join(import.meta.dirname, 'peers');
/** Options of vis-timeline: it is shown in the way that it is fastest in, and as it comes. */
const peerOptions = ['', '&stack=false', '&cluster=true'];

const browser = await chromium.launch({
  ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  // Frames come as fast as they are made: so what is measured is what they take, and not the clock of a screen.
  args: ['--no-sandbox', '--disable-gpu', '--disable-frame-rate-limit', '--disable-gpu-vsync'],
});
const harness = await serveHarness();
const hasPeer = existsSync(join(peers, 'node_modules', 'vis-timeline'));
const peer = hasPeer ? await serveBuilt(join(peers, 'vis-timeline')) : undefined;
try {
  console.log(await frameTable(browser, contestants(), { rounds, patienceMs }));
} finally {
  await browser.close();
  await Promise.all([harness.close(), peer?.close()]);
}

function contestants(): Contestant[] {
  const most = Math.max(...counts);
  return counts.flatMap((count) => {
    const readings = `?count=${count}&lanes=24`;
    const own = { name: 'timeline', count, url: `${harness.url}${readings}`, scale: 1, isOwn: true };
    const fine = { ...own, name: 'timeline, 2 × 2 pixels', scale: 2 };
    const theirs =
      peer === undefined
        ? []
        : peerOptions.map((options) => ({
            name: `vis-timeline${options.replace('&', ', ')}`,
            count,
            url: `${peer.url}${readings}${options}`,
            scale: 1,
            isOwn: false,
          }));
    return [own, ...(count === most ? [fine] : []), ...theirs];
  });
}
