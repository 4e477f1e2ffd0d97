import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { isNamed } from './entity-tag.ts';

/** What a question is answered with: a body, and the headers that belong to it. */
export interface Answered {
  readonly body: string | Buffer;
  readonly entityTag: string;
  readonly mediaType: string;
  readonly cacheControl: string;
  /** The headers of the request that chose this answer. */
  readonly vary: readonly string[];
  /** An address under which this answer is found again. */
  readonly contentLocation?: string | undefined;
  /** More headers, which say something of the answer. */
  readonly about?: Readonly<Record<string, string>> | undefined;
}

/** `Cache-Control` of an answer that never changes: nobody needs to ask again for a year, which is as long as HTTP can say. */
export const neverChanges = 'private, max-age=31536000, immutable';

/** `Cache-Control` of every other answer: it may be kept, and is asked for again before it is used. */
export const askAgain = 'no-cache';

/** Adds names of request headers to `Vary`; those that are there stay. */
export function varyBy(reply: FastifyReply, names: readonly string[]): void {
  const given = reply.getHeader('vary');
  if (given === undefined) return void reply.header('vary', names.join(', '));
  const there = String(given)
    .split(',')
    .map((name) => name.trim());
  const known = new Set(there.map((name) => name.toLowerCase()));
  const added = names.filter((name) => !known.has(name.toLowerCase()));
  if (added.length > 0) reply.header('vary', [...there, ...added].join(', '));
}

/**
 * Sends an answer, or 304 where `If-None-Match` says that the caller has it.
 *
 * With 304 goes what a cache brings its copy up to date with (RFC 9110 §15.4.5), and nothing else.
 */
export function sendAnswered(request: FastifyRequest, reply: FastifyReply, answered: Answered): FastifyReply {
  reply.header('etag', answered.entityTag);
  reply.header('cache-control', answered.cacheControl);
  if (answered.vary.length > 0) varyBy(reply, answered.vary);
  if (answered.contentLocation !== undefined) reply.header('content-location', answered.contentLocation);
  const known = request.headers['if-none-match'];
  if (known !== undefined && isNamed(known, answered.entityTag)) return sendNotModified(request, reply);
  if (answered.about !== undefined) reply.headers(answered.about);
  return reply.header('content-type', answered.mediaType).send(answered.body);
}

function sendNotModified({ method }: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.removeHeader('content-type').code(304);
  // The framework gives an answer to HEAD that has no body a Content-Length of 0, unless it is a stream: that would say that the answer is empty.
  return method === 'HEAD' ? reply.send(Readable.from([])) : reply.send();
}
