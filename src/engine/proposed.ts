import { randomUUIDv7 } from 'node:crypto';

import type { Catalogue } from '../domain/catalogue.ts';
import { eventTypeOf, upcast } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import { formatInstant } from '../domain/instant.ts';
import type { PreparedEvent } from '../domain/prepare.ts';
import { prepareEvent, restate } from '../domain/prepare.ts';
import type { FactRead, Reading } from '../domain/reading.ts';
import { nextStatus } from '../domain/reading.ts';
import { checkStreamName } from '../domain/stream.ts';
import type { EventLog, FactHistory } from '../store/port.ts';
import type { Proposed } from './answers-preview.ts';
import type { Correction } from './requests.ts';

/** The reading that a proposed event would make, and the one it would take the place of. */
export interface ProposedReading {
  readonly before: FactRead | undefined;
  readonly after: FactRead;
}

interface ProposingOptions {
  readonly store: EventLog;
  readonly catalogue: Catalogue;
  readonly clock: () => number;
}

/**
 * Works out the reading that an event would make after a position; it throws what recording it would throw: `invalid-event`,
 * `unknown-event-type`, `invalid-time`, `invalid-stream`, `event-id-reused`, `unknown-event` or `not-correctable`.
 */
export function proposedReading(
  options: ProposingOptions,
  proposed: Proposed,
  position: number,
): ProposedReading {
  if ('append' in proposed) {
    const stream = checkStreamName(proposed.append.stream);
    const event = prepareEvent(options.catalogue, proposed.append.event, randomUUIDv7);
    if (options.store.event(event.id) !== undefined)
      throw new TimelineError('event-id-reused', `Event id ${event.id} is in use already`, {
        eventId: event.id,
      });
    const { effect } = event;
    if (effect.kind === 'states')
      return { before: undefined, after: stated(options, stream, event, position) };
    return aimed(options, effect.target, event, position);
  }
  const isCorrection = 'correct' in proposed;
  const { id, ...said } = isCorrection ? proposed.correct : proposed.retract;
  const event = aiming(options, isCorrection ? 'FactCorrected' : 'FactRetracted', id, said);
  return aimed(options, id, event, position);
}

/** As `correct` and `retract` of a timeline put it. */
function aiming(
  { catalogue, clock }: ProposingOptions,
  type: 'FactCorrected' | 'FactRetracted',
  target: string,
  { at, expectedRevision: _expected, by: _by, idempotencyKey: _key, ...rest }: Omit<Correction, 'id'>,
): PreparedEvent {
  const data = { about: [], sources: [], ...rest, target };
  return prepareEvent(catalogue, { type, occurred: at ?? formatInstant(clock()), data }, randomUUIDv7);
}

function stated(
  { store, catalogue, clock }: ProposingOptions,
  stream: string,
  event: PreparedEvent,
  position: number,
): FactRead {
  const { id, type, schemaVersion, occurred, when, data, causationId, correlationId } = event;
  const recordedAt = clock();
  const last = store.readStream(stream, { from: Number.MAX_SAFE_INTEGER, backwards: true, limit: 1 })[0];
  return {
    id,
    stream,
    revision: (last?.revision ?? -1) + 1,
    position: position + 1,
    type,
    recordedAt,
    ...(causationId === undefined ? {} : { causationId }),
    ...(correlationId === undefined ? {} : { correlationId }),
    occurred,
    when,
    data: upcast(eventTypeOf(catalogue, type), schemaVersion, data),
    reading: { number: 0, status: 'stated', by: id, recordedFrom: position + 1, recordedAt },
    earlier: [],
  };
}

function aimed(
  { store, catalogue, clock }: ProposingOptions,
  target: string,
  event: PreparedEvent,
  position: number,
): ProposedReading {
  const known = store.fact(target, position);
  const last = known?.readings.at(-1);
  if (known === undefined || last === undefined)
    throw new TimelineError('unknown-event', `There is no event ${target}`, { eventId: target });
  const isRetracted = last.status === 'retracted';
  const { effect } = restate(catalogue, event, known.event.type, isRetracted);
  if (effect.kind === 'retracts' && isRetracted)
    throw new TimelineError('not-correctable', 'The fact is retracted already', {
      target,
      eventId: event.id,
    });
  const restated = effect.kind === 'corrects' ? effect : undefined;
  const type = eventTypeOf(catalogue, known.event.type);
  const after: Reading = {
    number: last.number + 1,
    status: nextStatus(last.status, effect.kind === 'retracts' ? 'retracts' : 'corrects'),
    by: event.id,
    recordedFrom: position + 1,
    recordedAt: clock(),
    occurred: restated?.occurred ?? last.occurred,
    when: restated?.when ?? last.when,
    data:
      restated?.data === undefined
        ? last.data
        : upcast(type, restated.dataVersion ?? event.schemaVersion, restated.data),
    ...(effect.kind === 'states' ? {} : { reason: effect.reason }),
  };
  return {
    before: readAs(known, last),
    after: readAs({ ...known, readings: [...known.readings, after] }, after),
  };
}

function readAs({ event, readings }: FactHistory, reading: Reading): FactRead {
  const { id, stream, revision, position, type, recordedAt, causationId, correlationId } = event;
  const { occurred, when, data, recordedTo: _to, ...rest } = reading;
  return {
    id,
    stream,
    revision,
    position,
    type,
    recordedAt,
    ...(causationId === undefined ? {} : { causationId }),
    ...(correlationId === undefined ? {} : { correlationId }),
    occurred,
    when,
    data,
    reading: rest,
    earlier: readings.filter(({ number }) => number < reading.number),
  };
}
