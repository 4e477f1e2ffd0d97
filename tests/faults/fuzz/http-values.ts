import type { Chance } from '../../support/fault-chance.ts';
import { oneOf } from './one-of.ts';
import type { Parameter, Schema } from './openapi.ts';

/** Names and values that mean something to the server, by the name of the parameter that takes them. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** Returns what a parameter may be by its schema: several texts where it takes several. */
export function valuesFor(
  { name, schema }: Parameter,
  known: KnownValues,
  chance: Chance,
): readonly string[] {
  if (schema['type'] !== 'array') return [valueFor(name, schema, known, chance)];
  return Array.from({ length: 1 + chance.below(3) }, () =>
    valueFor(name, schema['items'] as Schema, known, chance),
  );
}

function valueFor(name: string, schema: Schema, known: KnownValues, chance: Chance): string {
  const options = (schema['oneOf'] ?? schema['anyOf']) as readonly Schema[] | undefined;
  if (options !== undefined) return valueFor(name, oneOf(chance, options), known, chance);
  if (typeof schema['const'] === 'string') return schema['const'];
  if (Array.isArray(schema['enum'])) return String(oneOf(chance, schema['enum']));
  if (schema['type'] === 'integer' || schema['type'] === 'number') return String(numberFor(schema, chance));
  if (schema['format'] === 'date-time') return oneOf(chance, known['instant'] ?? []);
  const own = known[name];
  if (own !== undefined) return oneOf(chance, own);
  return chance.pick(['1', 'a', '"0"']);
}

function numberFor(schema: Schema, chance: Chance): number {
  const least = Number(schema['minimum'] ?? 0);
  const most = Number(schema['maximum'] ?? 40);
  return chance.pick([least, most, least + chance.below(Math.min(most - least, 40) + 1)]);
}

/** Texts that are trouble wherever they are taken for something else than text. */
export const troubles: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e3',
  '1e400',
  'NaN',
  '0x10',
  '٣',
  '9007199254740991',
  '9007199254740992',
  '99999999999999999999',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "' OR '1'='1",
  "'; DROP TABLE event; --",
  '1 UNION SELECT * FROM sqlite_master',
  '" OR 1=1',
  'NEAR(a b, 5)',
  'a NOT b',
  'a AND',
  '*',
  'a*',
  '^a',
  '{title}: a',
  '-title : x',
  '"unclosed',
  'AND OR NOT',
  '../../../etc/passwd',
  '..\\..\\windows',
  '/etc/passwd\u0000.json',
  'file:///etc/passwd',
  'http://169.254.169.254/',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '${7*7}{{7*7}}',
  '%s%n%x',
  '\u0000',
  '\u0001\u001f',
  '\r\nX-Injected: 1',
  '\u2028',
  '\ufeff',
  '𝒳',
  'e\u0301\u0301\u0301',
  'Киïв',
  '‮evil',
  '\ud83d\ude00'.repeat(50),
  'a'.repeat(201),
  'a'.repeat(501),
  '-271821-04-20T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '2025-02-30T00:00:00Z',
  '2025-07-03',
  '2025-07-03T12:00:00',
  '2025-07-03T12:00:00+25:00',
  '2016-12-31T23:59:60Z',
  '/~2',
  '/a/b/c/~0~1',
  '/-/-1/00',
  'eyJ0IjoxfQ',
  'eyJtb21lbnQiOnt9fQ==',
];

/** Percent-encodings that are none, or that stand for no text. */
export const brokenEncodings = [
  '%',
  '%2',
  '%zz',
  '%ff',
  '%c0%af',
  '%ed%a0%80',
  '%u0041',
  '%00',
  '%25%32%66',
  '%f0%28%8c%28',
] as const;
