import type { EntryOut, MomentOut } from '../../client/index.ts';
import type { CsvCell } from './csv.ts';
import { csvRow, jsonCell } from './csv.ts';

/** The forms that facts are exported in. */
export type FormatName = 'csv' | 'ndjson';

/** How facts are written. */
export interface Format {
  readonly mediaType: string;
  /** What comes before the first fact. */
  readonly head: string;
  /** Writes one fact with the moment that it is of. */
  write(entry: EntryOut, moment: MomentOut): string;
}

type Column = readonly [name: string, cell: (entry: EntryOut, moment: MomentOut) => CsvCell];

/** The columns of a table of facts: first the moment, then the attributes by the names that HTTP has for them, then what is asked for most of the data. */
const columns: readonly Column[] = [
  ['asOf', (_entry, { asOf }) => asOf],
  ['knownAt', (_entry, { knownAt }) => knownAt ?? undefined],
  ['knownAtPosition', (_entry, { position }) => position],
  ['certainty', (_entry, { certainty }) => certainty],
  ['id', ({ id }) => id],
  ['type', ({ type }) => type],
  ['stream', ({ subject }) => subject],
  ['position', ({ position }) => position],
  ['revision', ({ revision }) => revision],
  ['recordedtime', ({ recordedtime }) => recordedtime],
  ['occurred', ({ occurred }) => occurred],
  ['occurredfrom', ({ occurredfrom }) => occurredfrom],
  ['occurredfromlatest', ({ occurredfromlatest }) => occurredfromlatest],
  ['occurredto', ({ occurredto }) => occurredto],
  ['occurredtolatest', ({ occurredtolatest }) => occurredtolatest],
  ['precision', ({ precision }) => precision],
  ['qualifier', ({ qualifier }) => qualifier],
  ['certain', ({ certain }) => certain],
  ['status', ({ status }) => status],
  ['readingfrom', ({ readingfrom }) => readingfrom],
  ['corrections', ({ corrections }) => corrections],
  ['reason', ({ reason }) => reason],
  ['title', ({ data }) => textOf(data['title'])],
  ['summary', ({ data }) => textOf(data['summary'])],
  ['about', ({ data }) => listed(data['about'], textOf)],
  ['places', ({ data }) => listed(data['places'], (place) => memberText(place, 'name'))],
  ['publishers', ({ data }) => listed(data['sources'], (source) => memberText(source, 'publisher'))],
  ['urls', ({ data }) => listed(data['sources'], (source) => memberText(source, 'url'))],
  ['data', ({ data }) => jsonCell(data)],
];

/** The names of the columns of a table of facts, in their order. */
export const columnNames: readonly string[] = columns.map(([name]) => name);

/** How facts are written in each form. */
export const formats: Readonly<Record<FormatName, Format>> = {
  csv: {
    mediaType: 'text/csv;charset=utf-8',
    // The mark before the names tells table calculators that the text is UTF-8.
    head: `\u{feff}${csvRow(columnNames)}`,
    write: (entry, moment) => csvRow(columns.map(([, cell]) => cell(entry, moment))),
  },
  ndjson: {
    mediaType: 'application/x-ndjson',
    head: '',
    write: (entry, moment) => `${JSON.stringify({ ...entry, moment })}\n`,
  },
};

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function memberText(value: unknown, name: string): string | undefined {
  return typeof value === 'object' && value !== null ? textOf(Reflect.get(value, name)) : undefined;
}

function listed(value: unknown, text: (one: unknown) => string | undefined): string | undefined {
  return Array.isArray(value) ? value.flatMap((one: unknown) => text(one) ?? []).join('; ') : undefined;
}
