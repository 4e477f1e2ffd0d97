import type { Problem } from '../api/problem.ts';
import type { ReplayUpdateOut, TimelineChangeOut } from '../api/wire-live.ts';
import { TimelineError } from '../domain/errors.ts';
import type { ChangesAccess } from './access-changes.ts';
import type { AskedFilter, Following } from './asked.ts';
import type { CliContext } from './context.ts';
import { errorOfProblem } from './problem-error.ts';
import type { Server } from './server-asked.ts';
import type { ConnectionOptions, ServerEvent } from './sse-client.ts';
import { followEvents, readEvents } from './sse-client.ts';

/** The last that a server tells of something that goes on and fails. */
interface FaultOut {
  readonly event: 'fault';
  readonly data: Problem;
}

/** Reaches what changes in a timeline that a server serves. */
export function changesOfUrl(server: Server, { wait }: Pick<CliContext, 'wait'>): ChangesAccess {
  const connection = (signal: AbortSignal): ConnectionOptions => ({
    fetch: async (url, init) => server.fetch(url, init),
    wait,
    signal,
    errorOf: server.errorOf,
  });

  /** The event has the shape that the routes of this same version give. */
  const read = ({ event, id, data }: ServerEvent): unknown => {
    try {
      return { event, ...(id === '' ? {} : { id }), data: JSON.parse(data) };
    } catch (error) {
      throw server.unreachable(error);
    }
  };

  async function* followed<Event>(
    url: URL,
    after: string | undefined,
    { signal, tell }: Following,
  ): AsyncGenerator<Event, void, undefined> {
    const events = followEvents(url, {
      ...connection(signal),
      after,
      isFinal,
      onLost: async (error, ms) => tell(`${lossOf(error)}; asking again in ${ms / 1000} s`),
    });
    for await (const event of events) yield read(event) as Event;
  }

  return {
    diff: async (projection, asked) => server.get(`${pathOf(projection)}/diff`, { ...asked }),
    explain: async (projection, asked) => server.get(`${pathOf(projection)}/explain`, { ...asked }),
    series: async (projection, asked) => server.get(`${pathOf(projection)}/series`, { ...asked }),
    density: async (asked) => server.get('/v1/density', { ...asked }),
    commits: async (asked) => server.get('/v1/commits', { ...asked }),
    updates: (projection, { after, ...asked }, following) =>
      followed(server.urlOf(`${pathOf(projection)}/updates`, asked), after, following),
    async *changes({ after, ...asked }, following) {
      const url = server.urlOf('/v1/timeline/updates', filterParameters(asked));
      for await (const event of followed<TimelineChangeOut | FaultOut>(url, after, following)) {
        if (event.event !== 'fault') yield event;
        // The server ends the connection after it.
        else await following.tell(event.data.detail);
      }
    },
    async *replay(asked, { signal, tell }) {
      let at: string | undefined;
      const url = server.urlOf('/v1/replay', { ...asked, speed: 0 });
      try {
        for await (const sent of readEvents(url, connection(signal))) {
          const event = read(sent) as ReplayUpdateOut | FaultOut;
          if (event.event === 'fault') throw errorOfProblem(event.data) ?? new Error(event.data.detail);
          if (event.event === 'step') ({ at } = event.data);
          yield event;
          if (event.event === 'end') return;
        }
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof TimelineError) throw error;
      }
      if (signal.aborted) return;
      if (at !== undefined) await tell(`The replay was cut off at ${at}: --from ${at} goes on there`);
      throw server.unreachable(undefined);
    },
  };
}

/** Returns the names that HTTP has for filters. */
export function filterParameters<Asked extends AskedFilter>({
  types,
  streams,
  publishers,
  text,
  withRetracted,
  ...asked
}: Asked) {
  return { ...asked, type: types, stream: streams, source: publishers, q: text, retracted: withRetracted };
}

function pathOf(projection: string): string {
  return `/v1/projections/${encodeURIComponent(projection)}`;
}

/** What the caller must change does not change by asking again; all else may. */
function isFinal(error: unknown): boolean {
  return error instanceof TimelineError && ['incorrect', 'not-found', 'forbidden'].includes(error.category);
}

function lossOf(error: unknown): string {
  if (error === undefined) return 'The server ended the connection';
  return error instanceof TimelineError ? error.message : 'The connection is lost';
}
