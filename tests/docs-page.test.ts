import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';

import { readAddress } from '../src/web/model/address.ts';
import { writeAddress } from '../src/web/model/write-address.ts';
import { csvRow } from '../src/web/share/csv.ts';
import { fileName } from '../src/web/share/file-name.ts';
import { columnNames } from '../src/web/share/formats.ts';
import { factsAtOnce } from '../src/web/share/read-facts.ts';
import { bytesMax } from '../src/web/share/write-facts.ts';
import { texts } from '../src/web/texts.ts';
import { keysTexts } from '../src/web/texts/keys.ts';
import { morePanelTexts } from '../src/web/texts/more-panels.ts';
import { panelTexts } from '../src/web/texts/panels.ts';
import { shareTexts } from '../src/web/texts/share.ts';
import { timelineTexts } from '../src/web/texts/timeline.ts';
import { writeAccess } from '../src/web/texts/write-access.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/page.md'), 'utf8');
const part = (title: string): string => page.split(`## ${title}\n`)[1]?.split(/^## /m)[0] ?? '';
const rowsOf = (text: string) =>
  [...text.matchAll(/^\| (`.+?) \| (.*) \|$/gm)].map(([, one = '', two = '']) => [one, two]);
const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Lists all that texts say, without what is made of numbers. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}

describe('docs/page.md', () => {
  test('tells the keys that the sheet tells, and no others', () => {
    const told = part('Keys')
      .split(/^### /m)
      .slice(1)
      .map((section) => ({
        title: section.split('\n')[0],
        rows: rowsOf(section).map(([keys = '', meaning]) => [codesIn(keys), meaning]),
      }));
    expect(told).toEqual(keysTexts.sections);
  });

  test('names buttons and panels as the page does', () => {
    const said = new Set([
      ...wordsIn([texts.en, timelineTexts, panelTexts, morePanelTexts, shareTexts, writeAccess]),
      texts.en.header.filters(0),
    ]);
    const named = [...page.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => name !== 'bold' && !said.has(name))).toEqual([]);
  });

  test('tells every parameter of the address, with values that are understood', () => {
    const rows = rowsOf(part('The address'));
    const names = rows.flatMap(([first = '']) => codesIn(first));
    const all = writeAddress({
      asOf: 0,
      knownAt: 1,
      newest: 2,
      linked: true,
      certainty: 'certain',
      window: { from: 0, to: 1 },
      lanes: 'actor',
      filter: { about: ['a'], types: ['b'], streams: ['c'], sources: ['d'], text: 'e' },
      panel: 'fact',
      selected: 'f',
      explained: '/g',
      compared: { asOf: 0, knownAt: 1 },
      zone: 'own',
    });
    expect([...new URLSearchParams(all).keys()].toSorted()).toEqual(names.toSorted());
    for (const [first = '', meaning = ''] of rows)
      for (const value of codesIn(meaning))
        expect(readAddress(`?${codesIn(first)[0]}=${value}`).refused, `${first} ${value}`).toEqual([]);
  });

  test('tells how the apostrophes of a cell are taken away', () => {
    const [, pattern = ''] = /replace `\/(.+)\/g`/.exec(page) ?? [];
    for (const text of ['=1', "'=1", 'a;=1', 'a; "=1', '\t', 'a\n+1', "it's; fine", '-1;-1\r\n@a']) {
      const [cell = ''] = parse(csvRow([text]), { recordDelimiter: '\r\n' }).flat();
      expect(cell.replaceAll(new RegExp(pattern, 'g'), '')).toBe(text);
    }
  });

  test('says of files what they have: their columns, their names and their bounds', () => {
    expect(/```text\n([^`]+)\n```/.exec(page)?.[1]).toBe(columnNames.join(','));
    expect(page).toContain(
      fileName({ asOf: '2025-07-04T12:00:00Z', knownAt: '2025-07-04T18:17:24Z', position: 20 }, 'csv'),
    );
    expect(page).toContain(`may have ${bytesMax / 1024 ** 2} MiB`);
    expect(page).toContain(`asks for ${factsAtOnce} facts at a time`);
  });
});
