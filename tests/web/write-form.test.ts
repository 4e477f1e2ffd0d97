import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import { newsEvents } from '../../src/domain/events/news.ts';
import { prepareEvent } from '../../src/domain/prepare.ts';
import { isObject } from '../../src/web/panels/shared/json.ts';
import { isChanged } from '../../src/web/write/form/changed.ts';
import { startOf, startOfItem, withValue } from '../../src/web/write/form/edit.ts';
import type { Field } from '../../src/web/write/form/fields.ts';
import { fieldOf } from '../../src/web/write/form/fields.ts';
import type { Schema } from '../../src/web/write/form/schema.ts';
import { partOf } from '../../src/web/write/form/schema.ts';
import { partsOfTime, tidiedTime, timeOfParts } from '../../src/web/write/form/time-parts.ts';
import { textOfValue, valueOfText } from '../../src/web/write/form/typed.ts';
import { faultsOf } from '../../src/web/write/form/validate.ts';
import { dataInForm, dataLike, newsSchemas } from './write-data.ts';

const catalogue = createCatalogue(newsEvents);
const none: ReadonlySet<string> = new Set();

/** What the server says of the data of an event: nothing, or where the first fault is. */
function refusalOf(type: string, data: unknown): string | undefined {
  try {
    prepareEvent(catalogue, { type, occurred: '2025-07-03', data }, () => 'id');
    return undefined;
  } catch (error) {
    // What is no JSON that can be kept is found before it is known to be data of an event.
    if (error instanceof TimelineError)
      return `${error.code === 'invalid-json' ? '/data' : ''}${String(error.facts['pointer'])}`;
    throw error;
  }
}

/** The fields in which something is typed or chosen. */
function leavesOf(field: Field): readonly Field[] {
  if (['object', 'list', 'choice'].includes(field.part.kind)) return field.children.flatMap(leavesOf);
  return [field];
}

/** The pointers of everything that is no object and no list. */
function valuesIn(value: unknown, pointer = ''): readonly string[] {
  const parts = Array.isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : undefined;
  return parts === undefined
    ? [pointer]
    : parts.flatMap(([name, part]) => valuesIn(part, `${pointer}/${name}`));
}

