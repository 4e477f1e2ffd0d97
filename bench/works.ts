import { join } from 'node:path';

import { news, openTimeline } from '../src/index.ts';
import type { ImportedEvent, NewEvent, Timeline } from '../src/index.ts';
import { generate, usual } from './generate.ts';
import { insertIntoAllTables, insertIntoOneTable, scanAndParse, writeAndSync } from './limits.ts';
import { quantile, rateSince } from './measure.ts';
import type { PeerEvent } from './peers/events.ts';
import { eventsFrom, streamAt } from './peers/events.ts';
import { pulse } from './pulse.ts';
import { bringWordsIn } from './words.ts';

/**
 * One work, done with so many units in an empty folder; units a second, or, for `asof`, milliseconds an answer.
 *
 * What reads a log that was imported before begins when full-text search has its words: else they would be brought in meanwhile, in the
 * background of the same process, and be measured with it. What they cost an event, `scale.ts` says.
 */
export type Work = (folder: string, units: number) => Promise<number>;

/** Every work of ours, and the physical limits they are compared with, by name. */
export const works = {
  'limit: write and fdatasync': async (folder, units) => writeAndSync(join(folder, 'file'), units),
  'limit: insert loop, one table': async (folder, units) => insertIntoOneTable(join(folder, 'db'), units),
  'limit: insert loop, same tables and indexes': async (folder, units) =>
    insertIntoAllTables(join(folder, 'db'), units),
  'limit: scan and JSON.parse': async (folder, units) => {
    const path = join(folder, 'db');
    await filled(path, units);
    return scanAndParse(path, units);
  },
  sequential: async (folder, units) => appending(folder, units, 1),
  'in flight 64': async (folder, units) => appending(folder, units, 64),
  'in flight 256': async (folder, units) => appending(folder, units, 256),
  batches: async (folder, units) => {
    const batches = batchesOf(units);
    return withTimeline(join(folder, 'db'), async (timeline) => {
      const before = performance.now();
      for (const [index, batch] of batches.entries()) await timeline.append(streamAt(index), batch);
      return rateSince(before, units);
    });
  },
  import: async (folder, units) => {
    const events = eventsFrom(0, units).map((event, index) => imported(event, index));
    return withTimeline(join(folder, 'db'), async (timeline) => {
      const before = performance.now();
      await timeline.import(events);
      return rateSince(before, units);
    });
  },
  /** What is saved of `situation`, built from nothing while nobody asks. */
  rebuild: async (folder, units) => {
    const path = join(folder, 'db');
    await filled(path, units);
    const [situation] = news.projections.filter(({ name }) => name === 'situation');
    const timeline = await openTimeline({
      store: `sqlite:${path}`,
      events: news.events,
      projections: situation === undefined ? [] : [situation],
    });
    const before = performance.now();
    await timeline.caughtUp();
    const rate = rateSince(before, units);
    await timeline.close();
    return rate;
  },
  /** The state of `situation`, folded from nothing with nothing saved. */
  fold: async (folder, units) => {
    const path = join(folder, 'db');
    await filled(path, units);
    return withTimeline(path, async (timeline) => {
      const before = performance.now();
      await timeline.state('situation');
      return rateSince(before, units);
    });
  },
  /** The state of `pulse` as known at the middle of the log, as of then. */
  asof: async (folder, units) => {
    const path = join(folder, 'db');
    const timeline = await openTimeline({
      store: `sqlite:${path}`,
      events: news.events,
      projections: [pulse],
    });
    await timeline.import(generate({ ...usual, events: units }));
    await timeline.caughtUp();
    await bringWordsIn(timeline);
    const times: number[] = [];
    for (let ask = 0; ask < 11; ask += 1) {
      const knownAt = Math.ceil(units / 2) - ask * 100;
      const before = performance.now();
      await timeline.state('pulse', { knownAt, asOf: asOfBefore(timeline, knownAt) });
      times.push(performance.now() - before);
    }
    await timeline.close();
    return quantile(times, 0.5);
  },
} satisfies Record<string, Work>;

/** The name of a work. */
export type WorkName = keyof typeof works;

function asOfBefore(timeline: Timeline, position: number): number {
  const [event] = timeline.log({ after: position - 1, limit: 1 });
  return (event?.recordedAt ?? 0) - 2 * 3_600_000;
}

/** Events are checked and appended with nothing saved of projections: peers have none while they append. */
async function withTimeline(path: string, work: (timeline: Timeline) => Promise<number>): Promise<number> {
  const timeline = await openTimeline({ store: `sqlite:${path}`, ...news, checkpoints: false });
  try {
    return await work(timeline);
  } finally {
    await timeline.close();
  }
}

/** Imports, and brings the words in, so that nothing is left to do in the background when the store is opened again. */
async function filled(path: string, units: number): Promise<void> {
  await withTimeline(path, async (timeline) => {
    await timeline.import(eventsFrom(0, units).map((event, index) => imported(event, index)));
    return bringWordsIn(timeline);
  });
}

async function appending(folder: string, units: number, inFlight: number): Promise<number> {
  const events = eventsFrom(0, units).map(newEvent);
  return withTimeline(join(folder, 'db'), async (timeline) => {
    let next = 0;
    const one = async (): Promise<void> => {
      for (let index = next++; index < units; index = next++) {
        const event = events[index];
        if (event !== undefined) await timeline.append(streamAt(index), [event]);
      }
    };
    const before = performance.now();
    await Promise.all(Array.from({ length: inFlight }, one));
    return rateSince(before, units);
  });
}

function batchesOf(units: number): NewEvent[][] {
  const events = eventsFrom(0, units).map(newEvent);
  return Array.from({ length: Math.ceil(units / 1000) }, (_, batch) =>
    events.slice(batch * 1000, (batch + 1) * 1000),
  );
}

/** Peers have no field for the occurred time and keep it in the data; ours has one. */
function newEvent({ type, data: { occurred, ...data } }: PeerEvent): NewEvent {
  return { type, occurred, data };
}

function imported(event: PeerEvent, index: number): ImportedEvent {
  return { ...newEvent(event), stream: streamAt(index) };
}
