import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Answered } from './answered.ts';
import { sendAnswered } from './answered.ts';

/** Most bytes of answers that are kept when the options do not say. */
export const fixedAnswersBytesUsual = 32 * 2 ** 20;

/** Longest `Accept` that an answer is kept for: those of browsers are shorter. */
const acceptCharactersMax = 200;

/** About what an answer takes beside its body, its key and the headers that repeat what was asked. */
const overheadBytes = 1000;

interface Kept {
  readonly answered: Answered;
  readonly projection: AnsweringProjection | undefined;
  /** The head that it is the answer at; absent where it never changes. */
  readonly head: number | undefined;
}

interface AnsweringProjection {
  readonly name: string;
  readonly version: number | undefined;
}

const keepers = new WeakMap<FastifyRequest, (answered: Answered, head: number | undefined) => void>();

/** Keeps an answer that is the same for ever, for whoever asks the same again; where nothing is kept, it does nothing. */
export function keepFixed(request: FastifyRequest, answered: Answered): void {
  keepers.get(request)?.(answered, undefined);
}

/** Keeps an answer that is the same for as long as the log ends at a position. */
export function keepAtHead(request: FastifyRequest, answered: Answered, head: number): void {
  if (request.headers['accept-datetime'] === undefined) keepers.get(request)?.(answered, head);
}

/**
 * Keeps answers that never change, or not before the next append, those asked for last and `bytesMax` bytes at most, and gives them
 * again without asking the engine.
 *
 * They are looked up after every `onRequest` hook, wherever that was added: who is refused for the Host, the token or the
 * scope never comes here. And before parameters are checked: those of a target that was answered once were right. A key
 * holds all that an answer depends on: the request target as sent, and `Accept`. `Accept-Datetime` is none of it: a
 * question that is fixed names `knownAt`, beside which that header does not count, and another is looked up without it only.
 *
 * An answer is given only while the version of the projection that made it is the one that answers.
 */
export function addFixedAnswers(
  app: FastifyInstance,
  timeline: Pick<Timeline, 'versionOf' | 'head' | 'following'>,
  bytesMax: number,
): void {
  if (bytesMax <= 0) return;
  const answers = new LRUCache<string, Kept>({
    maxSize: bytesMax,
    maxEntrySize: Math.ceil(bytesMax / 4),
    sizeCalculation: bytesOf,
  });
  let cleared = 0;
  const clear = () => {
    answers.clear();
    cleared += 1;
  };
  const answeringNow = (name: string) => ({ name, version: versionOrNone(timeline, name) });
  const isAnswering = ({ projection }: Kept) =>
    projection === undefined || answeringNow(projection.name).version === projection.version;
  const isStillSo = (kept: Kept, { headers }: FastifyRequest) =>
    kept.head === undefined ||
    (headers['accept-datetime'] === undefined && kept.head === headOrNone(timeline));

  // What was the same for ever is another when the replica is filled with another log.
  let refills = refillsOf(timeline);
  const forgetWhenRefilled = () => {
    const now = refillsOf(timeline);
    if (now !== refills) clear();
    refills = now;
  };

  app.addHook('preValidation', (request, reply, done) => {
    const key = keyOf(request);
    if (key === undefined) return done();
    forgetWhenRefilled();
    const kept = answers.get(key);
    if (kept !== undefined && isStillSo(kept, request) && isAnswering(kept))
      return void sendAnswered(request, reply, kept.answered);
    const name = projectionNameOf(request);
    const projection = name === undefined ? undefined : answeringNow(name);
    const clearedBefore = cleared;
    keepers.set(request, ({ body, ...answered }, head) => {
      forgetWhenRefilled();
      const now: Kept = { answered: { ...answered, body: Buffer.from(body) }, projection, head };
      // Neither a new version nor mended code came in between.
      if (cleared === clearedBefore && isAnswering(now)) answers.set(key, now);
    });
    done();
  });
  forgetWhenMended(app, clear);
}

/** The headers count, too: some repeat an address, which may be longer than the answer. */
function bytesOf({ answered: { body, contentLocation = '', about = {} } }: Kept, key: string): number {
  const headers = [contentLocation, ...Object.values(about)].join('');
  return body.length + 2 * key.length + headers.length + overheadBytes;
}

function refillsOf({ following }: Pick<Timeline, 'following'>): number {
  return following()?.refills ?? 0;
}

/** A store that is closed cannot say which of several versions answers. */
function versionOrNone(timeline: Pick<Timeline, 'versionOf'>, name: string): number | undefined {
  try {
    return timeline.versionOf(name);
  } catch {
    return undefined;
  }
}

/** A store that is closed has no head that could be compared. */
function headOrNone(timeline: Pick<Timeline, 'head'>): number | undefined {
  try {
    return timeline.head().position;
  } catch {
    return undefined;
  }
}

/** Code that failed may be mended and then answer otherwise, also where it had not failed. */
function forgetWhenMended(app: FastifyInstance, clear: () => void): void {
  app.addHook('onError', async (_request, _reply, error: unknown) => {
    if (error instanceof TimelineError && error.code === 'projection-faulted') clear();
  });
  app.addHook('onSend', async ({ method, routeOptions }, { statusCode }) => {
    if (method === 'GET' || method === 'HEAD' || statusCode >= 400) return;
    if (isOfProjection(routeOptions.url)) clear();
  });
}

function keyOf({ method, raw, headers: { accept = '*/*' } }: FastifyRequest): string | undefined {
  if ((method !== 'GET' && method !== 'HEAD') || accept.length > acceptCharactersMax) return undefined;
  return `${accept === '*/*' ? '' : accept}\n${raw.url ?? ''}`;
}

/** The route says it, and not the path: one path can be written in many ways. */
function isOfProjection(route: string | undefined): boolean {
  return route?.startsWith('/v1/projections/:name') === true;
}

function projectionNameOf({ routeOptions, params }: FastifyRequest): string | undefined {
  // Every such route has the parameter, and the router gives it as text.
  return isOfProjection(routeOptions.url) ? (params as { readonly name: string }).name : undefined;
}
