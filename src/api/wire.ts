import { formatInstant } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { FactAnswer, KeysAnswer, ProjectionInfo, StateAnswer, TimelinePage } from '../engine/answers.ts';
import type { Appended } from '../engine/requests.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { factSchema, timelineSchema } from './contract/facts.ts';
import type { headSchema, momentSchema, projectionNameSchema } from './contract/moment.ts';
import type { Sent } from './contract/parts.ts';
import type { keysSchema, projectionInfoSchema, stateSchema } from './contract/projections.ts';
import type { appendedSchema, streamSchema, streamsSchema } from './contract/recorded.ts';
import { entryOut, readingOut } from './wire-fact.ts';

/** A resolved moment, as sent: asking for it again gives the same answer. */
export type MomentOut = Sent<typeof momentSchema>;

/** What every answer as of a moment carries, as sent. */
export type AnswerOut = Pick<StateOut, 'moment' | 'uncertain' | 'underWay'>;

/** A projection by name and version. */
export type ProjectionName = Sent<typeof projectionNameSchema>;

/** A state as of a moment, as sent. */
export type StateOut = Sent<typeof stateSchema>;

/** The keys of a projection as of a moment, as sent. */
export type KeysOut = Sent<typeof keysSchema>;

/** One page of the timeline as of a moment, as sent. */
export type TimelineOut = Sent<typeof timelineSchema>;

/** A fact as of a moment with all its readings by then, as sent. */
export type FactOut = Sent<typeof factSchema>;

/** Where appended events came to stand, as sent. */
export type AppendedOut = Sent<typeof appendedSchema>;

/** What is known of one stream, as sent. */
export type StreamOut = Sent<typeof streamSchema>;

/** A page of the list of streams, as sent. */
export type StreamsOut = Sent<typeof streamsSchema>;

/** The last event of the log, as sent; position 0 and null while it is empty. */
export type HeadOut = Sent<typeof headSchema>;

/** Returns a resolved moment in the form that is sent. */
export function momentOut({ asOf, knownAt, position, certainty }: ResolvedMoment): MomentOut {
  return { asOf: formatInstant(asOf), knownAt: instantOut(knownAt), position, certainty };
}

/** Returns a state in the form that is sent. */
export function stateOut(answer: StateAnswer): StateOut {
  const { projection, version, key, moment, state, uncertain, underWay } = answer;
  return {
    moment: momentOut(moment),
    projection: { name: projection, version },
    ...(key === undefined ? {} : { key }),
    state,
    uncertain,
    underWay,
  };
}

/** Returns the keys of a projection in the form that is sent. */
export function keysOut({ projection, version, moment, keys, next }: KeysAnswer): KeysOut {
  const more = next === undefined ? {} : { next };
  return { moment: momentOut(moment), projection: { name: projection, version }, keys, ...more };
}

/** Returns a page of the timeline in the form that is sent. */
export function timelineOut({ moment, entries, uncertain, underWay, next }: TimelinePage): TimelineOut {
  return {
    moment: momentOut(moment),
    entries: entries.map((fact) => entryOut(fact, moment)),
    uncertain,
    underWay,
    ...(next === undefined ? {} : { next }),
  };
}

/** Returns a fact in the form that is sent; `log` gives the events that made its readings, for their sources. */
export function factOut(answer: FactAnswer, log: Timeline['log']): FactOut {
  const { moment, event, reading, readings, standing, causes, effects } = answer;
  const { occurred, when, data } = reading;
  return {
    moment: momentOut(moment),
    ...entryOut({ ...event, occurred, when, data, reading }, moment),
    standing,
    readings: readings.map((one) => {
      const [madeBy] = log({ after: one.recordedFrom - 1, through: one.recordedFrom, limit: 1 });
      return readingOut(one, madeBy);
    }),
    causes,
    effects,
  };
}

/** Returns where appended events came to stand, in the form that is sent. */
export function appendedOut({ position, events }: Appended): AppendedOut {
  return {
    position,
    events: events.map((event) => ({
      id: event.id,
      stream: event.stream,
      revision: event.revision,
      position: event.position,
      recordedAt: formatInstant(event.recordedAt),
    })),
  };
}

/** Returns what is known of a stream in the form that is sent. */
export function streamOut({
  stream,
  revision,
  position,
  recordedAt,
}: ReturnType<Timeline['streams']>[number]): StreamOut {
  return { stream, revision, position, recordedAt: formatInstant(recordedAt) };
}

/** A projection and how it is, as sent. */
export type ProjectionOut = Sent<typeof projectionInfoSchema>;

/** Returns a projection and how it is, in the form that is sent. */
export function projectionOut(info: ProjectionInfo): ProjectionOut {
  return info;
}

/** Returns the head of the log in the form that is sent. */
export function headOut({ position, recordedAt }: ReturnType<Timeline['head']>): HeadOut {
  return { position, recordedAt: instantOut(recordedAt) };
}

function instantOut(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
