import { expect, test } from 'vitest';

import { searchWords } from '../../src/store/words.ts';

test('the words of a text are found, however many it has', () => {
  expect(searchWords({ title: 'a '.repeat(400_000) })).toHaveLength(400_000);
});
