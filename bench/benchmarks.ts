import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { news, openTimeline } from '../src/index.ts';
import type { ImportedEvent, NewEvent, Timeline } from '../src/index.ts';

/** One benchmark: work done in a fresh path, in units a second, and the name of the one that is its limit. */
export interface Figure {
  readonly name: string;
  /** The benchmark that this one is compared with; absent for a limit itself. */
  readonly limit?: string;
  run(path: string): Promise<number>;
}

const appended = 3000;
const imported = 20_000;

/** Every benchmark, each after its limit. */
export const benchmarks: readonly Figure[] = [
  {
    name: 'write and fdatasync of one record',
    run: async (path) => perSecond(appended, () => writeAndSync(path)),
  },
  {
    name: 'sequential durable appends',
    limit: 'write and fdatasync of one record',
    run: async (path) =>
      withTimeline(path, async (timeline) => perSecond(appended, () => appendOneByOne(timeline))),
  },
  ...[64, 256].map((inFlight) => ({
    name: `durable appends, ${inFlight} in flight`,
    limit: 'write and fdatasync of one record',
    run: async (path: string) =>
      withTimeline(path, async (timeline) =>
        perSecond(appended * 4, () => appendInFlight(timeline, appended * 4, inFlight)),
      ),
  })),
  {
    name: 'prepared inserts in one transaction',
    run: async (path) => perSecond(imported, () => insertAll(path)),
  },
  {
    name: 'import',
    limit: 'prepared inserts in one transaction',
    run: async (path) =>
      withTimeline(path, async (timeline) =>
        perSecond(imported, async () => void (await timeline.import(importedEvents()))),
      ),
  },
  { name: 'JSON.parse of the same data', run: async () => perSecond(imported, parseAll) },
  {
    name: 'fold of situation over the whole history',
    limit: 'JSON.parse of the same data',
    run: async (path) =>
      withTimeline(path, async (timeline) => {
        await timeline.import(importedEvents());
        return perSecond(imported, async () => void (await timeline.state('situation')));
      }),
  },
];

async function perSecond(units: number, work: () => Promise<void> | void): Promise<number> {
  const before = performance.now();
  await work();
  return (units / (performance.now() - before)) * 1000;
}

async function withTimeline(path: string, work: (timeline: Timeline) => Promise<number>): Promise<number> {
  const timeline = await openTimeline({ store: `sqlite:${path}`, ...news });
  try {
    return await work(timeline);
  } finally {
    await timeline.close();
  }
}

/** An alert of about 500 bytes: start and end take turns over 130 places, a minute apart. */
function eventAt(index: number): NewEvent {
  const region = `region-${(index * 37) % 130}`;
  return {
    type: index % 2 === 0 ? 'AlertStarted' : 'AlertEnded',
    occurred: new Date(Date.UTC(2022, 2, 1) + index * 60_000).toISOString(),
    data: {
      title: `Air-raid alert in ${region}`,
      summary: 'x'.repeat(180),
      about: [`place:${region}`, 'topic:air-raid-alert'],
      sources: [{ publisher: 'Bench', title: 'Generated', publishedAt: '2022-03-01', grade: 'B2' }],
      place: `place:${region}`,
      kind: 'air-raid',
      level: 'oblast',
    },
  };
}

function* importedEvents(): Generator<ImportedEvent> {
  for (let index = 0; index < imported; index += 1)
    yield { ...eventAt(index), stream: `sirens-${(index * 37) % 130}` };
}

function writeAndSync(path: string): void {
  const file = openSync(path, 'w');
  for (let index = 0; index < appended; index += 1) {
    writeSync(file, JSON.stringify(eventAt(index)));
    fdatasyncSync(file);
  }
  closeSync(file);
}

async function appendOneByOne(timeline: Timeline): Promise<void> {
  for (let index = 0; index < appended; index += 1)
    await timeline.append(`sirens-${index % 130}`, [eventAt(index)]);
}

async function appendInFlight(timeline: Timeline, total: number, inFlight: number): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < total) {
      const index = next;
      next += 1;
      await timeline.append(`sirens-${index % 130}`, [eventAt(index)]);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
}

/** What anybody would write by hand for the same events: one table with the same two unique indexes, no checks. */
function insertAll(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE event (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream TEXT NOT NULL, revision INTEGER NOT NULL,
      type TEXT NOT NULL, occurred TEXT NOT NULL, recorded_at INTEGER NOT NULL, data TEXT NOT NULL, UNIQUE (stream, revision))`);
  const insert = database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  database.exec('BEGIN');
  for (let index = 0; index < imported; index += 1) {
    const { type, occurred, data } = eventAt(index);
    insert.run(
      index + 1,
      crypto.randomUUID(),
      `sirens-${(index * 37) % 130}`,
      index,
      type,
      occurred,
      index,
      JSON.stringify(data),
    );
  }
  database.exec('COMMIT');
  database.close();
}

const texts = Array.from({ length: imported }, (_, index) => JSON.stringify(eventAt(index).data));

function parseAll(): void {
  for (const text of texts) JSON.parse(text);
}
