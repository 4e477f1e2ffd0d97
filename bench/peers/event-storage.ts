import { once } from 'node:events';

import { EventStore } from 'event-storage';
import type { StorageConfig } from 'event-storage';

import type { PeerEvent } from './events.ts';
import type { Opened, Peer } from './peer.ts';
import { emptyTally, evolve } from './tally.ts';
import type { Tally } from './tally.ts';

/** The bytes of one entry of event-storage's index. */
const indexEntrySize = 16;

/**
 * Event-storage, a file a stream, set to call fsync whenever it writes out its buffer.
 *
 * An append is written out and synced before it is answered; more than fits the buffer takes several writes and fsyncs.
 * Its index follows on a timer and is never built again from the data: a process that is killed within that time loses
 * what was answered (50 of 50 appends, tried).
 */
export const eventStorage: Peer = {
  durable: true,
  open: async (folder) => openWith(folder, { syncOnFlush: true }),
};

/**
 * Event-storage whose index holds no more than one entry back, so that it is synced too before an append is answered.
 *
 * This survives being killed, but costs three fsyncs an event, in a batch as well: it has no group commit.
 */
export const eventStorageSyncedIndex: Peer = {
  durable: true,
  open: async (folder) =>
    openWith(folder, { syncOnFlush: true, indexOptions: { writeBufferSize: indexEntrySize } }),
};

async function openWith(folder: string, storageConfig: StorageConfig): Promise<Opened> {
  const store = new EventStore('peer', { storageDirectory: folder, storageConfig });
  await once(store, 'ready');
  const append = async (stream: string, events: readonly PeerEvent[]) =>
    new Promise<void>((resolve) => store.commit(stream, events, resolve));
  return {
    appendOne: async (stream, event) => append(stream, [event]),
    appendMany: append,
    fold: async () => fold(store.getAllEvents()),
    stateAsOf: async (stream, version) => fold(store.getEventStream(stream, 0, version - 1) || []),
    settings: async () => settingsOf(store),
    close: async () => store.close(),
  };
}

function fold(events: Iterable<unknown>): Tally {
  const tally = emptyTally();
  for (const event of events) evolve(tally, event as PeerEvent);
  return tally;
}

function settingsOf({ storage: { partitions, index } }: EventStore): string {
  const partition = Object.values(partitions)[0];
  return [
    `data: syncOnFlush=${partition?.syncOnFlush}, writeBufferSize=${partition?.writeBufferSize}`,
    `index: syncOnFlush=${index.syncOnFlush}, writeBufferSize=${index.writeBuffer.byteLength}, flushDelay=${index.flushDelay} ms`,
  ].join('; ');
}
