import { describe, expect, test } from 'vitest';

import type { Json, JsonObject } from '../../src/domain/json.ts';
import { mapRow } from '../../src/domain/map-row.ts';
import { readMapping } from '../../src/domain/mapping.ts';

const base = {
  name: 'losses',
  stream: 'losses-{day|slug}',
  events: [{ type: 'MeasureReported', occurred: '{day}', data: { title: 'x' } }],
};

describe('data of a mapping', () => {
  test('is filled at every depth, and constants stay as they are', () => {
    const data = {
      title: '{what} on {day}',
      about: ['place:{place|slug}', 'kind:constant'],
      nested: { list: [1, true, null, { text: '{what|upper}' }] },
      empty: { list: [], object: {} },
      braces: '{{{what}}}',
    };
    expect(dataOf(data, { what: 'tanks', day: '2025-07-03', place: 'Kyiv City' })).toEqual({
      title: 'tanks on 2025-07-03',
      about: ['place:kyiv-city', 'kind:constant'],
      nested: { list: [1, true, null, { text: 'TANKS' }] },
      empty: { list: [], object: {} },
      braces: '{tanks}',
    });
  });

  test('leaves out what is optional and empty, and what then has nothing left in it', () => {
    const data = {
      title: 'x',
      summary: 'See {note?}',
      places: [{ name: '{place?}' }],
      inferred: ['{made_up?}', 'occurred'],
      sources: [{ publisher: 'Post', url: '{url?}' }],
    };
    const empty = { day: '2025', note: '', place: '', made_up: '', url: '' };
    expect(dataOf(data, empty)).toEqual({
      title: 'x',
      inferred: ['occurred'],
      sources: [{ publisher: 'Post' }],
    });
    expect(dataOf(data, { ...empty, note: 'below', place: 'Kyiv' })).toMatchObject({
      summary: 'See below',
      places: [{ name: 'Kyiv' }],
    });
  });

  test('never holds an empty text by accident', () => {
    expect(() => dataOf({ title: '{what}' }, { day: '2025', what: '' })).toThrow(
      expect.objectContaining({ code: 'invalid-event', facts: expect.objectContaining({ column: 'what' }) }),
    );
    expect(() => dataOf({ title: '{what|slug}' }, { day: '2025', what: '---' })).toThrow(/has no letter/);
  });

  test('turns numbers written as texts into numbers, and refuses what is none', () => {
    const number = (value: string) => dataOf({ value: '{value|number}' }, { day: '2025', value })['value'];
    expect(['0', '1165', '-3.5', '1e3', '0.1'].map(number)).toEqual([0, 1165, -3.5, 1000, 0.1]);
    for (const value of ['1,165', ' 5', '05', 'NaN', '9007199254740993', '1e999', '+1', '0x10', ''])
      expect(() => number(value)).toThrow(/column value/);
    expect(dataOf({ title: 'x', value: '{value?|number}' }, { day: '2025', value: '' })).toEqual({
      title: 'x',
    });
  });
});

describe('times of a mapping', () => {
  test('become RFC 3339 with the offset that they have', () => {
    expect(instant('instant', '2022-03-15 16:10:34+00:00')).toBe('2022-03-15T16:10:34+00:00');
    expect(instant('instant', '2022-03-15T16:10:34Z')).toBe('2022-03-15T16:10:34Z');
    for (const text of [
      '2022-03-15 16:10:34',
      '2022-02-30 16:10:34Z',
      '15.03.2022',
      '2022-03-15 16:10:34 +00:00',
    ])
      expect(() => instant('instant', text)).toThrow(/is not an instant/);
  });

  test('in local time take their offset from a zone, and are refused where clocks change', () => {
    expect(instant('instant:Europe/Kyiv', '2025-07-04 00:20')).toBe('2025-07-04T00:20:00+03:00');
    expect(instant('instant:Europe/Kyiv', '2025-01-04T00:20:30.25')).toBe('2025-01-04T00:20:30.250+02:00');
    for (const text of [
      '2025-03-30 03:30:00',
      '2025-10-26 03:30:00',
      '2025-07-04T00:20:00Z',
      '2025-02-30 00:00',
    ])
      expect(() => instant('instant:Europe/Kyiv', text)).toThrow(/is not a local time in Europe\/Kyiv/);
  });
});

