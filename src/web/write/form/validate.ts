import type { Members } from '../../panels/shared/json.ts';
import { isObject, itemsOf, textOf, textsOf } from '../../panels/shared/json.ts';
import { writeFaults as says } from '../../texts/write-faults.ts';
import {
  faultOfType,
  faultsOfList,
  faultsOfNumber,
  faultsOfObject,
  faultsOfText,
  faultsOfValue,
} from './checks.ts';
import type { Fault, Place } from './fault.ts';
import { within } from './fault.ts';
import type { Schema } from './schema.ts';
import { referred } from './schema.ts';

/**
 * Lists what is wrong with JSON data by a JSON Schema, in the order of the schema; nothing where it holds.
 *
 * It knows the keywords that schemas of event types are written with; of what it does not know the server tells. `root` is the
 * schema that references lead into. As the server does, it counts the characters of a text in units of UTF-16.
 */
export function faultsOf(
  root: Schema,
  schema: unknown,
  value: unknown,
  place: Place = { pointer: '' },
): readonly Fault[] {
  if (schema === false) return [{ ...place, sentence: says.unknown }];
  if (!isObject(schema)) return [];
  const type = faultOfType(value, schema);
  if (type !== undefined) return [{ ...place, sentence: type }];
  const own = [faultsOfValue, faultsOfText, faultsOfNumber, faultsOfList, faultsOfObject]
    .flatMap((check) => check(value, schema))
    .filter((sentence) => sentence !== undefined)
    .map((sentence) => ({ ...place, sentence }));
  return [
    ...own,
    ...ofMembers(root, schema, value, place),
    ...ofItems(root, schema, value, place),
    ...ofAll(root, schema, value, place),
    ...ofChoice(root, schema, value, place),
  ];
}

/** Returns which alternative a value is of, or comes nearest to: the one with the fewest faults. */
export function alternativeOf(root: Schema, alternatives: readonly unknown[], value: unknown): number {
  const counts = alternatives.map((one) => faultsOf(root, one, value).length);
  return Math.max(0, counts.indexOf(Math.min(...counts)));
}

function ofMembers(root: Schema, schema: Schema, value: unknown, place: Place): readonly Fault[] {
  if (!isObject(value)) return [];
  const properties: Members = isObject(schema['properties']) ? schema['properties'] : {};
  const missing = textsOf(schema['required']).filter((name) => !Object.hasOwn(value, name));
  const others = Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
  const rest = schema['additionalProperties'];
  return [
    ...missing.map((name) => ({ ...within(place, name), sentence: says.missing })),
    ...Object.entries(properties).flatMap(([name, part]) =>
      Object.hasOwn(value, name) ? faultsOf(root, part, value[name], within(place, name)) : [],
    ),
    ...others.flatMap((name) => faultsOf(root, rest, value[name], within(place, name))),
    ...Object.keys(value).flatMap((name) =>
      faultsOf(root, schema['propertyNames'], name, within(place, name)),
    ),
  ];
}

function ofItems(root: Schema, schema: Schema, value: unknown, place: Place): readonly Fault[] {
  if (!Array.isArray(value)) return [];
  const first = itemsOf(schema['prefixItems']);
  return value.flatMap((item, index) =>
    faultsOf(root, first[index] ?? schema['items'], item, within(place, index)),
  );
}

/** What it refers to, and all that it is put together from. */
function ofAll(root: Schema, schema: Schema, value: unknown, place: Place): readonly Fault[] {
  const parts = [referred(root, textOf(schema['$ref'])), ...itemsOf(schema['allOf'])];
  return parts.flatMap((part) => faultsOf(root, part, value, place));
}

/** Of several forms, the faults of the one that comes nearest are told. */
function ofChoice(root: Schema, schema: Schema, value: unknown, place: Place): readonly Fault[] {
  return [schema['anyOf'], schema['oneOf']].map(itemsOf).flatMap((alternatives) => {
    const nearest = alternatives[alternativeOf(root, alternatives, value)];
    return nearest === undefined ? [] : faultsOf(root, nearest, value, place);
  });
}
