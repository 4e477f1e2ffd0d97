import { formatInstant } from '../domain/instant.ts';
import type { Certainty, ResolvedMoment } from '../domain/moment.ts';
import type {
  FactAnswer,
  FactMention,
  KeysAnswer,
  ProjectionInfo,
  StateAnswer,
  TimelinePage,
} from '../engine/answers.ts';
import type { Appended } from '../engine/requests.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { EntryOut, ReadingOut } from './wire-fact.ts';
import { entryOut, readingOut } from './wire-fact.ts';

/** A resolved moment, as sent: asking for it again gives the same answer. */
export interface MomentOut {
  /** RFC 3339. */
  readonly asOf: string;
  /** RFC 3339; null while nothing is recorded. */
  readonly knownAt: string | null;
  readonly position: number;
  readonly certainty: Certainty;
}

/** What every answer as of a moment carries, as sent. */
export interface AnswerOut {
  readonly moment: MomentOut;
  readonly uncertain: readonly FactMention[];
  readonly underWay: readonly FactMention[];
}

/** A projection by name and version. */
export interface ProjectionName {
  readonly name: string;
  readonly version: number;
}

/** A state as of a moment, as sent. */
export interface StateOut extends AnswerOut {
  readonly projection: ProjectionName;
  readonly key?: string;
  readonly state: unknown;
}

/** The keys of a projection as of a moment, as sent. */
export interface KeysOut {
  readonly projection: ProjectionName;
  readonly moment: MomentOut;
  readonly keys: KeysAnswer['keys'];
}

/** One page of the timeline as of a moment, as sent. */
export interface TimelineOut extends AnswerOut {
  readonly entries: readonly EntryOut[];
  readonly next?: string;
}

/** A fact as of a moment with all its readings by then, as sent. */
export interface FactOut extends EntryOut {
  readonly standing: FactAnswer['standing'];
  readonly readings: readonly ReadingOut[];
  readonly causes: readonly FactMention[];
  readonly effects: readonly FactMention[];
  readonly moment: MomentOut;
}

/** Where appended events came to stand, as sent. */
export interface AppendedOut {
  /** The position of the last of them. */
  readonly position: number;
  readonly events: readonly {
    readonly id: string;
    readonly stream: string;
    readonly revision: number;
    readonly position: number;
    readonly recordedAt: string;
  }[];
}

/** What is known of one stream, as sent. */
export interface StreamOut {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly recordedAt: string;
}

/** The last event of the log, as sent; position 0 and null while it is empty. */
export interface HeadOut {
  readonly position: number;
  readonly recordedAt: string | null;
}

/** Returns a resolved moment in the form that is sent. */
export function momentOut({ asOf, knownAt, position, certainty }: ResolvedMoment): MomentOut {
  return { asOf: formatInstant(asOf), knownAt: instantOut(knownAt), position, certainty };
}

/** Returns a state in the form that is sent. */
export function stateOut(answer: StateAnswer): StateOut {
  const { projection, version, key, moment, state, uncertain, underWay } = answer;
  return {
    projection: { name: projection, version },
    ...(key === undefined ? {} : { key }),
    moment: momentOut(moment),
    state,
    uncertain,
    underWay,
  };
}

/** Returns the keys of a projection in the form that is sent. */
export function keysOut({ projection, version, moment, keys }: KeysAnswer): KeysOut {
  return { projection: { name: projection, version }, moment: momentOut(moment), keys };
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
    ...entryOut({ ...event, occurred, when, data, reading }, moment),
    standing,
    readings: readings.map((one) => {
      const [madeBy] = log({ after: one.recordedFrom - 1, through: one.recordedFrom, limit: 1 });
      return readingOut(one, madeBy);
    }),
    causes,
    effects,
    moment: momentOut(moment),
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

/** Returns a projection and how it is, in the form that is sent. */
export function projectionOut(info: ProjectionInfo): ProjectionInfo {
  return info;
}

/** Returns the head of the log in the form that is sent. */
export function headOut({ position, recordedAt }: ReturnType<Timeline['head']>): HeadOut {
  return { position, recordedAt: instantOut(recordedAt) };
}

function instantOut(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
