import { deepStrictEqual } from 'node:assert';

import { eventsFrom, streamAt } from './events.ts';
import type { PeerEvent } from './events.ts';
import type { WorkName } from './names.ts';
import type { Opened, Peer } from './peer.ts';
import { emptyTally, evolve } from './tally.ts';

/** What a work came to: units a second, or milliseconds an answer; null where the peer can't do the work. */
export type Measured =
  | { readonly perSecond: number | null }
  | { readonly msP50: number | null; readonly version: number };

/** One work: done with so many units in an empty folder, and its outcome compared with what it should be. */
export type Work = (peer: Peer, folder: string, units: number) => Promise<Measured & { settings: string }>;

const batchSize = 1000;
const asked = 11;
const longStream = 'sirens-long';

/** Every work, by name. */
export const works: Readonly<Record<WorkName, Work>> = {
  /** Appends one at a time, each awaited, to the streams in turn. Events are made beforehand. */
  sequential: async (peer, folder, units) => {
    const events = eventsFrom(0, units);
    const opened = await peer.open(folder);
    const ms = await msOf(async () => {
      for (const [index, event] of events.entries()) await opened.appendOne(streamAt(index), event);
    });
    return { perSecond: perSecond(units, ms), settings: await settle(peer, opened, folder, inTurn(events)) };
  },
  /** Appends of 1,000, each awaited, to the streams in turn. Events are made beforehand. */
  batches: async (peer, folder, units) => {
    const batches = [...batchesOf(units)];
    const opened = await peer.open(folder);
    const ms = await msOf(async () => {
      for (const [index, batch] of batches.entries()) await opened.appendMany(streamAt(index), batch);
    });
    return { perSecond: perSecond(units, ms), settings: await settle(peer, opened, folder, inTurn(batches)) };
  },
  /** Folds everything once, after filling, closing and opening again. */
  fold: async (peer, folder, units) => {
    const { opened, settings } = await filled(peer, folder, units, streamAt);
    let tally = emptyTally();
    const { fold } = opened;
    const ms = fold === null ? null : await msOf(async () => void (tally = await fold()));
    if (fold !== null) deepStrictEqual(tally, eventsFrom(0, units).reduce(evolve, emptyTally()));
    await opened.close();
    return { perSecond: ms === null ? null : perSecond(units, ms), settings };
  },
  /** Asks for the state of one stream of all units as of its middle, several times over. */
  asof: async (peer, folder, units) => {
    const version = Math.ceil(units / 2);
    const { opened, settings } = await filled(peer, folder, units, () => longStream);
    const times: number[] = [];
    let tally = emptyTally();
    for (let ask = 0; ask < asked; ask += 1)
      times.push(await msOf(async () => void (tally = await opened.stateAsOf(longStream, version))));
    deepStrictEqual(tally, eventsFrom(0, version).reduce(evolve, emptyTally()));
    await opened.close();
    return { msP50: times.toSorted((a, b) => a - b)[(asked - 1) / 2] ?? null, version, settings };
  },
};

async function msOf(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

function perSecond(units: number, ms: number): number {
  return Math.round((units / ms) * 1000);
}

function* batchesOf(units: number): Generator<PeerEvent[]> {
  for (let first = 0; first < units; first += batchSize)
    yield eventsFrom(first, Math.min(first + batchSize, units));
}

async function filled(peer: Peer, folder: string, units: number, streamOf: (index: number) => string) {
  const opened = await peer.open(folder);
  for (const [index, batch] of [...batchesOf(units)].entries())
    await opened.appendMany(streamOf(index), batch);
  const settings = await opened.settings();
  return { opened: await openedAgain(peer, opened, folder), settings };
}

/** A peer in memory stays open, since closing it forgets everything. */
async function openedAgain(peer: Peer, opened: Opened, folder: string): Promise<Opened> {
  if (!peer.durable) return opened;
  await opened.close();
  return peer.open(folder);
}

/** The events that each stream should hold, when these were appended to the streams in turn. */
function inTurn(appended: readonly (PeerEvent | readonly PeerEvent[])[]): Map<string, PeerEvent[]> {
  const byStream = new Map<string, PeerEvent[]>();
  for (const [index, events] of appended.entries())
    byStream.set(streamAt(index), (byStream.get(streamAt(index)) ?? []).concat(events));
  return byStream;
}

/** Opens the store again and compares every stream with what it should hold; returns the settings it wrote with. */
async function settle(peer: Peer, opened: Opened, folder: string, expected: Map<string, PeerEvent[]>) {
  const settings = await opened.settings();
  const again = await openedAgain(peer, opened, folder);
  for (const [stream, events] of expected)
    deepStrictEqual(
      await again.stateAsOf(stream, events.length),
      events.reduce(evolve, emptyTally()),
      `${stream} reads differently from what was appended to it`,
    );
  await again.close();
  return settings;
}
