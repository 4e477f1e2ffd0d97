import { readDate } from '../../../domain/edtf.ts';
import { isEqualJson } from '../../../domain/equal-json.ts';
import { readInstant } from '../../../domain/instant.ts';
import { resolveOccurred } from '../../../domain/occurred.ts';
import { isObject, itemsOf, numberOf, textOf, textsOf } from '../../panels/shared/json.ts';
import { writeFaults as says } from '../../texts/write-faults.ts';
import type { Schema } from './schema.ts';

/** Says what is wrong with a text by itself, in the order in which it is told; nothing for what is none. */
export function faultsOfText(value: unknown, schema: Schema): readonly (string | undefined)[] {
  if (typeof value !== 'string') return [];
  const { minLength, maxLength, pattern, format, description } = schema;
  const [least, most] = [numberOf(minLength), numberOf(maxLength)];
  return [
    least !== undefined && value.length < least ? says.short(least) : undefined,
    most !== undefined && value.length > most ? says.long(most, value.length) : undefined,
    faultOfFormat(value, textOf(format)),
    textOf(pattern) !== undefined && !matches(value, String(pattern))
      ? says.pattern(textOf(description))
      : undefined,
  ];
}

/** Says what is wrong with a number by itself; nothing for what is none. */
export function faultsOfNumber(value: unknown, schema: Schema): readonly (string | undefined)[] {
  if (typeof value !== 'number') return [];
  const bound = (name: string): number | undefined => numberOf(schema[name]);
  const [least, most, above, below] = [
    bound('minimum'),
    bound('maximum'),
    bound('exclusiveMinimum'),
    bound('exclusiveMaximum'),
  ];
  const step = bound('multipleOf');
  return [
    // The server takes what is written with an exponent for no whole number.
    /^-?\d+$/.test(String(value)) && !Number.isSafeInteger(value) ? says.unsafe : undefined,
    least !== undefined && value < least ? says.least(least) : undefined,
    most !== undefined && value > most ? says.most(most) : undefined,
    above !== undefined && value <= above ? says.above(above) : undefined,
    below !== undefined && value >= below ? says.below(below) : undefined,
    step !== undefined && !Number.isInteger(value / step) ? says.multiple(step) : undefined,
  ];
}

/** Says what is wrong with a list as such, and not with its items; nothing for what is none. */
export function faultsOfList(value: unknown, schema: Schema): readonly (string | undefined)[] {
  if (!Array.isArray(value)) return [];
  const [least, most] = [numberOf(schema['minItems']), numberOf(schema['maxItems'])];
  const isDoubled = value.some((one, index) =>
    value.slice(0, index).some((other) => isEqualJson(one, other)),
  );
  return [
    least !== undefined && value.length < least ? says.few(least) : undefined,
    most !== undefined && value.length > most ? says.many(most, value.length) : undefined,
    schema['uniqueItems'] === true && isDoubled ? says.doubled : undefined,
  ];
}

/** Says what is wrong between the members of an object: amounts that do not ascend, too few members; nothing for what is none. */
export function faultsOfObject(value: unknown, schema: Schema): readonly (string | undefined)[] {
  if (!isObject(value)) return [];
  const count = Object.keys(value).length;
  const [least, most] = [numberOf(schema['minProperties']), numberOf(schema['maxProperties'])];
  const names = textsOf(schema['x-ascending']);
  const steps = names.map((name) => numberOf(value[name])).filter((step) => step !== undefined);
  return [
    steps.some((step, index) => step < (steps[index - 1] ?? step)) ? says.ascending(names) : undefined,
    least !== undefined && count < least ? says.fewMembers(least) : undefined,
    most !== undefined && count > most ? says.manyMembers(most) : undefined,
  ];
}

/** Says that a value is none of those that are allowed. */
export function faultsOfValue(value: unknown, schema: Schema): readonly (string | undefined)[] {
  const values = Object.hasOwn(schema, 'const') ? [schema['const']] : itemsOf(schema['enum']);
  const isFree = values.length === 0 || values.some((one) => isEqualJson(one, value));
  return [isFree ? undefined : says.notOne(values.map(String))];
}

/** How a number with decimals is written in much of the world; the form reads the English way. */
const decimalComma = /^[-−]?\d+,\d+$/;

/** Says that a value is of another type than those that are allowed. */
export function faultOfType(value: unknown, schema: Schema): string | undefined {
  const { type } = schema;
  const types = typeof type === 'string' ? [type] : textsOf(type);
  if (types.length === 0 || types.some((one) => isOfType(value, one))) return undefined;
  const isNumber = types.includes('number') || types.includes('integer');
  return isNumber && typeof value === 'string' && decimalComma.test(value.trim())
    ? says.comma
    : says.type(types);
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'number') return numberOf(value) !== undefined;
  return typeof value === type;
}

/** A format that nothing is known of is left to the server. */
function faultOfFormat(text: string, format: string | undefined): string | undefined {
  if (format === 'occurred-time') return whyNoTime(text);
  if (format === 'uri') return URL.canParse(text.trim()) ? undefined : says.noAddress;
  if (format === 'date-time') return readInstant(text) === undefined ? says.noInstant : undefined;
  if (format === 'date') return readDate(text)?.precision === 'day' ? undefined : says.noDate;
  return undefined;
}

/** Says why a text is no time as a source gives it; undefined for one that is. */
export function whyNoTime(text: string): string | undefined {
  try {
    resolveOccurred(text);
    return undefined;
  } catch (error) {
    return says.noTime(error instanceof Error ? error.message : '');
  }
}

function matches(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    // What is no pattern here may be one at the server, which decides.
    return true;
  }
}
