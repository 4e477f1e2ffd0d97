import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenPage, PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { makeTokens } from '../support/tokens.ts';

const injured = { title: 'More are found injured', injured: { best: 4 } };

/** Types a text, and goes on to the next control. */
async function typeAndTab(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Tab');
}

describe.skipIf(isWithoutChromium)('writing in a browser (skipped where there is no Chromium)', () => {
  const tokens = makeTokens();
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser({ access: tokens.access });
  });
  afterAll(async () => served?.close());

  test('adds an event by keys alone: faults are told as it is typed, and what is previewed turns out true', async () => {
    const opened = await served.open();
    const { page } = opened;
    const dialog = page.getByRole('dialog', { name: 'Add an event' });
    await page.getByRole('button', { name: 'Add an event' }).press('Enter');
    await expect.poll(async () => focusedLabel(page)).toBe('Event type');
    await page.keyboard.type('casual');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Title').waitFor();
    await page.keyboard.press('Tab');
    await typeAndTab(page, 'strikes-kyiv');
    await dialog.getByText('It has 4 events; yours comes after.').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('2025-07-32');
    await dialog.getByText(/"2025-07-32"/).waitFor();
    expect(await described(page)).toMatch(/2025-07-32/);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('04 18:00');
    await page.keyboard.press('Enter');
    // What is missing is told, and has the focus.
    await expect.poll(async () => focusedLabel(page)).toBe('Title');
    expect(await described(page)).toBe('This is needed.');
    expect(await dialog.getByLabel('When it occurred').inputValue()).toBe('2025-07-04T18:00:00Z');
    await page.keyboard.type(injured.title);
    await dialog.getByRole('button', { name: 'Add Injured' }).press('Enter');
    await expect.poll(async () => focusedLabel(page)).toBe('Best');
    await page.keyboard.type('4.5');
    await expect.poll(async () => described(page)).toMatch(/whole number/);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    const change = dialog.locator('.difference', { hasText: 'Casualties › injured' }).last();
    await expect.poll(async () => change.locator('ins').textContent()).toBe('30');
    expect(await change.locator('del').textContent()).toBe('26');
    expect(await faultsInBothThemes(opened)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(`Recorded: ${injured.title}`).waitFor();
    await page.getByRole('heading', { name: injured.title }).waitFor();
    expect(await dialog.count()).toBe(0);
    await page.getByRole('tab', { name: 'Situation' }).click();
    await page.getByRole('button', { name: /^Injured 30/ }).waitFor();
    await opened.close();
  });

  test('corrects a fact, tells who was faster, and stands on top of it, on a phone, too', async () => {
    const { events } = await served.timeline.append('strikes-kyiv', [
      { type: 'CasualtiesReported', occurred: '2025-07-04', data: injured },
    ]);
    const id = events[0]?.id ?? '';
    const opened = await served.open(`/?panel=fact&event=${id}`, {
      expected: /status of 409/,
      viewport: { width: 390, height: 844 },
    });
    const { page } = opened;
    await page.getByRole('button', { name: 'Correct…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Correct this fact' });
    await dialog.getByLabel('Title').fill('Fewer are injured');
    await dialog.getByLabel('Best').fill('3');
    await dialog.getByText('Was: 4').waitFor();
    expect(await dialog.locator('.write-field.is-changed').count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.getByText('What you wrote is kept until you leave the page.').waitFor();
    expect(await focusedText(page)).toBe('Correct…');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is the draft that you left.').waitFor();
    await dialog.getByLabel('Reason').fill('Some were counted twice');
    await served.timeline.append('strikes-kyiv', [
      { type: 'NoteAdded', occurred: '2025-07-04', data: { title: 'Somebody else notes something' } },
    ]);
    await dialog.getByRole('button', { name: 'Record the correction' }).click();
    await dialog.getByRole('heading', { name: 'Someone was faster' }).waitFor();
    await dialog.getByText('Somebody else notes something').waitFor();
    expect(await faultsInBothThemes(opened)).toEqual([]);
    expect(await page.evaluate(() => document.body.scrollWidth <= innerWidth)).toBe(true);
    await dialog.getByRole('button', { name: 'Record on top of it' }).click();
    await page.getByRole('heading', { name: 'Fewer are injured' }).waitFor();
    await page.getByText('Some were counted twice').first().waitFor();
    await opened.close();
  });

  test('leaves nothing to press for whom the token lets only read, and says why', async () => {
    const id = 'to-be-read';
    await served.timeline.append('notes-a', [
      { id, type: 'NoteAdded', occurred: '2025-07-04', data: { title: 'A note to be read' } },
    ]);
    const reader = tokens.allowing('read');
    const opened = await served.open('/', { expected: /status of 401/ });
    const { page } = opened;
    await page.getByRole('textbox', { name: 'Token' }).fill(reader);
    await page.keyboard.press('Enter');
    await page.getByText('Read only: the token in use does not allow adding events.').waitFor();
    expect(await page.getByRole('button', { name: 'Add an event' }).count()).toBe(0);
    await page.evaluate((event) => {
      history.pushState(null, '', `?panel=fact&event=${event}`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, id);
    await page.getByRole('heading', { name: 'A note to be read' }).waitFor();
    await page.getByText('Read only: the token in use does not allow corrections.').waitFor();
    expect(await page.getByRole('button', { name: /Correct|Retract|Reinstate/ }).count()).toBe(0);
    await opened.close();
  });
});

/** What axe finds in the light and in the dark. */
async function faultsInBothThemes({ page, axe }: OpenPage): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    found.push(...(await axe()));
  }
  return found;
}

async function focusedLabel(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : undefined;
  });
}

async function focusedText(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

/** What the fault says that describes the control in focus. */
async function described(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused?.getAttribute('aria-invalid') !== 'true') return '';
    const ids = focused.getAttribute('aria-describedby')?.split(' ') ?? [];
    const fault = ids.find((id) => id.endsWith('-fault')) ?? '';
    return document.getElementById(fault)?.textContent ?? '';
  });
}
