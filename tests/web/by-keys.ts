import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { patiently } from '../support/page-steps.ts';

/** What has the focus. */
export interface Focused {
  /** What it is called: by its label, or by its text. */
  readonly name: string;
  /** What is wrong with how it is seen; empty where nothing is. */
  readonly faults: readonly string[];
}

/** A page that nothing but keys is used on: after each of them something has the focus, and is seen to have it. */
export interface ByKeys {
  /** Presses keys, one after the other. */
  press(...keys: readonly string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Goes on from stop to stop until one has this name; throws when none of the next hundred has. */
  tabTo(name: RegExp, key?: 'Tab' | 'Shift+Tab'): Promise<void>;
  /** Waits until what has the focus is called so. */
  isAt(name: RegExp): Promise<void>;
}

/** Most stops that are looked at for one. */
const stopsMax = 100;

/** Uses a page by keys alone. */
export function byKeys(page: Page): ByKeys {
  const look = async (key: string): Promise<string> => {
    // What moves the focus may come with an answer: only where it stays lost it is.
    await patiently(async () => (await focusedOn(page)).faults, `after ${key}`).toEqual([]);
    return (await focusedOn(page)).name;
  };
  const press = async (key: string): Promise<string> => {
    await page.keyboard.press(key);
    return look(key);
  };
  return {
    async press(...keys) {
      for (const key of keys) await press(key);
    },
    async type(text) {
      await page.keyboard.type(text);
      await look(text);
    },
    async tabTo(name, key = 'Tab') {
      const passed: string[] = [];
      for (let stop = 0; stop < stopsMax; stop += 1) {
        const at = await press(key);
        if (name.test(at)) return;
        passed.push(at);
      }
      throw new Error(`No stop is called ${String(name)}, among ${passed.join(' | ')}`);
    },
    async isAt(name) {
      await patiently(async () => (await focusedOn(page)).name, 'the focus').toMatch(name);
      expect((await focusedOn(page)).faults).toEqual([]);
    },
  };
}

/** Tells what has the focus; the document itself is nothing. */
export async function focusedOn(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(`(() => { ${String(ringOf)} return (${String(focused)})(); })()`);
}

/** Runs in the page. */
function focused(): Focused {
  const faults: string[] = [];
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) return { name: '', faults: ['lost'] };
  const isStop = activeElement.getAttribute('tabindex') !== '-1';
  if (isStop && ringOf(activeElement) < 2) faults.push('no ring');
  const { left, right, top, bottom } = activeElement.getBoundingClientRect();
  const isInside = right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  if (!isInside) faults.push('out of sight');
  const labels = (activeElement.getAttribute('aria-labelledby') ?? '').split(' ');
  const label = labels
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')
    .trim();
  const name = activeElement.getAttribute('aria-label') ?? (label || (activeElement.textContent ?? ''));
  return { name: name.trim(), faults };
}

/** Runs in the page: how wide the ring around something is, in pixels. The list lies unseen over the drawing: its ring is around both. */
function ringOf(element: Element): number {
  const body = element.matches('.twin') ? element.closest('.timeline-body') : null;
  if (body !== null) return Number.parseFloat(getComputedStyle(body, '::after').borderTopWidth);
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
}
