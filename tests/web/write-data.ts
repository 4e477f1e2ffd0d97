import * as fc from 'fast-check';
import { z } from 'zod';

import type { EventType } from '../../src/domain/event-type.ts';
import { newsEvents } from '../../src/domain/events/news.ts';
import { isObject } from '../../src/web/panels/shared/json.ts';
import type { Part, Schema } from '../../src/web/write/form/schema.ts';
import { flattened, partOf } from '../../src/web/write/form/schema.ts';

/** The event types of the news vocabulary, each with the JSON Schema that the server gives of its newest version. */
export const newsSchemas: readonly {
  readonly type: EventType;
  readonly zod: z.ZodObject;
  readonly schema: Schema;
}[] = newsEvents.map((type) => {
  const newest = type.versions.at(-1) ?? type.versions[0];
  return {
    type,
    zod: newest,
    schema: { ...z.toJSONSchema(newest, { io: 'input', unrepresentable: 'any' }) },
  };
});

const texts = [
  'place:kyiv',
  'actor:ukraine',
  'actor: x',
  'Actor:x',
  'A1',
  'G7',
  'x',
  'A text of some words',
  '2025-07-03',
  '2025-07-03~/..',
  '2025-13-01',
  '2025-07-03T14:00Z',
  '2025-07-03[Europe/Kyiv]',
  '2025-07-03[Nowhere/Land]',
  '2025-07-04/2025-07-03',
  'https://post.example/a?b=c',
  'HTTP://post.example',
  'http:post.example',
  'ftp://post.example',
  ' https://post.example ',
  'not an address',
  '',
  '😀',
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  { weight: 1, arbitrary: fc.nat(320).map((count) => 'x'.repeat(count)) },
);
const number = fc.oneof(
  fc.integer({ min: -3, max: 200 }),
  fc.constantFrom(0.5, 1e21, 2 ** 53, -180, 180.1, 90, 91),
);
const stranger = fc.oneof(text, number, fc.constantFrom(null, true, false), fc.constant([]), fc.constant({}));

/** Gives data that mostly follows a schema and sometimes does not: other types, members that are missing or unknown, times that are none. */
export function dataLike(root: Schema, schema: Schema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 24, arbitrary: following(root, schema, dataLike) },
    { weight: 1, arbitrary: stranger },
  );
}

/** Gives data that follows a schema in its form, with texts and numbers that may not hold. */
export function dataInForm(root: Schema, schema: Schema): fc.Arbitrary<unknown> {
  return following(root, schema, dataInForm);
}

function following(root: Schema, schema: Schema, next: typeof dataLike): fc.Arbitrary<unknown> {
  const part = partOf(root, schema);
  if (part.kind === 'object') return members(root, part, next);
  if (part.kind === 'list') return fc.array(next(root, part.items), { maxLength: 3 });
  if (part.kind === 'values') return fc.constantFrom(...part.values);
  if (part.kind === 'choice') return fc.oneof(...part.alternatives.map((one) => next(root, one)));
  if (part.kind === 'text') return fc.oneof(text, fitting(flattened(root, schema)));
  if (part.kind === 'number') return number;
  return part.kind === 'truth' ? fc.boolean() : stranger;
}

/** Most texts hold, so that what stands beside them is looked at too. */
function fitting(schema: Schema): fc.Arbitrary<string> {
  const pattern = JSON.stringify([schema['pattern'], schema['allOf']]);
  if (schema['format'] === 'uri') return fc.constant('https://post.example/');
  if (schema['format'] === 'occurred-time') return fc.constantFrom('2025-07-03', '2025-07-03T14:00:00Z');
  if (pattern.includes('actor:') || pattern.includes(':')) return fc.constant('actor:ukraine');
  return fc.constant(pattern.includes('A-F') ? 'B2' : 'Some words');
}

function members(
  root: Schema,
  part: Extract<Part, { kind: 'object' }>,
  next: typeof dataLike,
): fc.Arbitrary<unknown> {
  const required = part.members.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const all = Object.fromEntries(part.members.map(({ name, schema }) => [name, next(root, schema)]));
  const whole = fc.record(all, { requiredKeys: required });
  if (next === dataInForm) return whole;
  return fc.oneof(
    { weight: 30, arbitrary: whole },
    { weight: 1, arbitrary: fc.record(all, { requiredKeys: [] }) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(whole, stranger)
        .map(([data, value]) => ({ ...(isObject(data) ? data : {}), stranger: value })),
    },
  );
}
