import type { FastifyReply, FastifyRequest } from 'fastify';

import { assert } from '../domain/assert.ts';
import { toCloudEvent } from '../domain/cloud-event.ts';
import type { RecordedEvent } from '../domain/event.ts';
import type { FactAnswer } from '../engine/answers.ts';
import type { Timeline } from '../engine/timeline.ts';
import { cloudEventBatchType, cloudEventType, linesType } from './body.ts';
import { preferredType } from './negotiate.ts';
import type { AskedMoment } from './send-answer.ts';
import { isFixedMoment, sendBody } from './send-answer.ts';

/** Returns whether the caller wants events as a batch of CloudEvents rather than as a page of ours, or as lines. */
export function wantsBatch(request: FastifyRequest): boolean {
  const offered = ['application/json', linesType, cloudEventBatchType] as const;
  return preferredType(request, offered) === cloudEventBatchType;
}

/**
 * Sends events as a batch of CloudEvents: an array and nothing else.
 *
 * The next page is named by `Link`, as the same query with the parameter in `next`, whose value is undefined after the last page.
 * `isFixed` says that the page never changes.
 */
export function sendBatch(
  request: FastifyRequest,
  reply: FastifyReply,
  events: readonly RecordedEvent[],
  next: Readonly<Record<string, number | undefined>>,
  isFixed: boolean,
): FastifyReply {
  const links = Object.entries(next).flatMap(([parameter, value]) => {
    if (value === undefined) return [];
    const parameters = new URLSearchParams(request.url.replace(/^[^?]*\??/s, ''));
    parameters.set(parameter, String(value));
    // A reference with a query alone stays at the path that was asked, whatever stands before us.
    return [`<?${parameters.toString()}>; rel="next"`];
  });
  return sendBody(request, reply, events.map(toCloudEvent), {
    isFixed,
    mediaType: cloudEventBatchType,
    vary: ['Accept'],
    about: links.length === 0 ? {} : { link: links.join(', ') },
  });
}

/** Returns whether the caller wants an event as it was recorded rather than the fact as it reads. */
export function wantsCloudEvent(request: FastifyRequest): boolean {
  return preferredType(request, ['application/json', cloudEventType]) === cloudEventType;
}

/** Sends the event of an id as it was recorded: that of a fact, or of one of its corrections. */
export function sendRecorded(
  request: FastifyRequest<{ Params: { id: string }; Querystring: AskedMoment }>,
  reply: FastifyReply,
  { event, readings }: FactAnswer,
  log: Timeline['log'],
): FastifyReply {
  const { params, query } = request;
  const position = readings.find(({ by }) => by === params.id)?.recordedFrom;
  assert(position !== undefined, 'every event of a fact made one of its readings');
  const [recorded = event] = log({ after: position - 1, through: position, limit: 1 });
  return sendBody(request, reply, toCloudEvent(recorded), {
    isFixed: isFixedMoment(query),
    mediaType: cloudEventType,
    vary: ['Accept'],
  });
}
