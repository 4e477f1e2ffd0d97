import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

import { TimelineError } from '../domain/errors.ts';
import { compilePattern } from './pattern-match.ts';
import { parsePattern } from './pattern.ts';
import type { WireRecord } from './wire-record.ts';

/** Which events of the log a client wants, and how often it wants to hear how far the search is. */
export interface EventFilter {
  matches(record: Pick<WireRecord, 'stream' | 'type'>): boolean;
  /** A checkpoint is told after so many events were looked at. */
  readonly checkpointEvery: number;
}

type FilterOptions = NonNullable<ReturnType<NonNullable<ReturnType<ReadReq['getOptions']>>['getFilter']>>;

/** Events that are looked at for a checkpoint where the client does not say: as EventStoreDB does. */
const usualWindow = 32;

/** Prefixes of one filter, and names that what was found for them is remembered of. */
const prefixesMax = 1000;
const rememberedMax = 10_000;

/** Reads the filter of a request; throws `invalid-request`. */
export function readFilter(options: FilterOptions): EventFilter {
  const byStream = options.getStreamIdentifier();
  const expression = byStream ?? options.getEventType();
  if (expression === undefined)
    throw new TimelineError('invalid-request', 'A filter is by stream name or by event type');
  const accepts = remembering(testOf(expression.getRegex(), expression.getPrefixList()));
  const window = options.hasMax() ? options.getMax() : usualWindow;
  const multiplier = options.getCheckpointintervalmultiplier();
  return {
    matches: ({ stream, type }) => accepts(byStream === undefined ? type : stream),
    checkpointEvery: Math.max(1, window) * Math.max(1, multiplier),
  };
}

function testOf(regex: string, prefixes: readonly string[]): (name: string) => boolean {
  if (regex !== '') return compilePattern(parsePattern(regex));
  if (prefixes.length === 0 || prefixes.length > prefixesMax)
    throw new TimelineError(
      'invalid-request',
      `A filter has a pattern, or 1 to ${prefixesMax} prefixes, not ${prefixes.length}`,
    );
  return (name) => prefixes.some((prefix) => name.startsWith(prefix));
}

function remembering(test: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (known.size >= rememberedMax) known.clear();
    const found = test(name);
    known.set(name, found);
    return found;
  };
}
