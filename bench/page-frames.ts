import type { Browser, CDPSession, Page } from 'playwright-core';

import { quantile } from './measure.ts';

/** What frames came to while something moved: milliseconds from one to the next, and the processor's time of the page's main thread. */
export interface Frames {
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  /** Milliseconds of processor a frame; what other processes take does not count. */
  readonly processor: number;
}

/** How a page is moved. */
export type Motion = 'pan' | 'zoom' | 'scrub';

/** Where a page is, and what it is moved by: `shown()`, `move(from, to)`, and `scrub(share)` where it can. */
export interface MovedPage {
  readonly url: string;
  readonly scale: number;
  /** How long it may take until it shows something, in milliseconds. */
  readonly patienceMs: number;
}

/** What measuring a page came to: how long it took until it showed something, and its frames; or why there are none. */
export type Measured =
  | { readonly kind: 'measured'; readonly showsMs: number; readonly frames: ReadonlyMap<Motion, Frames> }
  | { readonly kind: 'gave up'; readonly why: string };

/** How many frames are measured, and how many before them are not. */
const frames = { counted: 240, before: 12 };

/** Opens a page, waits until it shows something, and measures its frames while it moves. */
export async function measurePage(
  browser: Browser,
  { url, scale, patienceMs }: MovedPage,
  motions: readonly Motion[],
): Promise<Measured> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: scale,
  });
  context.setDefaultTimeout(patienceMs);
  try {
    const page = await context.newPage();
    const before = performance.now();
    await page.goto(url);
    while (!(await page.evaluate<boolean>('globalThis.shows?.() === true'))) {
      if (performance.now() - before > patienceMs)
        throw new Error(`it showed nothing within ${patienceMs / 1000} s`);
      await page.waitForTimeout(20);
    }
    const showsMs = performance.now() - before;
    await page.waitForTimeout(1500);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const measured = new Map<Motion, Frames>();
    for (const motion of motions) measured.set(motion, await within(patienceMs, move(page, session, motion)));
    return { kind: 'measured', showsMs, frames: measured };
  } catch (error) {
    return { kind: 'gave up', why: String(error).split('\n')[0] ?? '' };
  } finally {
    await Promise.race([context.close(), new Promise((resolve) => setTimeout(resolve, 5000))]);
  }
}

async function move(page: Page, session: CDPSession, motion: Motion): Promise<Frames> {
  const before = await taskSeconds(session);
  const gaps = await page.evaluate<number[]>(`(${moving})('${motion}', ${frames.before}, ${frames.counted})`);
  const processor = ((await taskSeconds(session)) - before) * 1000;
  return {
    p50: quantile(gaps, 0.5),
    p95: quantile(gaps, 0.95),
    most: Math.max(...gaps),
    processor: processor / (frames.counted + frames.before),
  };
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
}

async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs in the page: moves it once a frame, to and fro, and returns the milliseconds from each frame to the next. */
const moving = `async (motion, before, counted) => {
  const start = shown();
  const span = start.to - start.from;
  const gaps = [];
  let last = 0;
  for (let frame = 0; frame < before + counted; frame += 1) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    if (frame >= before) gaps.push(now - last);
    last = now;
    const { from, to } = shown();
    if (motion === 'pan') {
      const by = span * (frame % 160 < 80 ? 0.006 : -0.006);
      move(from + by, to + by);
    } else if (motion === 'zoom') {
      const factor = frame % 120 < 60 ? 0.96 : 1 / 0.96;
      const at = from + (to - from) * 0.4;
      move(at - (at - from) * factor, at + (to - at) * factor);
    } else scrub((frame % 100) / 100);
  }
  move(start.from, start.to);
  return gaps;
}`;
