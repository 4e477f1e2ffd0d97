import { getInMemoryEventStore } from '@event-driven-io/emmett';

import type { PeerEvent } from './events.ts';
import type { Peer } from './peer.ts';
import { emptyTally, evolve } from './tally.ts';
import type { Tally } from './tally.ts';

/** Emmett's store in memory, which can neither list its streams nor read all of them: there is no fold of everything. */
export const emmettMemory: Peer = {
  durable: false,
  async open() {
    const store = getInMemoryEventStore();
    return {
      appendOne: async (stream, event) => void (await store.appendToStream(stream, [event])),
      appendMany: async (stream, events) => void (await store.appendToStream(stream, [...events])),
      fold: null,
      stateAsOf: async (stream, version) => {
        const read = { to: BigInt(version) };
        const { state } = await store.aggregateStream<Tally, PeerEvent>(stream, {
          evolve,
          initialState: emptyTally,
          read,
        });
        return state;
      },
      settings: async () => 'in memory: nothing is durable, and nothing is parsed on reading',
      close: async () => {},
    };
  },
};
