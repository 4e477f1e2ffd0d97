import type { Browser, Page } from 'playwright-core';

/** The two scrubbers, by the clock that they move. */
export const kinds = ['occurred', 'recorded'] as const;

/** One of the scrubbers. */
export type Kind = (typeof kinds)[number];

/** How a scrubber is moved: dragged along, a few pixels a frame, or to any place once the last is shown. */
export const gaits = ['dragged', 'jumping'] as const;

/** One of the ways to move. */
export type Gait = (typeof gaits)[number];

/** What one move came to, in milliseconds. */
export interface Shown {
  /** From the pointer's event to the end of the frame that shows the state of its moment, or of one that the drag had come to by then. */
  readonly paintedMs: number;
  /** How long the answer took that it shows, from the request until it was read. */
  readonly answeredMs: number;
}

/** A page whose scrubbers are moved. */
export interface Scrubbed {
  scrub(kind: Kind, gait: Gait, moves: number): Promise<readonly Shown[]>;
}

/** Opens the page, and waits until the situation is there. */
export async function openScrubbed(browser: Browser, url: string): Promise<Scrubbed> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(120_000);
  await context.addInitScript(watching);
  const page = await context.newPage();
  await page.goto(url);
  await page.locator('#panel .answered[aria-busy="false"]').first().waitFor();
  let at = 0.2;
  return {
    async scrub(kind, gait, moves) {
      const box = await page.locator(`.slider.${kind}`).boundingBox();
      if (box === null) throw new Error(`There is no scrubber ${kind}`);
      const to = async (share: number) => page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
      await page.bringToFront();
      await to(at);
      await page.mouse.down();
      await page.waitForTimeout(500);
      await page.evaluate('began()');
      for (let move = 0; move < moves; move += 1) {
        at =
          gait === 'dragged'
            ? 0.1 + ((at - 0.1 + 3 / box.width) % 0.8)
            : 0.1 + ((at - 0.1 + 0.309_017) % 0.8);
        await to(at);
        if (gait === 'jumping') await settle(page);
      }
      await settle(page);
      const shown = await page.evaluate<readonly Shown[]>('found()');
      await page.mouse.up();
      await page.keyboard.press('Escape');
      return shown;
    },
  };
}

/** Waits until the state of the last move is shown, and a little longer, as a hand does. */
async function settle(page: Page): Promise<void> {
  // The policy of the page lets no text be run that waits in it.
  while (!(await page.evaluate<boolean>('isSettled()'))) await page.waitForTimeout(10);
  await page.waitForTimeout(40);
}

/**
 * Runs in the page before its own code: notes when the pointer moved a scrubber to another moment, when states were asked for and read, and when the frame after that was over.
 *
 * A move is shown by the first state that is asked for after it: while one is on its way, the next is asked for when that is there.
 */
const watching = `(() => {
  let [moved, moves, asked] = [0, [], []];
  addEventListener('pointermove', ({ timeStamp }) => void (moved = timeStamp), true);
  // Where there are many commits a scrubber stands at some of them: a move that leads to no other moment asks for nothing.
  new MutationObserver((changes) => {
    if (changes.some(({ target, oldValue }) => target.getAttribute('aria-valuenow') !== oldValue) && moves.at(-1) !== moved) moves.push(moved);
  }).observe(document, { subtree: true, attributeFilter: ['aria-valuenow'], attributeOldValue: true });
  const own = fetch.bind(globalThis);
  const askedOf = new WeakMap();
  globalThis.fetch = async (input, ...rest) => {
    const url = new URL(typeof input === 'string' || input instanceof URL ? input : input.url, location.href);
    if (!/^\\/v1\\/projections\\/[a-z]+$/.test(url.pathname)) return own(input, ...rest);
    const one = { at: performance.now(), read: NaN, painted: NaN, isOver: false };
    asked.push(one);
    try {
      const answer = await own(input, ...rest);
      askedOf.set(answer, one);
      return answer;
    } catch (error) {
      one.isOver = true;
      throw error;
    }
  };
  for (const name of ['json', 'text', 'arrayBuffer', 'bytes']) {
    const read = Response.prototype[name];
    if (read === undefined) continue;
    Response.prototype[name] = async function () {
      const one = askedOf.get(this);
      if (one === undefined) return read.call(this);
      try {
        const value = await read.call(this);
        one.read = performance.now();
        requestAnimationFrame(() => setTimeout(() => {
          one.painted = performance.now();
          one.isOver = true;
        }));
        return value;
      } catch (error) {
        one.isOver = true;
        throw error;
      }
    };
  }
  Object.assign(globalThis, {
    began() {
      [moves, asked] = [[], []];
    },
    isSettled: () => asked.every(({ isOver }) => isOver) && document.querySelector('#panel [aria-busy="true"]') === null,
    found: () => moves.flatMap((move) => {
      const one = asked.find(({ at, painted }) => at >= move && !Number.isNaN(painted));
      return one === undefined ? [] : [{ paintedMs: one.painted - move, answeredMs: one.read - one.at }];
    }),
  });
})()`;
