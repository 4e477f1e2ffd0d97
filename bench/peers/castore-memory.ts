import { EventStore, EventType } from '@castore/core';
import { InMemoryEventStorageAdapter } from '@castore/event-storage-adapter-in-memory';

import type { PeerEvent } from './events.ts';
import type { Peer } from './peer.ts';
import { emptyTally, evolve } from './tally.ts';
import type { Tally } from './tally.ts';

type Data = PeerEvent['data'];
type Type = EventType<'AlertStarted', Data> | EventType<'AlertEnded', Data>;

/** What castore keeps of a stream: it wants the version beside the state. */
interface State {
  aggregateId: string;
  version: number;
  tally: Tally;
}

/**
 * Castore over its adapter in memory.
 *
 * Its caller names the version of each event, so the last one of each stream is kept here. It looks for that version
 * among all events of the stream on every append, so appends to a long stream are slow. It has no order over all streams:
 * a fold of everything takes one stream after another.
 */
export const castoreMemory: Peer = {
  durable: false,
  async open() {
    const store = openStore();
    const versions = new Map<string, number>();
    const detail = (stream: string, { type, data }: PeerEvent) => {
      const version = (versions.get(stream) ?? 0) + 1;
      versions.set(stream, version);
      return { aggregateId: stream, version, type: type as 'AlertStarted' | 'AlertEnded', payload: data };
    };
    return {
      appendOne: async (stream, event) => void (await store.pushEvent(detail(stream, event))),
      appendMany: async (stream, events) => {
        const [first, ...rest] = events.map((event) => store.groupEvent(detail(stream, event)));
        if (first !== undefined) await EventStore.pushEventGroup({}, first, ...rest);
      },
      fold: async () => {
        const tally = emptyTally();
        const { aggregateIds } = await store.listAggregateIds();
        for (const { aggregateId } of aggregateIds) {
          const { events } = await store.getEvents(aggregateId);
          for (const { type, payload } of events) evolve(tally, { type, data: payload });
        }
        return tally;
      },
      stateAsOf: async (stream, version) => {
        const { aggregate } = await store.getAggregate(stream, { maxVersion: version });
        return aggregate?.tally ?? emptyTally();
      },
      settings: async () => 'in memory: nothing is durable, and nothing is parsed on reading',
      close: async () => {},
    };
  },
};

function openStore() {
  return new EventStore({
    eventStoreId: 'sirens',
    eventTypes: [
      new EventType<'AlertStarted', Data>({ type: 'AlertStarted' }),
      new EventType<'AlertEnded', Data>({ type: 'AlertEnded' }),
    ] as Type[],
    reducer: (state: State | undefined, { aggregateId, version, type, payload }): State => ({
      aggregateId,
      version,
      tally: evolve(state?.tally ?? emptyTally(), { type, data: payload }),
    }),
    eventStorageAdapter: new InMemoryEventStorageAdapter(),
  });
}
