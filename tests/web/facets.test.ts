import { afterEach, expect, test } from 'vitest';

import { streamsOf, typesOf } from '../../src/web/header/facets.ts';
import { valueName } from '../../src/web/header/value-name.ts';
import type { ServedModel } from './served-model.ts';
import { said, serveModel } from './served-model.ts';

let served: ServedModel | undefined;
afterEach(async () => served?.close());

const never = new AbortController().signal;

test('where there are too many facts to count, types in use come with how many readings, and streams with how many events', async () => {
  served = await serveModel(async (timeline) => {
    await timeline.append('notes-b', [said('first', '2025-07-01')]);
    await timeline.append('notes-a', [said('second', '2025-07-02'), said('third', '2125-07-02')]);
  });
  const at = { asOf: Date.UTC(2025, 6, 5), position: 3 };
  expect(await typesOf(served.model, undefined, at, never)).toEqual({
    counted: 'readings',
    values: [{ value: 'StatementMade', count: 2 }],
  });
  expect(await streamsOf(served.model, undefined, at, never)).toEqual({
    counted: 'events',
    values: [
      { value: 'notes-a', count: 2 },
      { value: 'notes-b', count: 1 },
    ],
  });
  const { marks } = served.model.marks.value;
  expect(await typesOf(served.model, marks, at, never)).toEqual({
    counted: 'facts',
    values: [{ value: 'StatementMade', count: 2 }],
  });
});

test('values are told by the names that the rest of the page has for them', () => {
  expect(valueName('types', 'AttackReported')).toBe('Attack reported');
  expect(valueName('about', 'place:kyiv')).toBe('Kyiv');
  expect(valueName('sources', 'The Post')).toBe('The Post');
});
