import type { RecordedEvent } from '../src/domain/event.ts';
import { news } from '../src/index.ts';
import { openStoreAndTimeline } from '../src/open.ts';
import { createWireServer } from '../src/wire/server.ts';
import type { WireLog } from '../src/wire/service.ts';

/**
 * Serves the endpoint for `bench/wire.ts`: `wire-server FILE` over a file, or without one over a log that keeps nothing and tells the
 * same event again and again: what is left is the protocol, and the client. `wire-server FILE raw` stands for a cluster in
 * `bench/cluster.ts`.
 */
const [file, mode] = process.argv.slice(2);
const { store, timeline } = await openStoreAndTimeline({
  store: file === undefined ? 'memory:' : `sqlite:${file}`,
  ...news,
});
const log = file === undefined ? keepingNothing() : store;
const server = createWireServer({
  log,
  catalogue: timeline.catalogue,
  clock: Date.now,
  raw: mode === 'raw',
});
process.send?.({ port: await server.listen('127.0.0.1', 0) });

function keepingNothing(): WireLog {
  let position = 0;
  let last: RecordedEvent | undefined;
  const at = (place: number): readonly RecordedEvent[] =>
    last === undefined ? [] : [{ ...last, position: place, revision: place - 1 }];
  return {
    head: () => ({ position, recordedAt: last?.recordedAt ?? null }),
    event: () => undefined,
    readStream: () => [],
    readLog: ({ after, through = position, limit }) =>
      Array.from({ length: Math.min(limit, through - after) }, (_, index) => at(after + 1 + index)).flat(),
    reached: async () => new Promise(() => undefined),
    async append({ stream, events }) {
      const recordedAt = Date.now();
      return {
        repeated: false,
        events: events.map(({ id, type, schemaVersion, data, occurred }) => {
          position += 1;
          last = {
            id,
            stream,
            revision: position - 1,
            position,
            type,
            schemaVersion,
            data,
            occurred,
            recordedAt,
          };
          return { id, stream, revision: position - 1, position, recordedAt };
        }),
      };
    },
  };
}
