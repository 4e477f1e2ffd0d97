import { appendPointer } from '../../../domain/json-pointer.ts';
import { isObject, textOf } from '../../panels/shared/json.ts';
import type { Steps } from './edit.ts';
import type { Member, Part, Schema } from './schema.ts';
import { flattened, partOf } from './schema.ts';
import { alternativeOf } from './validate.ts';

/** One field of a form: a value of JSON data, or what a value could stand in. */
export interface Field {
  readonly steps: Steps;
  /** JSON Pointer to the value. */
  readonly pointer: string;
  /** The name of the member, or the index of the item; empty for the whole. */
  readonly name: string;
  readonly schema: Schema;
  readonly part: Part;
  readonly value: unknown;
  /** What the schema says of it. */
  readonly description: string | undefined;
  readonly isRequired: boolean;
  /** Whether it can be taken away: a member that need not be there, an item of a list. */
  readonly isRemovable: boolean;
  /** The fields of its members or items. */
  readonly children: readonly Field[];
  /** The members that could be added. */
  readonly addable: readonly Member[];
  /** Of a choice, which alternative its value is of. */
  readonly alternative: number | undefined;
}

/** What the fields of a form are made of. */
export interface FieldsOptions {
  /** The schema that references lead into. */
  readonly root: Schema;
  /** JSON Pointers of members that are open although nothing stands in them yet. */
  readonly opened: ReadonlySet<string>;
}

interface At {
  readonly steps: Steps;
  readonly pointer: string;
  readonly name: string;
  readonly isRequired: boolean;
  readonly isRemovable: boolean;
}

const whole: At = { steps: [], pointer: '', name: '', isRequired: true, isRemovable: false };

/** Returns the field of a whole value by its schema, with those of its parts: each value that is there has exactly one field. */
export function fieldOf(options: FieldsOptions, schema: Schema, value: unknown, at: At = whole): Field {
  const named = partOf(options.root, schema);
  const alternative =
    named.kind === 'choice' ? alternativeOf(options.root, named.alternatives, value) : undefined;
  const part = fits(named, value) ? named : ({ kind: 'any' } as const);
  const description = textOf(flattened(options.root, schema)['description']);
  const field = { ...at, schema, part, value, description, alternative, children: [], addable: [] };
  if (part.kind === 'object') return { ...field, ...membersOf(options, part.members, value, at) };
  if (part.kind === 'list') return { ...field, children: itemsOf(options, part.items, value, at) };
  if (part.kind !== 'choice') return field;
  const inner = fieldOf(options, part.alternatives[alternative ?? 0] ?? {}, value, at);
  return { ...field, children: [inner] };
}

/** A value that is not of the form its schema has is shown as it is. */
function fits(part: Part, value: unknown): boolean {
  if (value === undefined) return true;
  if (part.kind === 'object') return isObject(value);
  if (part.kind === 'list') return Array.isArray(value);
  if (part.kind === 'truth') return typeof value === 'boolean';
  if (part.kind === 'number') return typeof value === 'number' || typeof value === 'string';
  return part.kind === 'text' ? typeof value === 'string' : true;
}

function membersOf(
  options: FieldsOptions,
  members: readonly Member[],
  value: unknown,
  at: At,
): Pick<Field, 'children' | 'addable'> {
  const data = isObject(value) ? value : {};
  const isShown = ({ name, isRequired }: Member): boolean =>
    isRequired || Object.hasOwn(data, name) || options.opened.has(appendPointer(at.pointer, name));
  const unknown = Object.keys(data).filter((name) => !members.some((member) => member.name === name));
  const all = [
    ...members.filter(isShown),
    ...unknown.map((name) => ({ name, schema: {}, isRequired: false })),
  ];
  return {
    children: all.map(({ name, schema, isRequired }) =>
      fieldOf(
        options,
        schema,
        Object.hasOwn(data, name) ? data[name] : undefined,
        below(at, name, isRequired, !isRequired),
      ),
    ),
    addable: members.filter((member) => !isShown(member)),
  };
}

function itemsOf(options: FieldsOptions, items: Schema, value: unknown, at: At): readonly Field[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map((item, index) => fieldOf(options, items, item, below(at, String(index), true, true)));
}

function below(at: At, name: string, isRequired: boolean, isRemovable: boolean): At {
  return {
    steps: [...at.steps, name],
    pointer: appendPointer(at.pointer, name),
    name,
    isRequired,
    isRemovable,
  };
}
