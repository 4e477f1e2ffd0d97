import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Counts from the next document on how far things move. */
export async function countShifts(page: Page): Promise<void> {
  await page.addInitScript(countingShifts);
}

/** Adds up how far things moved by themselves: what a reader had just asked to move does not count. */
const countingShifts = `globalThis.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput) shifts.push([value, sources.map(({ node }) => node?.className ?? node?.nodeName).join(' ')]);
}).observe({ type: 'layout-shift', buffered: true });`;

/** The most that may move on a screen, as browsers measure it. */
const shiftMax = 0.02;

/** Checks that hardly anything has moved by itself since this was asked last. */
export async function stays(page: Page, screen: string): Promise<void> {
  // A shift is told of with the frame after it.
  const shifts = await page.evaluate<readonly (readonly [number, string])[]>(
    'new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(shifts.splice(0)), 50)))',
  );
  const sum = shifts.reduce((total, [value]) => total + value, 0);
  expect(sum, `${screen}: ${JSON.stringify(shifts)}`).toBeLessThanOrEqual(shiftMax);
}
