import { DatabaseSync } from 'node:sqlite';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { searchText, searchWords, wordsOf } from '../../src/store/words.ts';

test('the words of a text are found, however many it has', () => {
  expect(searchWords({ title: 'a '.repeat(400_000) })).toHaveLength(400_000);
});

test('the words of a text in ASCII are those of any other', () => {
  expect(wordsOf("The Mayor's 2nd\0 call_back, O.K.")).toEqual(
    ['The', 'Mayor', 's', '2nd', 'call', 'back', 'O', 'K'].map((word) => word.toLowerCase()),
  );
  expect(wordsOf('… !')).toEqual([]);
});

test('SQLite makes the words of a search out of the text that it is given', () => {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE VIRTUAL TABLE found USING fts5 (words, content='', detail=none, tokenize='ascii');
    CREATE VIRTUAL TABLE word USING fts5vocab(found, instance)`);
  const insert = database.prepare('INSERT INTO found (rowid, words) VALUES (1, ?)');
  const list = database.prepare('SELECT DISTINCT term FROM word');
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary-ascii' }),
    fc.constantFrom('Élysée', 'İstanbul', 'Київ', 'ﬁ', '–', 'A\0b', 'x_y', '²', 'Kyiv '),
  );
  const text = fc.array(pieces).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.record({ title: text, about: fc.array(text), sources: fc.tuple(text) }), (data) => {
      insert.run(searchText(data));
      const terms = list.all().map(({ term }) => term);
      database.exec("INSERT INTO found (found) VALUES ('delete-all')");
      expect(new Set(terms)).toEqual(new Set(searchWords(data)));
    }),
  );
  database.close();
});
