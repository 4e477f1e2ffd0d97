import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { PageBrowser } from '../support/page-browser.ts';
import { builtPage, readyPage, startPageBrowser } from '../support/page-browser.ts';

/** Most JavaScript of the first view, in bytes of gzip. */
const bytesMax = 90_000;

beforeAll(readyPage);

/** Lists the scripts that the document loads before anything else happens. */
function scriptsOfDocument(): readonly string[] {
  const document = readFileSync(join(builtPage, 'index.html'), 'utf8');
  return [...document.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file = '']) => file);
}

const bytesOf = (file: string): number => gzipSync(readFileSync(join(builtPage, file))).length;
/** How long a page that stands still asks for nothing, in milliseconds: longer than its clock's second. */
const restMs = 2500;
/** How often a page may be found at work until it must stand still. */
const looksMax = 12;

/** Waits until the page asks for nothing more; throws with what it goes on asking for. */
async function untilAtRest(page: Page): Promise<void> {
  let asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  for (let look = 0; look < looksMax; look += 1) {
    asked = [];
    await page.waitForTimeout(restMs);
    if (asked.length === 0) return;
  }
  throw new Error(`The page does not come to rest. It asked last for:\n${asked.join('\n')}`);
}

/** Returns the scripts that a page has loaded when it asks for nothing more. */
async function scriptsAtRest(page: Page): Promise<readonly string[]> {
  await untilAtRest(page);
  const names = await page.evaluate<string[]>(
    `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.slice(1))`,
  );
  return [...new Set(names.filter((name) => name.endsWith('.js')))];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

describe('the page', () => {
  test('loads no more than 90 kB of JavaScript with its document', () => {
    const scripts = scriptsOfDocument();
    expect(scripts.length).toBeGreaterThan(0);
    expect(sum(scripts.map(bytesOf))).toBeGreaterThan(5000);
    expect(sum(scripts.map(bytesOf))).toBeLessThanOrEqual(bytesMax);
  });

  test('has nothing in its document that its policy forbids', () => {
    const document = readFileSync(join(builtPage, 'index.html'), 'utf8');
    const inline = /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|https?:\/\/|<base/i;
    expect(inline.exec(document)).toBeNull();
    expect(inline.test('<p onclick="x">')).toBe(true);
  });
});

describe.skipIf(isWithoutChromium)('the page in a browser (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  test('runs no more than 90 kB of JavaScript in all until its first view stands still', async () => {
    const opened = await served.open();
    const scripts = await scriptsAtRest(opened.page);
    expect(scripts).toEqual(expect.arrayContaining([...scriptsOfDocument()]));
    expect(sum(scripts.map(bytesOf)), scripts.join('\n')).toBeLessThanOrEqual(bytesMax);
    await opened.close();
  });
});
