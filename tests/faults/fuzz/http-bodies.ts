import type { Chance } from '../../support/fault-chance.ts';
import type { KnownValues } from './http-values.ts';
import { troubles } from './http-values.ts';
import { oneOf } from './one-of.ts';
import type { Schema } from './openapi.ts';
import { nameIn } from './openapi.ts';

/** What a body is made with. */
export interface BodyOptions {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly known: KnownValues;
  /** Ids that were never given before come of it. */
  readonly number: number;
}

/** Makes a body that its schema takes, as text. */
export function bodyFor(schema: Schema, options: BodyOptions, chance: Chance): string {
  const line = schema['contentSchema'] as Schema | undefined;
  if (line === undefined) return JSON.stringify(sampleOf(schema, '', options, chance));
  return Array.from({ length: 1 + chance.below(4) }, () =>
    JSON.stringify(sampleOf(line, '', options, chance)),
  ).join('\n');
}

/** Makes a value that a schema takes; what has no type of its own goes by the name of the member that holds it. */
function sampleOf(schema: Schema, name: string, options: BodyOptions, chance: Chance): unknown {
  const reference = nameIn(schema, 'schemas');
  if (reference !== undefined) return sampleOf(options.schemas[reference] ?? {}, name, options, chance);
  const any = (schema['oneOf'] ?? schema['anyOf']) as readonly Schema[] | undefined;
  if (any !== undefined) return sampleOf(oneOf(chance, any), name, options, chance);
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return oneOf(chance, schema['enum']);
  if (name === 'data') return dataFor(chance, options);
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, options, chance);
    case 'array':
      return Array.from({ length: Number(schema['minItems'] ?? 0) + chance.below(3) }, () =>
        sampleOf((schema['items'] ?? {}) as Schema, name, options, chance),
      );
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 0) + chance.below(2);
    case 'boolean':
      return chance.hits(0.5);
    default:
      return textFor(name, options, chance);
  }
}

function objectOf(schema: Schema, options: BodyOptions, chance: Chance): Record<string, unknown> {
  const required = (schema['required'] ?? []) as readonly string[];
  return Object.fromEntries(
    Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>)
      .filter(([name]) => required.includes(name) || wanted.has(name) || chance.hits(0.2))
      .map(([name, member]) => [name, sampleOf(member, name, options, chance)]),
  );
}

/** An event has one of them, and a schema does not say which. */
const wanted = new Set(['occurred', 'reason']);

function dataFor(chance: Chance, { number }: BodyOptions): Record<string, unknown> {
  return {
    title: `Note ${number} ${chance.pick(['', 'Київ', '𝒳', '"quoted"'])}`,
    about: chance.pick([[], ['place:kyiv'], ['actor:ukraine', 'place:kyiv']]),
    sources: chance.hits(0.5) ? [{ publisher: 'The Post', grade: 'B2' }] : [],
  };
}

function textFor(name: string, { known, number }: BodyOptions, chance: Chance): string {
  switch (name) {
    case 'id':
      return `h${number}-${chance.below(1_000_000)}`;
    case 'type':
      return 'NoteAdded';
    case 'subject':
      return oneOf(chance, known['stream'] ?? []);
    case 'dataschema':
      return '/v1/schemas/NoteAdded/1';
    case 'datacontenttype':
      return 'application/json';
    case 'about':
      return chance.pick(['place:kyiv', 'actor:ukraine']);
    case 'occurred':
    case 'time':
    case 'at':
    case 'publishedAt':
    case 'retrievedAt':
      return chance.pick(['2025-07-03', '2025-07-03T12:00:00Z', '2025-07/2025-08', '2025-07-03~']);
    case 'url':
      return 'https://news.example/1';
    case 'grade':
      return 'B2';
    case 'attributedTo':
      return 'actor:ukraine';
    default:
      return `text ${chance.below(10)}`;
  }
}

/** Bodies that no operation takes, or that are trouble to read. */
const hostile: readonly ((chance: Chance, text: string) => string | Buffer)[] = [
  (chance, text) => text.slice(0, chance.below(text.length + 1)),
  (chance, text) => `${text}${chance.pick(['}', ' x', ',', '\u0000'])}`,
  (chance, text) =>
    Buffer.concat([Buffer.from(text), Buffer.from(chance.pick([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80]]))]),
  (_, text) => `\ufeff${text}`,
  (_, text) => text.replace('{', '{"__proto__":{"admin":true},'),
  (_, text) => text.replace('{', '{"type":"x","ty\\u0070e":"y",'),
  (_, text) => text.replace('{', '{"n":1e400,'),
  (_, text) => text.replace('{', '{"n":9007199254740993,'),
  (_, text) => text.replace('{', '{"constructor":{"prototype":{}},'),
  (_, text) => text.replace('"title":"', '"title":"\\ud800'),
  (_, text) => text.replace('"title":"', '"title":"\\u0000'),
  (chance, text) =>
    text.replace(/"occurred":"[^"]*"/, `"occurred":${JSON.stringify(oneOf(chance, troubles))}`),
  (chance, text) => text.replace(/"id":"[^"]*"/, `"id":${JSON.stringify(oneOf(chance, troubles))}`),
  (chance, text) => text.replace(/"type":"[^"]*"/, `"type":${JSON.stringify(oneOf(chance, troubles))}`),
  (chance, text) => text.replace(/"reason":"[^"]*"/, `"reason":${chance.pick(['1', 'null', '""', '[]'])}`),
  (chance, text) => text.replace(/"title":"[^"]*"/, `"title":${JSON.stringify(oneOf(chance, troubles))}`),
  (chance) => chance.pick(['[', '{"a":']).repeat(chance.pick([33, 500, 100_000])),
  (chance) => `[${Array.from({ length: chance.pick([1001, 20_000]) }, () => '{}').join(',')}]`,
  (chance) => `"${'x'.repeat(chance.pick([70_000, 1_048_576, 1_500_000]))}"`,
  (_, text) => text.replace('"title":"', `"title":"${'x'.repeat(70_000)}`),
  (chance) =>
    chance.pick([
      '',
      ' ',
      'null',
      '1',
      '"x"',
      '[]',
      '{}',
      '[[]]',
      '[null]',
      '\n\n',
      'NaN',
      '<xml/>',
      'a=b&c=d',
    ]),
  (_, text) => Buffer.from(text, 'utf16le'),
  (chance) => Buffer.from(Array.from({ length: chance.below(300) }, () => chance.below(256))),
  (_, text) => `[${text},${text}]`,
  (_, text) => `${text}\n${text}`,
  (_, text) => text.replaceAll('\n', '\r'),
];

/** Makes something of a body that its operation need not take. */
export function hostileBody(text: string, chance: Chance): Buffer {
  return Buffer.from(oneOf(chance, hostile)(chance, text) as string);
}
