import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Moment } from '../domain/moment.ts';
import type { Answered } from './answered.ts';
import { askAgain, neverChanges, sendAnswered } from './answered.ts';
import { entityTagOf } from './entity-tag.ts';
import { keepAtHead, keepFixed } from './fixed-answers.ts';
import type { MomentOut } from './wire.ts';

/** A moment as it was asked for. */
export type AskedMoment = Pick<Moment, 'asOf' | 'knownAt'>;

/** How an answer is sent, beside its body. */
export interface Sending extends Partial<Pick<Answered, 'mediaType' | 'contentLocation' | 'about' | 'vary'>> {
  /** Whether it is the same for ever. */
  readonly isFixed: boolean;
  /** Whether it is the same until something is recorded. */
  readonly isFixedAtHead?: boolean;
}

/** How a page is sent that never changes; it is to be had in lines, too. */
export const fullPage: Sending = { isFixed: true, vary: ['Accept'] };

/** How a page is sent that may still change. */
export const openPage: Sending = { isFixed: false, vary: ['Accept'] };

/** Media type of our answers. */
export const jsonType = 'application/json';

/**
 * Returns whether a moment is closed: `asOf` is an instant, `knownAt` a position.
 *
 * A `knownAt` that is an instant is not: an import brings recorded times of its own (docs/decisions/0005).
 */
export function isFixedMoment({ asOf, knownAt }: AskedMoment): boolean {
  return asOf !== undefined && asOf !== 'now' && isPosition(knownAt);
}

/** Returns whether only the head of the log moves a moment: `asOf` is an instant, `knownAt` all that is known. */
export function isFixedAtHead({ asOf, knownAt }: AskedMoment): boolean {
  return asOf !== undefined && asOf !== 'now' && (knownAt === undefined || knownAt === 'now');
}

/** Returns whether what was asked to be known is named by a position: digits, and not an instant. */
export function isPosition(knownAt: AskedMoment['knownAt']): boolean {
  return /^\d+$/.test(String(knownAt ?? ''));
}

/**
 * Sends an answer as of a moment, with an entity tag: strong, or weak where the answer holds an instant that only echoes the clock.
 *
 * `asked` is the moment as the caller gave it.
 */
export function sendAsOf(
  request: FastifyRequest,
  reply: FastifyReply,
  { moment, ...rest }: { readonly moment: MomentOut },
  asked: AskedMoment,
  sending: Sending = { isFixed: isFixedMoment(asked), isFixedAtHead: isFixedAtHead(asked) },
): FastifyReply {
  return sendMoments(request, reply, {
    head: sending.isFixedAtHead === true ? moment.position : undefined,
    rest,
    told: { moment },
    // A page names its moment itself.
    steady: { moment: sending.isFixed ? moment : steadyOf(moment, asked) },
    sending,
  });
}

/** Sends an answer about two moments, as `sendAsOf` does for one. */
export function sendBetween(
  request: FastifyRequest,
  reply: FastifyReply,
  { from, to, ...rest }: { readonly from: MomentOut; readonly to: MomentOut },
  asked: { readonly from: AskedMoment; readonly to: AskedMoment },
): FastifyReply {
  return sendMoments(request, reply, {
    rest,
    told: { from, to },
    steady: { from: steadyOf(from, asked.from), to: steadyOf(to, asked.to) },
    head: undefined,
    sending: { isFixed: isFixedMoment(asked.from) && isFixedMoment(asked.to) },
  });
}

/** Sends an answer that is of no moment, with a strong entity tag. */
export function sendBody(
  request: FastifyRequest,
  reply: FastifyReply,
  body: object,
  sending: Sending = { isFixed: false },
): FastifyReply {
  return sendText(request, reply, JSON.stringify(body), sending);
}

/** Sends an answer that names the position it is at itself, with a strong entity tag. */
export function sendAtHead(
  request: FastifyRequest,
  reply: FastifyReply,
  body: { readonly head: { readonly position: number } },
  sending: Sending,
): FastifyReply {
  const text = JSON.stringify(body);
  const answered = answeredBy(text, sending, text);
  if (sending.isFixed) keepFixed(request, answered);
  else if (sending.isFixedAtHead === true) keepAtHead(request, answered, body.head.position);
  return sendAnswered(request, reply, answered);
}

/** Sends a text; its entity tag is weak where `steady`, what it says apart from what echoes the clock, is another text. */
export function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  body: string,
  sending: Sending,
  steady = body,
): FastifyReply {
  const answered = answeredBy(body, sending, steady);
  if (sending.isFixed) keepFixed(request, answered);
  return sendAnswered(request, reply, answered);
}

function answeredBy(body: string, sending: Sending, steady: string): Answered {
  const { isFixed, mediaType = jsonType, vary = [], contentLocation, about } = sending;
  return {
    body,
    entityTag: entityTagOf(steady, { isWeak: steady !== body }),
    mediaType: withCharset(mediaType),
    vary,
    cacheControl: isFixed ? neverChanges : askAgain,
    contentLocation,
    about,
  };
}

/** The framework adds it to texts, but not to the bytes that are kept of them. */
function withCharset(mediaType: string): string {
  return mediaType.endsWith('json') ? `${mediaType}; charset=utf-8` : mediaType;
}

interface TellingMoments {
  readonly rest: object;
  readonly told: Readonly<Record<string, MomentOut>>;
  /** The same without what echoes the clock. */
  readonly steady: Readonly<Record<string, Partial<MomentOut>>>;
  /** The position until which it stays as it is; undefined where the clock moves it, or nothing does. */
  readonly head: number | undefined;
  readonly sending: Sending;
}

/** The moments come first, so that the rest, which may be long, is written once for the body and for the entity tag. */
function sendMoments(
  request: FastifyRequest,
  reply: FastifyReply,
  { rest, told, steady, head, sending }: TellingMoments,
): FastifyReply {
  const after = JSON.stringify(rest).slice(1);
  const textOf = (moments: object) => `${JSON.stringify(moments).slice(0, -1)},${after}`;
  const answered = answeredBy(textOf(told), sending, textOf(steady));
  if (sending.isFixed) keepFixed(request, answered);
  else if (head !== undefined) keepAtHead(request, answered, head);
  return sendAnswered(request, reply, answered);
}

/** Leaves out the instants that move with the clock: `asOf` when it is now, and a `knownAt` that may lie ahead. The position stays. */
function steadyOf(moment: MomentOut, { asOf, knownAt }: AskedMoment): Partial<MomentOut> {
  const { asOf: _asOf, knownAt: _knownAt, ...steady } = moment;
  return {
    ...(asOf === undefined || asOf === 'now' ? {} : { asOf: moment.asOf }),
    ...(knownAt === undefined || knownAt === 'now' || isPosition(knownAt) ? { knownAt: moment.knownAt } : {}),
    ...steady,
  };
}
