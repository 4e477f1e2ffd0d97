import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import type { Projection } from '../../src/index.ts';
import { defineProjection, news } from '../../src/index.ts';
import type { CheckOptions, GivenStep } from '../../src/testing/index.ts';
import { checkProjection } from '../../src/testing/index.ts';
import { gates, yard, yardDays, yardWords } from '../support/yard.ts';

/** Checks a projection with this fold and returns how it is found out. */
async function found(broken: Partial<Projection<never>>, options?: CheckOptions): Promise<string> {
  const projection = defineProjection({
    name: 'broken',
    version: 1,
    description: 'A projection that is not as it must be.',
    initial: [] as never,
    evolve: (state) => state,
    ...broken,
  });
  return checkProjection(yardWords(projection), projection, yardDays, options).then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
}

const lists = (evolve: (state: readonly unknown[], fact: Parameters<Projection['evolve']>[1]) => unknown) =>
  ({ initial: [] as never, evolve: evolve as never }) satisfies Partial<Projection<never>>;

describe('checking a projection', () => {
  test('finds nothing where nothing is wrong', async () => {
    await checkProjection(yardWords(), yard, yardDays);
    await checkProjection(yardWords(), gates, yardDays);
  });

  test('finds nothing in the projections of the news vocabulary', async () => {
    const steps: readonly GivenStep[] = [
      {
        id: 'call',
        type: 'CallHeld',
        occurred: '2025-07-03',
        data: {
          about: ['actor:a', 'actor:b'],
          sources: [{ publisher: 'X' }],
          participants: [{ actor: 'actor:a' }, { actor: 'actor:b' }],
        },
      },
      { id: 'note', type: 'NoteAdded', occurred: '2025-07-02', data: { text: 'n' } },
      { retracts: 'note' },
    ];
    for (const projection of news.projections)
      await expect(
        checkProjection(news, projection, steps).catch((error: unknown) => String(error)),
        projection.name,
      ).resolves.toBeUndefined();
  });

  test('finds a fold that changes the state, or the fact, that it is given', async () => {
    const pushes = lists((state, { id }) => {
      (state as unknown[]).push(id);
      return state;
    });
    expect(await found(pushes)).toContain('pure: on event a it changes what it is given');
    const writes = lists((state, fact) => {
      (fact.data as Record<string, unknown>)['seen'] = true;
      return state;
    });
    expect(await found(writes)).toContain('changes what it is given');
  });

  test('finds a fold that goes by the clock, by chance, or by what it kept elsewhere', async () => {
    let kept = 0;
    for (const value of [() => Date.now(), () => Math.random(), () => (kept += 1)])
      expect(await found(lists((state) => [...state, value()]))).toContain('not pure');
  });

  test('finds keys that change', async () => {
    let asked = 0;
    expect(await found({ key: () => [`key-${(asked += 1)}`] })).toContain('other keys');
  });

  test('finds a state that is no plain JSON data', async () => {
    for (const value of [undefined, new Date(0), new Map(), Number.NaN, () => 1])
      expect(await found(lists((state) => [...state, value]))).toContain('no JSON data at /0');
  });

  test('finds a state that is not of its schema', async () => {
    const wrong = { ...lists((state, { id }) => [...state, id]), schema: z.array(z.number()) };
    expect(await found(wrong)).toContain('as-its-schema-says');
  });

  test('finds a fold that goes by the order in which events were handed over', async () => {
    expect(await found(lists((state, { position }) => [...state, position]))).toContain(
      'the-same-in-any-order',
    );
    expect(
      await found(
        lists((state, { position }) => [...state, position]),
        { except: ['the-same-in-any-order'] },
      ),
    ).toBe('nothing');
  });

  test('finds a fold that is another one when it goes on from a state that was saved', async () => {
    const hidden = new WeakMap<object, number>();
    const counts = lists((state) => {
      const count = (hidden.get(state) ?? 0) + 1;
      const next = [count];
      hidden.set(next, count);
      return next;
    });
    expect(await found(counts)).toMatch(/the-same-(?:from-checkpoints|after-a-rebuild)/);
  });

  test('finds a value that depends on more than it says', async () => {
    const says = {
      ...lists((state, { id }) => [...state, id]),
      dependsOn: () => ({ types: ['CratesLeft'] }),
    };
    expect(await found(says)).toContain('depends-on-what-it-says');
  });

  test('says that there is no such projection', async () => {
    await expect(checkProjection(yardWords(), { name: 'none' }, yardDays)).rejects.toThrow(
      'no projection none',
    );
  });
});
