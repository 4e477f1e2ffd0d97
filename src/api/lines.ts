import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { varyBy } from './answered.ts';
import { linesType } from './body.ts';
import { preferredType } from './negotiate.ts';

/** Entries that are read at a time for an answer in lines. */
export const linesAtATime = 100;

/** Returns whether the caller wants lines of JSON rather than one document. */
export function wantsLines(request: FastifyRequest): boolean {
  return preferredType(request, ['application/json', linesType]) === linesType;
}

/**
 * Sends entries as lines of JSON, a page at a time and no faster than they are taken.
 *
 * The first page is read before the answer begins, so that what is wrong with the question is still a problem document.
 */
export async function sendLines(
  request: FastifyRequest,
  reply: FastifyReply,
  pages: AsyncGenerator<readonly unknown[]>,
): Promise<FastifyReply> {
  const first = await pages.next();
  reply.type(linesType);
  varyBy(reply, ['Accept']);
  if (request.method !== 'HEAD')
    return reply.send(Readable.from(textsOf(first, pages), { highWaterMark: 1 }));
  await pages.return(undefined);
  return reply.send(Readable.from([]));
}

async function* textsOf(
  first: IteratorResult<readonly unknown[], unknown>,
  pages: AsyncGenerator<readonly unknown[]>,
): AsyncGenerator<string> {
  try {
    for (let page = first; page.done !== true; page = await pages.next())
      if (page.value.length > 0) yield page.value.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  } finally {
    await pages.return(undefined);
  }
}
