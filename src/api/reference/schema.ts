import type { Schema } from './document.ts';
import { nameIn } from './document.ts';
import type { Html, Part } from './html.ts';
import { joined, markup } from './html.ts';

/** Returns what a schema wants in a few words, with links to the schemas that have a name. */
export function kindOf(schema: Schema): Html {
  const { $ref, contentSchema, items, properties } = schema;
  if ($ref !== undefined) return markup`<a href="#schema-${nameIn($ref)}">${nameIn($ref)}</a>`;
  if (contentSchema !== undefined) return markup`text, each part of it ${kindOf(contentSchema)}`;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return markup`${joined(schema.enum.map(literal), ' or ')}`;
  const choices = choicesOf(schema);
  if (choices.length > 0)
    return markup`${joined(choices.map(kindOf), schema.allOf === undefined ? ' or ' : ' and ')}`;
  if (items !== undefined)
    return markup`list of ${kindOf(items)}${rangeOf(schema.minItems, schema.maxItems, 'long')}`;
  if (properties !== undefined) return schema.title === undefined ? markup`object` : literal(schema.title);
  const range = rangeOf(schema.minimum, schema.maximum, '');
  return markup`${plainKind(schema)}${range}${rangeOf(schema.minLength, schema.maxLength, 'characters')}`;
}

/** Returns the usual value of a schema as a sentence; undefined where it has none. */
export function usualOf({ default: usual }: Schema): Html | undefined {
  return usual === undefined ? undefined : markup` ${literal(usual)} when left out.`;
}

/** Returns the members of all that a schema is made of, each object as a table; undefined where it has none of its own. */
export function membersOf(schema: Schema): Html | undefined {
  const { title, properties, required = [], items, contentSchema } = schema;
  if (properties !== undefined) {
    const rows = Object.entries(properties).map(([name, member]) =>
      memberRow(name, member, required.includes(name)),
    );
    const caption = title === undefined ? undefined : markup`<caption>${title}</caption>`;
    return markup`<div class="wide"><table>${caption}<thead><tr><th scope="col">member</th><th scope="col">what it is</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
  }
  const inside = [items, contentSchema, ...choicesOf(schema)]
    .map((part) => (part === undefined ? undefined : membersOf(part)))
    .filter((part) => part !== undefined);
  return inside.length === 0 ? undefined : markup`${inside}`;
}

/** Returns some parts that can be unfolded; undefined where there is nothing inside. */
export function unfolding(title: string, inside: Html | undefined): Html | undefined {
  return inside === undefined ? undefined : markup`<details><summary>${title}</summary>${inside}</details>`;
}

function memberRow(name: string, schema: Schema, isRequired: boolean): Html {
  const { description } = schema;
  const optional = isRequired ? undefined : markup` <small>optional</small>`;
  const meaning = description === undefined ? undefined : markup`<br>${description}`;
  return markup`<tr><th scope="row"><code>${name}</code>${optional}</th>
<td><span class="kind">${kindOf(schema)}</span>${meaning}${usualOf(schema)}${unfolding(`members of ${name}`, membersOf(schema))}</td></tr>
`;
}

function choicesOf({ anyOf, oneOf, allOf }: Schema): readonly Schema[] {
  return anyOf ?? oneOf ?? allOf ?? [];
}

function plainKind({ type, format, pattern, additionalProperties }: Schema): Part {
  if (type === undefined) return 'any JSON';
  if (format === 'date-time') return 'instant';
  if (type === 'object' && typeof additionalProperties === 'object')
    return Object.keys(additionalProperties).length === 0
      ? 'object'
      : markup`object of ${kindOf(additionalProperties)} by name`;
  if (type === 'integer') return 'whole number';
  if (type !== 'string') return type;
  return pattern === undefined || pattern.length > 60
    ? 'text'
    : markup`text of the form <code>${pattern}</code>`;
}

/** A bound that every whole number of JSON keeps says nothing. */
function rangeOf(least: number | undefined, most: number | undefined, unit: string): string {
  const from = least === undefined || Math.abs(least) >= Number.MAX_SAFE_INTEGER ? undefined : least;
  const to = most === undefined || most >= Number.MAX_SAFE_INTEGER ? undefined : most;
  const words = unit === '' ? '' : ` ${unit}`;
  if (to !== undefined) return `, ${from === undefined ? 'at most' : `${from} to`} ${to}${words}`;
  return from === undefined || (unit !== '' && from <= 1) ? '' : `, from ${from}${words}`;
}

function literal(value: unknown): Html {
  return markup`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;
}