describe('values and conditions of a mapping', () => {
  const levels = {
    ...base,
    values: {
      publisher: 'Post',
      level: [
        { when: [{ column: 'region', equals: ['Kyiv City', 'Sevastopol'] }], is: 'city' },
        { when: [{ column: 'region', differs: '' }], is: 'oblast' },
      ],
      label: '{publisher}: {level?}',
    },
    when: [{ column: 'skip', empty: true }],
    events: [
      {
        type: 'NoteAdded',
        when: [{ column: 'level', empty: false }],
        occurred: '{day}',
        data: { title: '{label}' },
      },
    ],
  };
  const row = (region: string, skip = '') => rowsOf(levels, { day: '2025', region, skip });

  test('choose the first case that holds, and read what stands before them', () => {
    expect(row('Kyiv City')[0]?.data).toEqual({ title: 'Post: city' });
    expect(row('Odesa')[0]?.data).toEqual({ title: 'Post: oblast' });
  });

  test('leave out events, and whole rows', () => {
    expect(row('')).toEqual([]);
    expect(row('Odesa', 'yes')).toEqual([]);
  });

  test('share data between the events, which each may say otherwise', () => {
    const shared = {
      ...base,
      data: { title: 'shared', unit: 'tanks' },
      events: [
        { type: 'MeasureReported', occurred: '{day}' },
        { type: 'NoteAdded', schemaVersion: 1, occurred: '{day}', data: { title: 'own' } },
      ],
    };
    expect(rowsOf(shared, { day: '2025' }).map(({ data }) => data)).toEqual([
      { title: 'shared', unit: 'tanks' },
      { unit: 'tanks', title: 'own' },
    ]);
  });
});

describe('a mapping file that is wrong', () => {
  const wrong: Readonly<Record<string, readonly [Json, RegExp]>> = {
    '': [[], /expected object/],
    '/name': [{ ...base, name: undefined as never }, /expected string/],
    '/sream': [{ ...base, sream: 'x' }, /is nothing that a mapping has/],
    '/events': [{ ...base, events: [] }, /expected array to have >=1/],
    '/events/0/when/0': [withEvent({ when: [{ column: 'a' }] }), /exactly one of/],
    '/stream': [{ ...base, stream: 'x-{day' }, /stands alone/],
    '/events/0/occurred': [withEvent({ occurred: '{day|instnt}' }), /there is no filter "instnt"/],
    '/events/0/data/title': [withEvent({ data: { title: '{|slug}' } }), /names no column/],
    '/events/0/data/a/0/b': [
      withEvent({ data: { a: [{ b: 'x {n|number}' }] } }),
      /makes a number inside a text/,
    ],
    '/events/0/data/n': [
      withEvent({ data: { n: '{n|number|lower}' } }),
      /goes on after a filter that gives a number/,
    ],
    '/events/0/data/at': [withEvent({ data: { at: '{at|instant:Kyiv}' } }), /is not an IANA zone/],
    '/columns': [{ ...base, columns: { unused: ['x'] } }, /no template and no condition names unused/],
    '/values/day': [
      { ...base, values: { day: '{other}' }, defaults: { day: 'x' } },
      /cannot be a column too/,
    ],
    '/values/a': [{ ...base, values: { b: '{a}', a: 'x' } }, /nor stand before itself/],
    '/values/c/0/is': [{ ...base, values: { c: [{ is: '{' }] } }, /stands alone/],
  };

  test.each(Object.entries(wrong))('is refused at %s', (pointer, [mapping, why]) => {
    expect(() => readMapping(mapping)).toThrow(
      expect.objectContaining({
        code: 'invalid-mapping',
        facts: { pointer },
        message: expect.stringMatching(why),
      }),
    );
  });
});

function instant(filter: string, text: string) {
  return dataOf({ at: `{at|${filter}}` }, { day: '2025', at: text })['at'];
}

function withEvent(members: JsonObject): JsonObject {
  return { ...base, events: [{ type: 'NoteAdded', occurred: '{day}', ...members }] };
}

function rowsOf(mapping: Json, row: Readonly<Record<string, string>>) {
  return mapRow(readMapping(mapping), new Map(Object.entries(row)));
}

function dataOf(data: JsonObject, row: Readonly<Record<string, string>>): JsonObject {
  return rowsOf(withEvent({ data }), row)[0]?.data ?? {};
}
