import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { readyPage } from '../tests/support/page-browser.ts';
import { milliseconds, quantile, table } from './measure.ts';

/** How many moves of a scrubber are measured, and how many before them are not. */
const moves = { counted: 40, before: 4 };

/** Measures from a move of each scrubber to the frame in which the situation as of there is painted, on the page that `asof serve` serves of a store. */
export async function measureScrubbing(browser: Browser, store: string): Promise<string> {
  await readyPage();
  const server = await serve(store);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(120_000);
    await page.goto(server.url);
    await page.locator('#panel .answered[aria-busy="false"]').first().waitFor();
    await page.waitForTimeout(3000);
    const rows: string[][] = [];
    for (const kind of ['occurred', 'recorded'] as const) {
      const times = await scrub(page, kind);
      rows.push([
        kind,
        ...[0.5, 0.95, 1].map((share) => milliseconds(quantile(times, share))),
        String(times.length),
      ]);
    }
    return `${table(['from a move of the scrubber to the painted state', 'p50 ms', 'p95 ms', 'most ms', 'moves'], rows)}\n`;
  } finally {
    server.end();
  }
}

async function serve(store: string): Promise<{ readonly url: string; end(): void }> {
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
  return { url, end: () => void server.kill() };
}

/** Drags a scrubber to one place after the other, each once the state of the last was painted. */
async function scrub(page: Page, kind: 'occurred' | 'recorded'): Promise<readonly number[]> {
  const box = await page.locator(`.slider.${kind}`).boundingBox();
  if (box === null) throw new Error(`There is no scrubber ${kind}`);
  await page.evaluate(watching);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  const times: number[] = [];
  for (let move = 0; move < moves.before + moves.counted; move += 1) {
    const share = 0.1 + 0.8 * ((move * 0.381_966) % 1);
    await page.evaluate('armPainted()');
    await page.mouse.move(box.x + box.width * share, y);
    const time = await page.evaluate<number>('painted()');
    if (move >= moves.before) times.push(time);
  }
  await page.mouse.up();
  return times;
}

/** Runs in the page: tells the time from the next move of the pointer to the frame after its state is in the document. */
const watching = `(() => {
  const panel = document.getElementById('panel');
  let began = 0;
  let wasBusy = false;
  let done;
  let result;
  const isBusy = () => panel.querySelector('[aria-busy="true"]') !== null;
  const look = () => {
    if (began === 0) return;
    if (isBusy()) wasBusy = true;
    else if (wasBusy) {
      const since = began;
      began = 0;
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - since)));
    }
  };
  new MutationObserver(look).observe(panel, { subtree: true, childList: true, characterData: true, attributes: true });
  let isArmed = false;
  addEventListener('pointermove', () => {
    if (!isArmed) return;
    isArmed = false;
    began = performance.now();
  }, true);
  globalThis.armPainted = () => {
    isArmed = true;
    wasBusy = false;
    result = new Promise((resolve) => (done = resolve));
  };
  globalThis.painted = () => Promise.race([result, new Promise((_, reject) => setTimeout(() => reject(new Error('nothing was painted within 30 s')), 30000))]);
})()`;
