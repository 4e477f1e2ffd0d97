import { z } from 'zod';

import { TimelineError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import { appendPointer } from './json.ts';
import type { Template } from './template.ts';
import { columnsOf, readTemplate } from './template.ts';

const nameSchema = z.string().min(1).max(200);
const templateSchema = z.string().min(1).max(4000);

const conditionSchema = z
  .strictObject({
    column: nameSchema,
    equals: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    differs: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    empty: z.boolean().optional(),
  })
  .refine(
    ({ equals, differs, empty }) =>
      [equals, differs, empty].filter((test) => test !== undefined).length === 1,
    'has not exactly one of "equals", "differs" and "empty"',
  );
const whenSchema = z.array(conditionSchema).min(1).max(50);
const caseSchema = z.strictObject({ when: whenSchema.optional(), is: z.string().max(4000) });

const mappingSchema = z.strictObject({
  name: nameSchema,
  description: z.string().max(4000).optional(),
  columns: z.record(nameSchema, z.array(nameSchema).min(1)).optional(),
  defaults: z.record(nameSchema, z.string()).optional(),
  values: z.record(nameSchema, z.union([z.string().max(4000), z.array(caseSchema).min(1)])).optional(),
  when: whenSchema.optional(),
  stream: templateSchema,
  recordedAt: templateSchema.optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  events: z
    .array(
      z.strictObject({
        type: nameSchema,
        schemaVersion: z.int().min(1).optional(),
        when: whenSchema.optional(),
        occurred: templateSchema,
        data: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .min(1)
    .max(100),
});

/** One test of a column or a value; all tests of a list must hold. */
export interface Condition {
  readonly column: string;
  readonly test: 'equals' | 'differs' | 'empty';
  readonly texts: readonly string[];
  /** For `empty`: whether it must be. */
  readonly wanted: boolean;
}

/** What a value reads in the first of its cases whose conditions hold; it is empty when none do. */
export interface MappingValue {
  readonly name: string;
  readonly cases: readonly { readonly when: readonly Condition[]; readonly is: Template }[];
}

/** Data with templates for texts. */
export type DataTemplate =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'template'; readonly template: Template }
  | { readonly kind: 'list'; readonly items: readonly DataTemplate[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, DataTemplate])[] };

/** One event that a row may give. */
export interface MappedType {
  readonly type: string;
  readonly schemaVersion?: number;
  readonly when: readonly Condition[];
  readonly occurred: Template;
  readonly data: DataTemplate;
}

/** How the rows of a table become events, read from a mapping file. */
export interface Mapping {
  readonly name: string;
  /** The columns that the mapping needs, by the name it uses, each with the headers that it may have in a file. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
  /** What a column reads in a file that does not have it. */
  readonly defaults: ReadonlyMap<string, string>;
  readonly values: readonly MappingValue[];
  readonly when: readonly Condition[];
  readonly stream: Template;
  readonly recordedAt?: Template;
  readonly events: readonly MappedType[];
}

/** Reads a mapping file; throws `invalid-mapping` with the JSON Pointer of the first fault. */
export function readMapping(json: Json): Mapping {
  const checked = mappingSchema.safeParse(json);
  if (!checked.success) throw faultOf(checked.error);
  const {
    name,
    columns = {},
    defaults = {},
    values = {},
    when,
    stream,
    recordedAt,
    data,
    events,
  } = checked.data;
  const mapping = {
    name,
    defaults: new Map(Object.entries(defaults)),
    values: Object.entries(values).map(([value, is]) => readValue(value, is)),
    when: (when ?? []).map(readCondition),
    stream: readTemplate(stream, '/stream'),
    ...(recordedAt === undefined ? {} : { recordedAt: readTemplate(recordedAt, '/recordedAt') }),
    // What was plain JSON before the schema is plain JSON after it.
    events: events.map((event, index) =>
      readEvent(event, data as JsonObject | undefined, `/events/${index}`),
    ),
  };
  return { ...mapping, columns: columnsNeeded(mapping, columns) };
}

type WrittenCondition = z.output<typeof conditionSchema>;
type WrittenEvent = z.output<typeof mappingSchema>['events'][number];

function readCondition({ column, equals, differs, empty }: WrittenCondition): Condition {
  if (empty !== undefined) return { column, test: 'empty', texts: [], wanted: empty };
  const texts = [equals ?? differs ?? []].flat();
  return { column, test: equals === undefined ? 'differs' : 'equals', texts, wanted: true };
}

function readValue(name: string, is: string | readonly z.output<typeof caseSchema>[]): MappingValue {
  const pointer = appendPointer('/values', name);
  if (typeof is === 'string') return { name, cases: [{ when: [], is: readTemplate(is, pointer) }] };
  const cases = is.map(({ when, is: text }, index) => ({
    when: (when ?? []).map(readCondition),
    is: readTemplate(text, `${pointer}/${index}/is`),
  }));
  return { name, cases };
}

function readEvent(event: WrittenEvent, shared: JsonObject | undefined, pointer: string): MappedType {
  const own = event.data as JsonObject | undefined;
  const members = [
    ...Object.entries(shared ?? {})
      .filter(([member]) => own === undefined || !Object.hasOwn(own, member))
      .map(([member, value]) => readMember(member, value, '/data')),
    ...Object.entries(own ?? {}).map(([member, value]) => readMember(member, value, `${pointer}/data`)),
  ];
  return {
    type: event.type,
    ...(event.schemaVersion === undefined ? {} : { schemaVersion: event.schemaVersion }),
    when: (event.when ?? []).map(readCondition),
    occurred: readTemplate(event.occurred, `${pointer}/occurred`),
    data: { kind: 'object', members },
  };
}

function readMember(name: string, value: Json, pointer: string): readonly [string, DataTemplate] {
  return [name, readData(value, appendPointer(pointer, name))];
}

function readData(json: Json, pointer: string): DataTemplate {
  if (typeof json === 'string') return { kind: 'template', template: readTemplate(json, pointer) };
  if (json === null || typeof json !== 'object') return { kind: 'constant', value: json };
  if (isList(json))
    return { kind: 'list', items: json.map((item, index) => readData(item, `${pointer}/${index}`)) };
  return {
    kind: 'object',
    members: Object.entries(json).map(([name, value]) => readMember(name, value, pointer)),
  };
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

/** Lists the columns that a mapping names and no value stands for; a value may only name those before it. */
function columnsNeeded(
  mapping: Omit<Mapping, 'columns'>,
  headers: Readonly<Record<string, readonly string[]>>,
): Mapping['columns'] {
  const values = new Set<string>();
  const named: string[] = [];
  const note = (columns: readonly string[]) => named.push(...columns.filter((column) => !values.has(column)));
  for (const { name, cases } of mapping.values) {
    for (const { when, is } of cases) note([...columnsTested(when), ...columnsOf(is)]);
    if (Object.hasOwn(headers, name) || mapping.defaults.has(name) || named.includes(name))
      throw refused(
        `/values/${name}`,
        `${name} is a value, and cannot be a column too, nor stand before itself`,
      );
    values.add(name);
  }
  note([...columnsTested(mapping.when), ...columnsOf(mapping.stream)]);
  if (mapping.recordedAt !== undefined) note(columnsOf(mapping.recordedAt));
  for (const { when, occurred, data } of mapping.events)
    note([...columnsTested(when), ...columnsOf(occurred), ...columnsInData(data)]);
  for (const unused of [...Object.keys(headers), ...mapping.defaults.keys()])
    if (!named.includes(unused)) throw refused('/columns', `no template and no condition names ${unused}`);
  return new Map([...new Set(named)].map((column) => [column, [column, ...(headers[column] ?? [])]]));
}

function columnsTested(when: readonly Condition[]): readonly string[] {
  return when.map(({ column }) => column);
}

function columnsInData(data: DataTemplate): readonly string[] {
  switch (data.kind) {
    case 'constant':
      return [];
    case 'template':
      return columnsOf(data.template);
    case 'list':
      return data.items.flatMap(columnsInData);
    case 'object':
      return data.members.flatMap(([, member]) => columnsInData(member));
  }
}

function faultOf(error: z.ZodError): TimelineError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map(String);
  const place = issue?.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
  const why = issue?.code === 'unrecognized_keys' ? 'is nothing that a mapping has' : issue?.message;
  return refused(place.reduce<string>(appendPointer, ''), why ?? 'is not valid');
}

function refused(pointer: string, why: string): TimelineError {
  return new TimelineError('invalid-mapping', `The mapping at ${pointer || '/'}: ${why}`, { pointer });
}
