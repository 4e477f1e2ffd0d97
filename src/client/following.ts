import type { Problem } from '../api/problem.ts';
import type { ReplayUpdateOut, TimelineChangeOut, UpdateOut } from '../api/wire-live.ts';
import { TimelineError } from '../domain/errors.ts';
import type { AskedChanges, AskedReplay, AskedUpdates, Following } from './asked.ts';
import { filterParameters, parametersOf, pathOfProjection } from './parameters.ts';
import { errorOfProblem } from './problem-error.ts';
import type { Server } from './server.ts';
import type { ConnectionOptions, FollowOptions, ServerEvent } from './sse.ts';
import { followEvents } from './sse.ts';

/** Errors of whom the caller must act, not the server: asking again does not help. */
const finalCategories: readonly string[] = ['incorrect', 'unauthenticated', 'not-found', 'forbidden'];

/** What a replay is asked with, again and again. */
type Place = Omit<AskedReplay, 'signal'>;

/** What following takes from the world. */
export type Waiting = Pick<FollowOptions, 'wait' | 'random'>;

/** The last that a server tells of something that goes on and fails. */
interface FaultOut {
  readonly event: 'fault';
  readonly data: Problem;
}

/** What goes on at a server. */
export interface Followed {
  updates(projection: string, asked: AskedUpdates): AsyncGenerator<UpdateOut, void, undefined>;
  changes(asked: AskedChanges): AsyncGenerator<TimelineChangeOut, void, undefined>;
  replay(asked: AskedReplay, following: ReplayFollowing): AsyncGenerator<ReplayUpdateOut, void, undefined>;
}

/** How a replay is followed. */
export interface ReplayFollowing extends Pick<Following, 'onLost'> {
  /** Makes a lost connection again, and goes on from the last step with a `start`; an error ends it with `false`. `true` when left out. */
  readonly resumes?: boolean | undefined;
}

/** Follows what goes on at a server, from one connection to the next. */
export function followedAt(server: Server, waiting: Waiting): Followed {
  const connection = (signal: AbortSignal | undefined): ConnectionOptions & Waiting => ({
    ...waiting,
    fetch: async (url, init) => server.fetch(url, init),
    signal: signal ?? new AbortController().signal,
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

  const end = (error: unknown): never => {
    throw error ?? server.unreachable(undefined);
  };

  async function* followed<Event>(
    url: URL,
    { after, signal, onLost }: Following,
  ): AsyncGenerator<Event, void, undefined> {
    const options = { ...connection(signal), after: after?.toString(), isFinal, onLost };
    for await (const event of followEvents(url, options)) yield read(event) as Event;
  }

  return {
    updates: (projection, { after, signal, onLost, ...asked }) =>
      followed(server.urlOf(`${pathOfProjection(projection)}/updates`, parametersOf(asked)), {
        after,
        signal,
        onLost,
      }),
    async *changes({ after, signal, onLost, onFault, ...asked }) {
      const url = server.urlOf('/v1/timeline/updates', filterParameters(asked));
      for await (const event of followed<TimelineChangeOut | FaultOut>(url, { after, signal, onLost }))
        if (event.event !== 'fault') yield event;
        // The server ends the connection after it.
        else await onFault?.(errorOfFault(event));
    },
    async *replay({ signal, speed = 0, ...asked }, { onLost, resumes = true }) {
      // What the other clock shows stays what it was when the replay began.
      let place: Place = asked;
      const address = (): URL => server.urlOf('/v1/replay', parametersOf({ ...place, speed }));
      const options = { ...connection(signal), isFinal, onLost: resumes ? onLost : end };
      for await (const sent of followEvents(address, options)) {
        const event = read(sent) as ReplayUpdateOut | FaultOut;
        if (event.event === 'fault') throw errorOfFault(event);
        place = placeAfter(place, event);
        yield event;
        if (event.event === 'end') return;
      }
    },
  };
}

/** Returns what to ask with to go on after an event. */
function placeAfter(place: Place, { event, data: { moment, ...data } }: ReplayUpdateOut): Place {
  const isRecorded = place.axis === 'recorded';
  if (event === 'start') {
    if (isRecorded) return { ...place, asOf: place.asOf ?? moment.asOf };
    return place.to === undefined ? place : { ...place, knownAt: place.knownAt ?? moment.position };
  }
  if (!('at' in data)) return place;
  return { ...place, from: isRecorded ? String(moment.position) : data.at };
}

function errorOfFault({ data }: FaultOut): Error {
  return errorOfProblem(data) ?? new Error(data.detail);
}

function isFinal(error: unknown): boolean {
  return error instanceof TimelineError && finalCategories.includes(error.category);
}
