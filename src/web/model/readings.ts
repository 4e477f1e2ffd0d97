import type { AskedReadings, Client } from '../../client/index.ts';
import { joinReadings } from '../../client/index.ts';
import type { Filter, LaneKind, Marks } from '../model.ts';
import { askedFilter } from './asked-filter.ts';
import type { TimeWindow } from './window.ts';

/** Which readings are asked for. */
export interface ReadingsAsked {
  readonly filter: Filter;
  readonly lanes: LaneKind;
  /** The occurred times in which something of them lies; all when left out. */
  readonly range?: TimeWindow | undefined;
  /** The last position that is known. */
  readonly knownAt: number;
  /** Only what was recorded after this position made or ended. */
  readonly after?: number | undefined;
}

/** What was read so far. */
export interface ReadingsRead {
  readonly marks: Marks;
  /** How many there are in all, or more than that. */
  readonly inAll: number;
  /** Whether there are too many to draw them one by one: then none is given. */
  readonly isOver: boolean;
  /** Whether that is all of them. */
  readonly isDone: boolean;
}

/** Most readings that a page draws one by one. */
export const readingsMax = 100_000;

/** No readings at all. */
export const noMarks: Marks = {
  count: 0,
  position: new Float64Array(),
  recordedTo: new Float64Array(),
  recordedAt: new Float64Array(),
  fact: new Float64Array(),
  from: new Float64Array(),
  fromLatest: new Float64Array(),
  to: new Float64Array(),
  toLatest: new Float64Array(),
  isOpen: new Uint8Array(),
  status: new Uint8Array(),
  qualifier: new Uint8Array(),
  type: new Uint16Array(),
  stream: new Uint32Array(),
  types: [],
  streams: [],
  lanes: [],
  laneStart: new Uint32Array(1),
  laneOf: new Uint32Array(),
};

/** Reads readings page by page, and tells after each what there is so far; of too many it tells only how many they are. */
export async function* readReadings(
  client: Pick<Client, 'readings'>,
  asked: ReadingsAsked,
  signal: AbortSignal,
  before?: Marks,
): AsyncGenerator<ReadingsRead, void, undefined> {
  let marks = before ?? noMarks;
  let page: string | undefined;
  do {
    const answer = await client.readings({ ...askedOf(asked), page, signal });
    const { inAll, exact } = answer;
    if (!exact || inAll > readingsMax) {
      yield { marks: noMarks, inAll, isOver: true, isDone: false };
      return;
    }
    marks = joinReadings(marks, answer);
    page = answer.next;
    yield { marks, inAll, isOver: false, isDone: page === undefined };
  } while (page !== undefined);
}

function askedOf({ filter, lanes, range, knownAt, after }: ReadingsAsked): AskedReadings {
  return {
    from: range?.from,
    to: range?.to,
    ...askedFilter(filter),
    lanes,
    knownAt,
    after,
  };
}
