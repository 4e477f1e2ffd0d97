import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';

/** What frames came to while something moved; milliseconds, one value a frame. */
export interface Frames {
  /** From one frame to the next. */
  readonly gaps: readonly number[];
  /** What the page's own code took of a frame: all that was called back for it. */
  readonly drawn: readonly number[];
  /** Processor a frame: of the page's main thread, and of all processes of the browser; what others take does not count. */
  readonly main: number;
  readonly all: number;
}

/** How a page is moved. */
export type Motion = 'pan' | 'zoom' | 'scrub';

/** A page that is moved: `shown()`, `move(from, to)`, and `scrub(share)` where it can, are its own. */
export interface MovedPage {
  readonly url: string;
  /** Device pixels a CSS pixel. */
  readonly scale: number;
  /** How long it may take until it shows something, in milliseconds. */
  readonly patienceMs: number;
}

/** A page that shows something, and can be moved. */
export interface ShownPage {
  /** How long it took until it did. */
  readonly showsMs: number;
  /** Shows a window, waits until it is at rest, and moves it for so many frames; throws where that takes too long. */
  move(motion: Motion, window: { readonly from: number; readonly to: number }): Promise<Frames>;
  close(): Promise<void>;
}

/** How many frames are measured at most, how many before them are not, and for how long one measures, in milliseconds. */
const frames = { counted: 120, before: 8, msMax: 4000 };

/** Opens a page, and waits until it shows something; throws where it does not in time. */
export async function showPage(browser: Browser, options: MovedPage): Promise<ShownPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: options.scale,
  });
  context.setDefaultTimeout(options.patienceMs);
  try {
    return await within(options.patienceMs, show(browser, context, options));
  } catch (error) {
    await closed(context);
    throw error;
  }
}

async function show(browser: Browser, context: BrowserContext, { url, patienceMs }: MovedPage) {
  await context.addInitScript(timing);
  const page = await context.newPage();
  const before = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  while (!(await page.evaluate<boolean>('globalThis.shows?.() === true'))) await page.waitForTimeout(20);
  const showsMs = performance.now() - before;
  const [session, whole] = [await context.newCDPSession(page), await browser.newBrowserCDPSession()];
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const move = async (motion: Motion, window: { readonly from: number; readonly to: number }) => {
    await page.evaluate(`move(${window.from}, ${window.to})`);
    await page.waitForTimeout(700);
    return measured(page, session, whole, motion);
  };
  return {
    showsMs,
    move: async (motion, window) => within(patienceMs, move(motion, window)),
    close: async () => closed(context),
  } satisfies ShownPage;
}

async function measured(page: Page, session: CDPSession, whole: CDPSession, motion: Motion): Promise<Frames> {
  const [main, all] = [await mainMs(session), await allMs(whole)];
  const { before, counted, msMax } = frames;
  const { gaps, drawn } = await page.evaluate<Pick<Frames, 'gaps' | 'drawn'>>(
    `(${moving})('${motion}', ${before}, ${counted}, ${msMax})`,
  );
  const moved = gaps.length + before;
  return {
    gaps,
    drawn,
    main: ((await mainMs(session)) - main) / moved,
    all: ((await allMs(whole)) - all) / moved,
  };
}

async function mainMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

async function allMs(whole: CDPSession): Promise<number> {
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}

/** A page that hangs does not close either. */
async function closed(context: BrowserContext): Promise<void> {
  await Promise.race([context.close(), new Promise((resolve) => setTimeout(resolve, 5000))]);
}

async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs in the page before its own code: adds up what is called back for each frame. */
const timing = `(() => {
  const request = requestAnimationFrame.bind(globalThis);
  globalThis.drawnMs = [];
  let [frame, sum] = [-1, 0];
  globalThis.requestAnimationFrame = (callback) => request((time) => {
    const before = performance.now();
    callback(time);
    if (time !== frame && frame >= 0) {
      drawnMs.push(sum);
      sum = 0;
    }
    frame = time;
    sum += performance.now() - before;
  });
})()`;

/** Runs in the page: moves it once a frame, to and fro, and returns the milliseconds from each frame to the next. */
const moving = `async (motion, before, counted, msMax) => {
  const start = shown();
  const span = start.to - start.from;
  const gaps = [];
  drawnMs.length = 0;
  const began = performance.now();
  let last = 0;
  for (let frame = 0; frame < before + counted; frame += 1) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    if (frame >= before) gaps.push(now - last);
    last = now;
    if (gaps.length > 2 && now - began > msMax) break;
    const { from, to } = shown();
    if (motion === 'pan') {
      const by = span * (frame % 80 < 40 ? 0.006 : -0.006);
      move(from + by, to + by);
    } else if (motion === 'zoom') {
      const factor = frame % 60 < 30 ? 0.96 : 1 / 0.96;
      const at = from + (to - from) * 0.4;
      move(at - (at - from) * factor, at + (to - at) * factor);
    } else scrub((frame % 100) / 100);
  }
  move(start.from, start.to);
  return { gaps, drawn: drawnMs.slice(before) };
}`;
