import type { Client } from '../client/index.ts';
import { TimelineError } from '../domain/errors.ts';
import type { ChangesAccess } from './access-changes.ts';
import type { Following } from './asked.ts';

/** Reaches what changes in a timeline that a server serves. */
export function changesOfUrl(client: Client): ChangesAccess {
  return {
    diff: async (projection, { asOf, knownAt, certainty, toAsOf, toKnownAt, ...asked }) =>
      client.diff(projection, { asOf, knownAt, certainty }, { asOf: toAsOf, knownAt: toKnownAt }, asked),
    explain: async (projection, { path, ...asked }) => client.explain(projection, path, asked),
    series: client.series,
    density: client.density,
    commits: client.commits,
    updates: (projection, asked, { signal, tell }) =>
      client.updates(projection, { ...asked, signal, onLost: telling(tell) }),
    changes: (asked, { signal, tell }) =>
      client.changes({
        ...asked,
        signal,
        onLost: telling(tell),
        onFault: async (error) => tell(error.message),
      }),
    async *replay(asked, { signal, tell }) {
      let at: string | undefined;
      try {
        for await (const event of client.replay({ ...asked, signal, resumes: false })) {
          if (event.event === 'step') ({ at } = event.data);
          yield event;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (at !== undefined && error instanceof TimelineError && error.code === 'store-unreachable')
          await tell(`The replay was cut off at ${at}: --from ${at} goes on there`);
        throw error;
      }
    },
  };
}

function telling(tell: Following['tell']): (error: unknown, waitMs: number) => Promise<void> {
  return async (error, waitMs) => tell(`${lossOf(error)}; asking again in ${Math.ceil(waitMs / 1000)} s`);
}

function lossOf(error: unknown): string {
  if (error === undefined) return 'The server ended the connection';
  return error instanceof TimelineError ? error.message : 'The connection is lost';
}
