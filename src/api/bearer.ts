import type { FastifyRequest } from 'fastify';

import { TimelineError } from '../domain/errors.ts';

/** Most characters of the header Authorization; a token has 61. */
export const authorizationCharactersMax = 200;

/**
 * Returns the token that a request shows in the header `Authorization`; undefined when it has no such header.
 *
 * Throws `token-refused` for a header that shows none, and for two of them: what stands before us may look at the other one.
 */
export function bearerOf({ raw }: Pick<FastifyRequest, 'raw'>): string | undefined {
  const header = raw.headers.authorization;
  if (header === undefined) return undefined;
  if (countIn(raw.rawHeaders, 'authorization') > 1)
    throw refused('There is more than one header Authorization');
  if (header.length > authorizationCharactersMax)
    throw refused('The header Authorization is longer than a token');
  const token = /^bearer +([!-~]+) *$/i.exec(header)?.[1];
  if (token === undefined) throw refused('The header Authorization is not Bearer and a token');
  return token;
}

/** Of headers that are sent twice the parsed ones only have the first. */
function countIn(rawHeaders: readonly string[], name: string): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() === name) count += 1;
  return count;
}

function refused(sentence: string): TimelineError {
  return new TimelineError('token-refused', sentence);
}
