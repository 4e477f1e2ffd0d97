import { expect, test } from 'vitest';

import { loadAhead, partsAhead } from '../../src/web/shell/ahead.ts';

const done = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('parts are loaded one after the other once somebody uses the page, and not before; one that fails holds none up', async () => {
  const page = new EventTarget();
  const loaded: string[] = [];
  const part =
    (name: string, fails = false) =>
    async () => {
      loaded.push(name);
      if (fails) throw new Error('away');
      return Promise.resolve();
    };
  loadAhead([part('one'), part('two', true), part('three')], page, done);
  await done();
  expect(loaded).toEqual([]);
  page.dispatchEvent(new Event('keydown'));
  page.dispatchEvent(new Event('pointerdown'));
  await expect.poll(() => loaded).toEqual(['one', 'two', 'three']);
  await done();
  expect(loaded).toHaveLength(3);
});

test('what reads a typed time is the first part that is loaded', async () => {
  expect(await partsAhead[0]?.()).toHaveProperty('takeTime');
});
