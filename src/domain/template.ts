import { TimelineError } from './errors.ts';
import { quoted } from './quoted.ts';
import type { Filter } from './template-filters.ts';
import { readFilter } from './template-filters.ts';

/** A text with placeholders, read: `Alert in {region}` or `{started_at|instant}`. */
export interface Template {
  readonly parts: readonly (string | Placeholder)[];
}

/** A place in a template that a column or a value fills. */
export interface Placeholder {
  readonly column: string;
  /** Written `{column?}`: what holds it is left out when the column is empty. */
  readonly isOptional: boolean;
  readonly filters: readonly Filter[];
}

/** Gives the text of a column or a value by its name; a name that is not known is a mistake of the mapping, found before. */
export type Cells = (column: string) => string;

/**
 * Reads a template: text, `{column}`, `{column?}`, `{column|filter}`, and `{{` and `}}` for the braces themselves.
 *
 * Throws `invalid-mapping` with the pointer of the template.
 */
export function readTemplate(text: string, pointer: string): Template {
  const parts: (string | Placeholder)[] = [];
  for (const [token] of text.matchAll(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g))
    if (token === '{{' || token === '}}') parts.push(token.slice(1));
    else if (token === '{' || token === '}')
      throw refused(
        pointer,
        `${quoted(text)} has a ${token} that stands alone; write ${token}${token} for one`,
      );
    else if (token.startsWith('{')) parts.push(readPlaceholder(token.slice(1, -1), pointer));
    else parts.push(token);
  const typed = parts.some((part) => typeof part !== 'string' && part.filters.some(({ gives }) => gives));
  if (typed && parts.length > 1)
    throw refused(
      pointer,
      `${quoted(text)} makes a number inside a text: only a placeholder alone can be one`,
    );
  return { parts };
}

function readPlaceholder(inside: string, pointer: string): Placeholder {
  const [name = '', ...filters] = inside.split('|').map((part) => part.trim());
  const isOptional = name.endsWith('?');
  const column = isOptional ? name.slice(0, -1) : name;
  if (column === '') throw refused(pointer, `{${inside}} names no column`);
  const read = filters.map((filter) => readFilter(filter, pointer));
  if (read.slice(0, -1).some(({ gives }) => gives))
    throw refused(pointer, `{${inside}} goes on after a filter that gives a number`);
  return { column, isOptional, filters: read };
}

/** Lists the columns and values that a template names. */
export function columnsOf({ parts }: Template): readonly string[] {
  return parts.flatMap((part) => (typeof part === 'string' ? [] : [part.column]));
}

/**
 * Fills a template; undefined when an optional column is empty.
 *
 * Throws `invalid-event` with `column` when a column is empty that may not be, or when a filter does not fit its text.
 */
export function fillTemplate({ parts }: Template, cells: Cells): string | number | undefined {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return fillPart(only, cells);
  const filled = parts.map((part) => fillPart(part, cells));
  return filled.includes(undefined) ? undefined : filled.join('');
}

/** Fills a template that gives a text, such as an occurred time; throws as `fillTemplate`, and when it is left out. */
export function fillText(template: Template, cells: Cells, what: string): string {
  const filled = fillTemplate(template, cells);
  if (typeof filled === 'string' && filled !== '') return filled;
  throw new TimelineError('invalid-event', `${what} is empty`, { field: what });
}

function fillPart(part: string | Placeholder, cells: Cells): string | number | undefined {
  if (typeof part === 'string') return part;
  const { column, isOptional, filters } = part;
  const text = cells(column);
  if (text === '') {
    if (isOptional) return undefined;
    throw new TimelineError('invalid-event', `column ${column} is empty`, { column });
  }
  return filters.reduce<string | number>((value, filter) => applied(filter, String(value), column), text);
}

function applied(filter: Filter, text: string, column: string): string | number {
  const value = filter.apply(text);
  if (value !== undefined && value !== '') return value;
  throw new TimelineError('invalid-event', `column ${column}: ${quoted(text)} ${filter.refusal}`, {
    column,
    text: text.slice(0, 200),
  });
}

function refused(pointer: string, sentence: string): TimelineError {
  return new TimelineError('invalid-mapping', `The mapping at ${pointer || '/'}: ${sentence}`, { pointer });
}
