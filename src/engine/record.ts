import type { RequestNote } from '../domain/audit.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError, atPlace } from '../domain/errors.ts';
import type { ImportedEvent } from '../domain/event.ts';
import { formatInstant } from '../domain/instant.ts';
import type { PreparedEvent } from '../domain/prepare.ts';
import { prepareEvent } from '../domain/prepare.ts';
import type { ExpectedRevision } from '../domain/stream.ts';
import { checkStreamName } from '../domain/stream.ts';
import type { EventLog, ImportRequest } from '../store/port.ts';
import { countAppend, countsOf } from './counters.ts';
import { checkBy, noteOf } from './request-note.ts';
import type { Appended, Correction } from './requests.ts';
import type { Timeline } from './timeline.ts';

/** Most events that one append takes. */
export const appendedEventsMax = 1000;

interface RecordingOptions {
  readonly clock: () => number;
  readonly newId: () => string;
}

/** The half of a timeline that takes events in. */
export function createRecording(
  store: EventLog,
  catalogue: Catalogue,
  { clock, newId }: RecordingOptions,
): Pick<Timeline, 'append' | 'correct' | 'retract' | 'import'> {
  const counts = countsOf(store);
  const append = async (
    stream: string,
    events: readonly PreparedEvent[],
    expected: ExpectedRevision,
    note: RequestNote | undefined,
  ): Promise<Appended> => {
    const began = performance.now();
    const { events: appended, repeated } = await store.append({
      stream,
      expected,
      events,
      ...(note === undefined ? {} : { note }),
    });
    if (!repeated) countAppend(counts, performance.now() - began);
    return { events: appended, position: appended.at(-1)?.position ?? store.head().position, repeated };
  };

  const aim = async (type: 'FactCorrected' | 'FactRetracted', target: string, correction: Correction) => {
    const { id, at, expectedRevision = 'any', by, idempotencyKey, ...rest } = correction;
    const known = store.event(target);
    if (known === undefined)
      throw new TimelineError('unknown-event', `There is no event ${target}`, { eventId: target });
    const data = { about: [], sources: [], ...rest, target };
    // Whoever tries again with the same id means the same event, not one of a later instant.
    const before = id === undefined ? undefined : store.event(id);
    const occurred = at ?? before?.occurred ?? formatInstant(clock());
    const event = prepareEvent(
      catalogue,
      { ...(id === undefined ? {} : { id }), type, occurred, data },
      newId,
    );
    const action = type === 'FactCorrected' ? 'correct' : 'retract';
    const asked = [target, expectedRevision, { id, at, ...rest }];
    return append(known.stream, [event], expectedRevision, noteOf(action, { by, idempotencyKey }, asked));
  };

  return {
    async append(stream, events, { expectedRevision = 'any', ...request } = {}) {
      checkStreamName(stream);
      if (events.length === 0 || events.length > appendedEventsMax)
        throw new TimelineError(
          'invalid-request',
          `An append takes 1 to ${appendedEventsMax} events, not ${events.length}`,
        );
      const prepared = events.map((event, index) =>
        atPlace(events.length === 1 ? undefined : `event ${index + 1}`, () =>
          prepareEvent(catalogue, event, newId),
        ),
      );
      const note = noteOf('append', request, [stream, expectedRevision, events]);
      return append(stream, prepared, expectedRevision, note);
    },
    correct: async (target, correction) => aim('FactCorrected', target, correction),
    retract: async (target, retraction) => aim('FactRetracted', target, retraction),
    async import(events, options = {}) {
      if (options.by !== undefined) checkBy(options.by);
      return store.import(preparedForImport(events, catalogue, newId), options);
    },
  };
}

/** Events that are handed over to a store at a time: to wait for each of them takes as long as to check it. */
const importedAtATime = 64;

/** An event that cannot be taken is told of after those before it were handed over: one of them may be the first at fault. */
async function* preparedForImport(
  events: AsyncIterable<ImportedEvent> | Iterable<ImportedEvent>,
  catalogue: Catalogue,
  newId: () => string,
): AsyncGenerator<readonly ImportRequest[]> {
  let some: ImportRequest[] = [];
  try {
    if (Symbol.asyncIterator in events) {
      for await (const event of events) {
        some.push(importRequest(event, catalogue, newId));
        if (some.length >= importedAtATime) yield some.splice(0);
      }
    } else {
      for (const event of events) {
        some.push(importRequest(event, catalogue, newId));
        if (some.length >= importedAtATime) yield some.splice(0);
      }
    }
  } catch (error) {
    const before = some;
    some = [];
    yield before;
    throw error;
  }
  yield some;
}

function importRequest(
  { stream, recordedAt, revision, place, ...event }: ImportedEvent,
  catalogue: Catalogue,
  newId: () => string,
): ImportRequest {
  return atPlace(place, () => ({
    stream: checkStreamName(stream),
    event: prepareEvent(catalogue, event, newId),
    ...(recordedAt === undefined ? {} : { recordedAt }),
    ...(revision === undefined ? {} : { revision }),
    ...(place === undefined ? {} : { place }),
  }));
}
