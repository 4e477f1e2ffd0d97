import { describe, expect, test } from 'vitest';

import type { SelectingProjection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/index.ts';
import { checkProjection } from '../../src/testing/index.ts';
import { yardDays, yardWords } from '../support/yard.ts';

type Selecting = SelectingProjection<readonly unknown[], unknown>;

/** Checks a projection that lists what it selects, and returns how it is found out. */
async function found(more: Pick<Selecting, 'select'> & Partial<Selecting>): Promise<string> {
  const projection = defineProjection<readonly unknown[], unknown>({
    name: 'selecting',
    version: 1,
    description: 'Lists what it selects.',
    initial: [],
    evolve: (state, selected) => [...state, selected],
    ...more,
  });
  return checkProjection(yardWords(projection), projection, yardDays).then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

const selectChanging: Selecting['select'] = ({ data, id }) => {
  (data as Record<string, unknown>)['seen'] = true;
  return id;
};

const evolveChanging: Selecting['evolve'] = (state, selected) => {
  (selected as { ids: string[] }).ids.push('more');
  return state;
};

const selectThrowing: Selecting['select'] = ({ id }) => {
  if (id === 'c') throw new Error('did not expect this');
  return id;
};

describe('checking a projection that selects', () => {
  test.each<[string, Selecting['select']]>([
    ['an object', ({ id, data }) => ({ id, count: Number(data['count']) })],
    ['a text, or nothing', ({ id }) => (id === 'a' ? undefined : id)],
    ['null and false', ({ id }) => (id === 'a' ? null : false)],
    ['what JSON drops', ({ id }) => ({ id, none: undefined, zero: -0, deep: [{ none: undefined }] })],
    ['the data of the fact as it is', ({ data }) => data],
  ])('finds nothing where it selects %s', async (_, select) => {
    expect(await found({ select })).toBe('nothing');
  });

  test('finds one that gives something else when it is asked again', async () => {
    let asked = 0;
    for (const value of [
      () => (asked += 1),
      () => ({ at: [(asked += 1)] }),
      () => ((asked += 1) % 2 === 0 ? undefined : 'seen'),
      () => ((asked += 1) % 2 === 0 ? null : undefined),
    ])
      expect(await found({ select: value })).toContain('selects something else when it is asked again');
  });

  test('finds one that changes the fact', async () => {
    expect(await found({ select: selectChanging })).toContain('changes what it is given');
  });

  test('finds a fold that changes what was selected', async () => {
    expect(await found({ select: ({ id }) => ({ ids: [id] }), evolve: evolveChanging })).toContain(
      'changes what it is given',
    );
  });

  test.each<[string, unknown, string]>([
    ['a Date', new Date(0), '/value'],
    ['a Map', new Map(), '/value'],
    ['no number', Number.NaN, '/value'],
    ['a function', () => 1, '/value'],
    ['a bigint', 1n, '/value'],
    ['a hole in a list', [undefined], '/value/0'],
  ])('finds one that selects %s', async (_, value, pointer) => {
    expect(await found({ select: () => ({ value }), evolve: (state) => state })).toContain(
      `no JSON data at ${pointer}`,
    );
  });

  test('finds one that throws', async () => {
    expect(await found({ select: selectThrowing })).toContain('did not expect this');
  });
});
