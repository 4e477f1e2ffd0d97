import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

import { TimelineError } from '../domain/errors.ts';
import type { EventFilter } from './event-filter.ts';
import { readFilter } from './event-filter.ts';
import { readStreamName } from './messages.ts';

/** Where a read begins: at one end, or at a revision or a position. */
export type ReadFrom = 'start' | 'end' | number;

/** What a client reads. */
export interface ReadPlan {
  /** The stream, by its name on the wire; the whole log when undefined. */
  readonly stream: string | undefined;
  readonly from: ReadFrom;
  readonly backwards: boolean;
  /** Whether it goes on with what is appended later. */
  readonly subscribes: boolean;
  /** Most events; without end for a subscription. */
  readonly limit: number;
  readonly filter: EventFilter | undefined;
  readonly resolveLinks: boolean;
  /** Whether ids are told as two numbers, and not as text. */
  readonly structuredIds: boolean;
  /** Whether the client understands where a stream begins and ends. */
  readonly tellsEnds: boolean;
}

type Options = NonNullable<ReturnType<ReadReq['getOptions']>>;

/** Reads what a client wants to read; throws `invalid-request`. */
export function readPlan(request: ReadReq): ReadPlan {
  const options = request.getOptions();
  if (options === undefined) throw refused('The read has no options');
  const subscribes = options.hasSubscription();
  if (!subscribes && !options.hasCount())
    throw refused('A read says how many events it takes, or that it subscribes');
  const backwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;
  if (subscribes && backwards) throw refused('A subscription goes forwards');
  return {
    ...placeOf(options),
    backwards,
    subscribes,
    limit: subscribes ? Number.POSITIVE_INFINITY : Number(options.getCount()),
    resolveLinks: options.getResolveLinks(),
    structuredIds: options.getUuidOption()?.hasString() !== true,
    tellsEnds: (options.getControlOption()?.getCompatibility() ?? 0) >= 1,
  };
}

function placeOf(options: Options): Pick<ReadPlan, 'stream' | 'from' | 'filter'> {
  const filter = options.getFilter();
  const ofStream = options.getStream();
  if (ofStream !== undefined) {
    if (filter !== undefined) throw refused('Only a read of the whole log takes a filter');
    const revision = ofStream.hasRevision() ? numberOf(ofStream.getRevision()) : undefined;
    const stream = readStreamName(ofStream.getStreamIdentifier());
    return { stream, from: fromOf(ofStream, revision), filter: undefined };
  }
  const ofAll = options.getAll();
  if (ofAll === undefined) throw refused('A read is of a stream or of the whole log');
  const position = ofAll.getPosition();
  return {
    stream: undefined,
    from: fromOf(ofAll, position === undefined ? undefined : numberOf(position.getCommitPosition())),
    filter: filter === undefined ? undefined : readFilter(filter),
  };
}

function fromOf(options: { hasStart(): boolean; hasEnd(): boolean }, place: number | undefined): ReadFrom {
  if (place !== undefined) return place;
  if (options.hasStart()) return 'start';
  if (options.hasEnd()) return 'end';
  throw refused('A read says where it begins');
}

/** Places that numbers cannot tell apart lie behind every log. */
function numberOf(digits: string): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}

function refused(sentence: string): TimelineError {
  return new TimelineError('invalid-request', sentence);
}
