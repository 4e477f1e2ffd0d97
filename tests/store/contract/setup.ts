import { afterEach } from 'vitest';

import { createCatalogue } from '../../../src/domain/catalogue.ts';
import type { ErrorCode, ErrorFacts } from '../../../src/domain/errors.ts';
import { TimelineError } from '../../../src/domain/errors.ts';
import type { PreparedEvent } from '../../../src/domain/prepare.ts';
import { prepareEvent } from '../../../src/domain/prepare.ts';
import type { ExpectedRevision } from '../../../src/domain/stream.ts';
import type { EventLog, HistoryQuery, ImportRequest, StoreOptions } from '../../../src/store/port.ts';
import { testEvents } from '../../support/vocabulary.ts';

/** Opens an empty log of the store under test. */
export type OpenLog = (options: StoreOptions) => EventLog;

/** An open log and the clock it goes by, which is moved by hand. */
export interface LogAtHand {
  readonly log: EventLog;
  readonly clock: { nowMs: number };
}

/** The event types that the contract is tried with. */
export const catalogue = createCatalogue(testEvents);

/** Where the clock of every test starts, in milliseconds of the Unix epoch. */
export const noonMs = Date.UTC(2025, 6, 3, 12);

/** Returns what opens an empty log for a test; it is closed when the test ends. */
export function logsOf(open: OpenLog): () => LogAtHand {
  const opened: EventLog[] = [];
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
  });
  return () => {
    const clock = { nowMs: noonMs };
    const log = open({ catalogue, clock: () => clock.nowMs });
    opened.push(log);
    return { log, clock };
  };
}

/** Prepares an event that states a fact. */
export function seen(
  id: string,
  occurred = '2025-07-03T12:00:00Z',
  { causationId, ...data }: Readonly<Record<string, unknown>> = {},
): PreparedEvent {
  const event = { id, type: 'ThingSeen', occurred, data: { title: id, count: 1, ...data } };
  return prepared(typeof causationId === 'string' ? { ...event, causationId } : event);
}

/** Prepares a correction of a fact. */
export function corrects(
  id: string,
  target: string,
  restated: { readonly data?: unknown; readonly occurred?: string },
): PreparedEvent {
  return prepared({
    id,
    type: 'FactCorrected',
    occurred: '2025-07-03',
    data: { target, reason: 'r', ...restated },
  });
}

/** Prepares a retraction of a fact. */
export function retracts(id: string, target: string): PreparedEvent {
  return prepared({ id, type: 'FactRetracted', occurred: '2025-07-03', data: { target, reason: 'r' } });
}

/** Appends events to a stream, wherever that stands unless it is said. */
export function append(
  log: EventLog,
  stream: string,
  events: readonly PreparedEvent[],
  expected: ExpectedRevision = 'any',
) {
  return log.append({ stream, expected, events });
}

/** Hands requests over one by one, as an import reads them. */
export async function* handedOver(
  requests: readonly ImportRequest[],
): AsyncGenerator<readonly ImportRequest[]> {
  for (const request of requests) {
    await Promise.resolve();
    yield [request];
  }
}

/** Returns the code and the facts of the error that work ends in. */
export async function errorOf(
  work: Promise<unknown> | (() => unknown),
): Promise<{ readonly code: ErrorCode; readonly facts: ErrorFacts; readonly message: string }> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof TimelineError)
      return { code: error.code, facts: error.facts, message: error.message };
    throw error;
  }
  throw new Error('it did not fail');
}

/** Returns the ids of everything in a log, in order. */
export function idsIn(log: EventLog): readonly string[] {
  return log.readLog({ after: 0, limit: 10_000 }).map(({ id }) => id);
}

/** Returns the ids of a history: of all there is, except for what `query` says. */
export function historyIds(log: EventLog, query: Partial<HistoryQuery> = {}): readonly string[] {
  const all = {
    position: log.head().position,
    asOf: 8.64e15,
    certainty: 'possible',
    order: 'oldest-first',
    limit: 1000,
  } as const;
  return log.history({ ...all, ...query }).map(({ id }) => id);
}

function prepared(event: Parameters<typeof prepareEvent>[1]): PreparedEvent {
  return prepareEvent(catalogue, event, () => 'unused');
}
