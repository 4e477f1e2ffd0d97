import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

import { CsvError, parse } from 'csv-parse';

import { TimelineError } from '../../domain/errors.ts';
import type { ImportedEvent } from '../../domain/event.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { MappedEvent } from '../../domain/map-row.ts';
import { mapRow } from '../../domain/map-row.ts';
import type { Mapping } from '../../domain/mapping.ts';
import { quoted } from '../../domain/quoted.ts';
import type { ByteStream } from './bytes.ts';
import { lineBytesMax, readAllLines } from './lines.ts';
import { atLine, factsOf, placeOf } from './place.ts';

/**
 * Reads the rows of a CSV file (RFC 4180, UTF-8, first line the headers) as events, through a mapping.
 *
 * Ids follow from the mapping's name, the content of the event, and how many events of that same content came before in
 * the file: to import a file again, or a longer version of it, records nothing twice, and two rows alike are two events.
 * Throws `invalid-file` for what is not CSV, for a column that is missing and for a row with more or fewer columns than
 * the headers, and what `mapRow` throws, all with the line on which the row begins.
 */
export async function* readCsv(
  bytes: ByteStream,
  mapping: Mapping,
  file?: string,
): AsyncGenerator<ImportedEvent> {
  const idOf = createIds(mapping.name);
  let rowOf: ((cells: readonly string[]) => ReadonlyMap<string, string>) | undefined;
  let width = 0;
  for await (const { line, cells } of readRows(bytes, file)) {
    const at = { line, file };
    if (rowOf === undefined) {
      rowOf = atLine(at, () => readHeaders(cells, mapping));
      width = cells.length;
      continue;
    }
    if (cells.length !== width) throw wrongWidth(at, cells.length, width);
    const row = rowOf(cells);
    for (const event of atLine(at, () => mapRow(mapping, row)))
      yield { id: idOf(event), ...event, place: placeOf(at) };
  }
  if (rowOf === undefined) throw new TimelineError('invalid-file', `${file ?? 'The input'} has no headers`);
}

interface Row {
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

async function* readRows(bytes: ByteStream, file: string | undefined): AsyncGenerator<Row> {
  const starts: number[] = [];
  let taken = 0;
  const texts = Readable.from(rowTexts(bytes, file, starts));
  const parser = parse({
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: lineBytesMax * 2,
  });
  texts.on('error', (error) => parser.destroy(error));
  try {
    for await (const cells of texts.pipe(parser)) {
      // Without `columns`, the parser gives arrays of texts; its type does not say so.
      yield { line: starts.shift() ?? 0, cells: cells as string[] };
      taken += 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const at = { line: starts[parser.info.records - taken] ?? starts.at(-1) ?? 1, file };
    const why = error.message.replace(/ at line \d+/, '');
    throw new TimelineError('invalid-file', `${placeOf(at)} is not CSV: ${why}`, factsOf(at), error);
  } finally {
    texts.destroy();
  }
}

/** Gives the text of each row whole, with the line it begins on in `starts`: a row ends with the first line end outside of quotes. */
async function* rowTexts(
  bytes: ByteStream,
  file: string | undefined,
  starts: number[],
): AsyncGenerator<string> {
  let row = '';
  let start = 0;
  let isQuoted = false;
  for await (const { line, text } of readAllLines(bytes, file)) {
    if (row === '' && (text === '' || text === '\r')) continue;
    if (row === '') start = line;
    row += `${text}\n`;
    if (row.length > lineBytesMax)
      throw new TimelineError(
        'file-too-large',
        `${placeOf({ line: start, file })} begins a row of more than ${lineBytesMax} characters; is a quote not closed?`,
        factsOf({ line: start, file }),
      );
    // Only the new line is looked at, or a quote that is never closed would cost the square of its length.
    if (quotesIn(text) % 2 === 1) isQuoted = !isQuoted;
    if (isQuoted) continue;
    starts.push(start);
    yield row;
    row = '';
  }
  if (row !== '')
    throw new TimelineError(
      'invalid-file',
      `${placeOf({ line: start, file })} begins a row that ends in the middle: a quote is not closed`,
      factsOf({ line: start, file }),
    );
}

function quotesIn(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) quotes += 1;
  return quotes;
}

/** Returns what gives the cells of a row by the names that the mapping uses. */
function readHeaders(
  headers: readonly string[],
  mapping: Mapping,
): (cells: readonly string[]) => ReadonlyMap<string, string> {
  const twice = headers.find((header, index) => headers.indexOf(header) !== index);
  if (twice !== undefined)
    throw new TimelineError('invalid-file', `the column ${quoted(twice)} is there twice`);
  const indexes = [...mapping.columns].map(([column, names]) => {
    const found = names.filter((name) => headers.includes(name));
    const index = found[0] === undefined ? -1 : headers.indexOf(found[0]);
    if (found.length > 1)
      throw new TimelineError(
        'invalid-file',
        `${found.map(quoted).join(' and ')} are both column ${column}`,
        { column },
      );
    if (index < 0 && !mapping.defaults.has(column)) throw missing(column, headers);
    return { column, index, otherwise: mapping.defaults.get(column) ?? '' };
  });
  return (cells) =>
    new Map(indexes.map(({ column, index, otherwise }) => [column, cells[index] ?? otherwise]));
}

function missing(column: string, headers: readonly string[]): TimelineError {
  const has = headers.map(quoted).join(', ');
  return new TimelineError('invalid-file', `there is no column ${quoted(column)}, only ${has}`, { column });
}

function wrongWidth(
  at: { line: number; file: string | undefined },
  found: number,
  width: number,
): TimelineError {
  return new TimelineError(
    'invalid-file',
    `${placeOf(at)} has ${found} ${found === 1 ? 'column' : 'columns'}, and the headers have ${width}`,
    { ...factsOf(at), columns: found, headers: width },
  );
}

/** Returns what gives each event of one file its id. */
function createIds(mappingName: string): (event: MappedEvent) => string {
  const seen = new Map<string, number>();
  return ({ recordedAt, schemaVersion, ...content }) => {
    const text = canonicalJson({
      ...content,
      ...(recordedAt === undefined ? {} : { recordedAt }),
      ...(schemaVersion === undefined ? {} : { schemaVersion }),
    });
    const first = hash(`${mappingName}\n${text}`);
    const before = seen.get(first) ?? 0;
    seen.set(first, before + 1);
    return idOfHash(before === 0 ? first : hash(`${first}\n${before}`));
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Shapes a hash as a UUID of version 8 (RFC 9562, section 5.8), which leaves the bits to whoever makes it. */
function idOfHash(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}
