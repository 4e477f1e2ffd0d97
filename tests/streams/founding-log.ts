import { globSync, readFileSync } from 'node:fs';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import { fromCloudEvent } from '../../src/domain/cloud-event.ts';
import type { ReadCloudEvent } from '../../src/domain/cloud-event.ts';
import type { RecordedEvent } from '../../src/domain/event.ts';
import { commonSchema } from '../../src/domain/events/common.ts';
import type { CommonData } from '../../src/domain/events/common.ts';
import { newsEvents } from '../../src/domain/events/news.ts';
import { parseJson } from '../../src/domain/json.ts';
import { prepareEvent } from '../../src/domain/prepare.ts';
import type { PreparedEvent } from '../../src/domain/prepare.ts';

/** One line of the founding streams, as written and as read. */
export interface FoundingLine {
  /** Relative to `streams/`, with forward slashes. */
  readonly file: string;
  readonly text: string;
  readonly read: ReadCloudEvent;
  readonly prepared: PreparedEvent;
  readonly event: RecordedEvent;
  readonly common: CommonData;
}

/** The news vocabulary. */
export const catalogue = createCatalogue(newsEvents);

const root = new URL('../../streams/', import.meta.url);

/** Reads every line of `streams/`, in the order of position; throws when one is no event of the news vocabulary. */
export function readFoundingLog(): readonly FoundingLine[] {
  return globSync('**/*.jsonl', { cwd: root })
    .flatMap((path) => readLines(path.replaceAll('\\', '/')))
    .toSorted((a, b) => a.event.position - b.event.position);
}

function readLines(file: string): readonly FoundingLine[] {
  const text = readFileSync(new URL(file, root), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => readLine(file, line));
}

function readLine(file: string, text: string): FoundingLine {
  const read = fromCloudEvent(parseJson(text));
  const prepared = prepareEvent(catalogue, read, () => {
    throw new Error(`${file} has a line without an id`);
  });
  const { id, type, schemaVersion, data, occurred } = prepared;
  const { stream, revision, sequence: position, recordedAt } = read;
  if (stream === undefined || revision === undefined || position === undefined || recordedAt === undefined)
    throw new Error(`${file} does not say where ${id} stood in its log`);
  const { title, summary, about, sources, places, inferred } = data;
  return {
    file,
    text,
    read,
    prepared,
    event: { id, stream, revision, position, type, schemaVersion, data, occurred, recordedAt },
    common: commonSchema.parse({ title, summary, about, sources, places, inferred }),
  };
}