describe.each(newsSchemas)('the form of $type.type', ({ type, schema }) => {
  test('finds the faults that the server finds, and no others', () => {
    fc.assert(
      fc.property(dataLike(schema, schema), (data) => {
        const pointers = faultsOf(schema, schema, data).map(({ pointer }) => `/data${pointer}`);
        const refused = refusalOf(type.type, data);
        expect(pointers.length > 0).toBe(refused !== undefined);
        // Of an amount the server names the whole of it, and the form the part that does not hold.
        if (refused !== undefined) expect(pointers.some((one) => isWithin(one, refused))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('has one field for each value that is there, and gives back from its texts what was put in', () => {
    fc.assert(
      fc.property(dataInForm(schema, schema), (data) => {
        const leaves = leavesOf(fieldOf({ root: schema, opened: none }, schema, data));
        const filled = leaves.filter(({ value }) => value !== undefined);
        expect(filled.map(({ pointer }) => pointer).toSorted()).toEqual(valuesIn(data).toSorted());
        const again = filled.reduce<unknown>((whole, { part, steps, value }) => {
          const isTyped = part.kind === 'text' || part.kind === 'number' || part.kind === 'any';
          if (!isTyped || value === '') return withValue(whole, steps, value);
          return withValue(whole, steps, valueOfText(part, textOfValue(value)));
        }, emptied(data));
        expect(again).toEqual(data);
      }),
      { numRuns: 60 },
    );
  });

  test('begins with what must be there, and lacks only what must be typed', () => {
    const start = startOf(schema, schema);
    expect(faultsOf(schema, schema, start).every(({ sentence }) => sentence === 'This is needed.')).toBe(
      true,
    );
    const field = fieldOf({ root: schema, opened: none }, schema, start);
    const [named, named2] = [field.children, field.addable].map((all) => all.map(({ name }) => name));
    expect([...(named ?? []), ...(named2 ?? [])].toSorted()).toEqual(
      Object.keys(isObject(schema['properties']) ? schema['properties'] : {}).toSorted(),
    );
  });
});

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

/** The same data without its values: the lists and objects that they stand in. */
function emptied(data: unknown): unknown {
  if (Array.isArray(data)) return data.map((item) => emptied(item) ?? '');
  if (!isObject(data)) return undefined;
  const parts = Object.entries(data).map(([name, part]) => [name, emptied(part)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

describe('schemas of other vocabularies', () => {
  const own = z.strictObject({
    at: z.iso.datetime(),
    day: z.iso.date().optional(),
    level: z.union([z.literal('low'), z.literal('high')]).optional(),
    size: z.number().gt(0).lt(10).multipleOf(0.5).optional(),
    who: z.union([z.strictObject({ name: z.string() }), z.strictObject({ id: z.int() })]).optional(),
    note: z.string().nullable().optional(),
    tags: z.array(z.string()).min(1).max(2).optional(),
    marks: z.record(z.string().min(2), z.number()).optional(),
  });
  const schema: Schema = { ...z.toJSONSchema(own, { io: 'input' }) };

  test.each([
    [{ at: '2025-07-03T14:00:00Z' }],
    [{ at: '2025-07-03' }],
    [{}],
    [{ at: '2025-07-03T14:00:00Z', day: '2025-02-30' }],
    [{ at: '2025-07-03T14:00:00Z', day: '2025-02-28', level: 'high', size: 9.5 }],
    [{ at: '2025-07-03T14:00:00Z', level: 'middle' }],
    [{ at: '2025-07-03T14:00:00Z', size: 10 }],
    [{ at: '2025-07-03T14:00:00Z', size: 0 }],
    [{ at: '2025-07-03T14:00:00Z', size: 0.7 }],
    [{ at: '2025-07-03T14:00:00Z', who: { name: 'x' } }],
    [{ at: '2025-07-03T14:00:00Z', who: { id: 1 } }],
    [{ at: '2025-07-03T14:00:00Z', who: { id: 1.5 } }],
    [{ at: '2025-07-03T14:00:00Z', who: {} }],
    [{ at: '2025-07-03T14:00:00Z', note: null }],
    [{ at: '2025-07-03T14:00:00Z', note: 3 }],
    [{ at: '2025-07-03T14:00:00Z', tags: [] }],
    [{ at: '2025-07-03T14:00:00Z', tags: ['a', 'b', 'c'] }],
    [{ at: '2025-07-03T14:00:00Z', marks: { ab: 1 } }],
    [{ at: '2025-07-03T14:00:00Z', marks: { a: 1 } }],
    [{ at: '2025-07-03T14:00:00Z', marks: { ab: 'x' } }],
    ['a text'],
    [null],
  ])('are judged as the server judges them: %j', (data) => {
    expect(faultsOf(schema, schema, data).length === 0).toBe(own.safeParse(data).success);
  });

  test('may refer to themselves', () => {
    const tree: Schema = {
      type: 'object',
      properties: { name: { type: 'string' }, parts: { type: 'array', items: { $ref: '#' } } },
      required: ['name'],
    };
    expect(faultsOf(tree, tree, { name: 'a', parts: [{ name: 'b', parts: [{}] }] })).toEqual([
      { pointer: '/parts/0/parts/0/name', sentence: 'This is needed.' },
    ]);
    const field = fieldOf({ root: tree, opened: none }, tree, { name: 'a', parts: [{ name: 'b' }] });
    expect(leavesOf(field).map(({ pointer }) => pointer)).toEqual(['/name', '/parts/0/name']);
  });

  test('have a field for what they do not name, so that it can be seen and taken away', () => {
    const field = fieldOf({ root: schema, opened: none }, schema, { at: 'x', stranger: { a: 1 } });
    expect(field.children.at(-1)).toMatchObject({
      name: 'stranger',
      part: { kind: 'any' },
      isRemovable: true,
    });
    const faults = faultsOf(schema, schema, { at: '2025-07-03T14:00:00Z', stranger: 1 });
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/stranger']);
  });
});

describe('a field', () => {
  const schema: Schema = {
    type: 'object',
    properties: { a: { type: 'string' }, list: { type: 'array', items: { type: 'number' } } },
  };

  test('is opened before anything stands in it, and is taken away with its value', () => {
    const closed = fieldOf({ root: schema, opened: none }, schema, {});
    expect(closed.addable.map(({ name }) => name)).toEqual(['a', 'list']);
    const opened = fieldOf({ root: schema, opened: new Set(['/a']) }, schema, {});
    expect(opened.children.map(({ name, value }) => [name, value])).toEqual([['a', undefined]]);
    expect(withValue({ a: 'x', b: 1 }, ['a'], undefined)).toEqual({ b: 1 });
    expect(withValue({ list: [1, 2, 3] }, ['list', '1'], undefined)).toEqual({ list: [1, 3] });
    expect(withValue({ list: [1] }, ['list', '1'], startOfItem(schema, { type: 'number' }))).toEqual({
      list: [1, ''],
    });
  });

  test('keeps what is no number as it was typed, and reads one that is written as it is read', () => {
    const part = partOf(schema, { type: 'number' });
    expect(['1,234', '−3', '1e3', '2.50', '1,2', 'x', ''].map((text) => valueOfText(part, text))).toEqual([
      1234,
      -3,
      1000,
      2.5,
      '1,2',
      'x',
      undefined,
    ]);
  });

  test.each(['0,125', '-0,125', '12,345,6', '1234,567', '1,234,56', '0,000', ',125', '1,234e3'])(
    'takes no commas out of %s: a decimal comma is told, and not read as something else',
    (text) => {
      const typed = valueOfText(partOf(schema, { type: 'number' }), text);
      expect(typed).toBe(text);
      const [fault] = faultsOf({}, { type: 'number' }, typed);
      expect(fault?.sentence).toMatch(/^This must be a number\./);
      expect(fault?.sentence.includes('Write a point before decimals')).toBe(/^-?\d+,\d+$/.test(text));
    },
  );

  test('takes commas out from between thousands', () => {
    const part = partOf(schema, { type: 'number' });
    expect(['1,234,567.25', '−12,345', '999,999'].map((text) => valueOfText(part, text))).toEqual([
      1234567.25, -12345, 999999,
    ]);
  });

  test('is marked as changed where it has another value than before', () => {
    const before = { a: 'x', list: [1, 2] };
    const now = fieldOf({ root: schema, opened: none }, schema, { a: 'x', list: [1, 3, 4] });
    const [text, list] = now.children;
    expect([text, list, ...(list?.children ?? [])].map((field) => field && isChanged(field, before))).toEqual(
      [false, true, false, true, true],
    );
  });
});

describe('an occurred time', () => {
  const time = fc.constantFrom(
    '2025-07-03',
    '2025-07',
    '2025',
    '2025-07-03T14:00:00Z',
    '2025-07-03T14:00+03:00',
  );
  const sure = fc.constantFrom('' as const, '?' as const, '~' as const, '%' as const);

  test('is taken apart and put together again', () => {
    const any = fc.record({
      start: time,
      startSure: sure,
      ending: fc.constantFrom('point' as const, 'open' as const, 'unknown' as const, 'time' as const),
      end: time,
      endSure: sure,
      zone: fc.constantFrom('', 'Europe/Kyiv'),
    });
    fc.assert(
      fc.property(any, (parts) => {
        const text = timeOfParts(parts);
        const { end, endSure, ...rest } = partsOfTime(text);
        expect(rest).toEqual({
          start: parts.start,
          startSure: parts.startSure,
          ending: parts.ending,
          zone: parts.zone,
        });
        if (parts.ending === 'time') expect([end, endSure]).toEqual([parts.end, parts.endSure]);
        expect(timeOfParts(partsOfTime(text))).toBe(text);
      }),
    );
  });

  test('is taken as it is typed for the scrubbers, too', () => {
    const now = Date.UTC(2025, 6, 5, 12, 0, 0, 250);
    expect(
      ['2025-07-03 20:00', ' now ', '2025-07-03', '2025-07-03T20:00Z/..', 'yesterday', ''].map((typed) =>
        tidiedTime(typed, 'utc', now),
      ),
    ).toEqual([
      '2025-07-03T20:00:00Z',
      '2025-07-05T12:00:00Z',
      '2025-07-03',
      '2025-07-03T20:00Z/..',
      'yesterday',
      '',
    ]);
  });
});
