import type { FastifyRequest } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import type { ExpectedRevision } from '../domain/stream.ts';
import { parseExpectedRevision } from '../domain/stream.ts';
import { idempotencyKeyCharactersMax } from '../engine/request-note.ts';
import type { RequestOptions } from '../engine/requests.ts';
import { authorOf } from './caller.ts';

/**
 * Returns what a request that records something says beside what it records: its expected revision, of which `parameter` is the query's, who
 * sent it, and its idempotency key.
 *
 * Throws `invalid-request` for a revision or a key that is none.
 */
export function requestOptionsOf(
  request: FastifyRequest,
  parameter: string | undefined,
): RequestOptions & { readonly expectedRevision: ExpectedRevision } {
  return {
    expectedRevision: expectedRevisionOf(request, parameter),
    by: authorOf(request),
    idempotencyKey: keyIn(request.headers['idempotency-key']),
  };
}

/**
 * Reads the expected revision of a request: the query parameter, `If-Match` with a revision, or `If-None-Match: *`.
 *
 * Throws `invalid-request` when more than one is given, and for `If-Match: *`: that a stream is there says nothing of
 * the revision that the caller has seen.
 */
function expectedRevisionOf(request: FastifyRequest, parameter: string | undefined): ExpectedRevision {
  const ifMatch = request.headers['if-match'];
  const ifNoneMatch = request.headers['if-none-match'];
  if ([parameter, ifMatch, ifNoneMatch].filter((given) => given !== undefined).length > 1)
    throw new TimelineError(
      'invalid-request',
      'Only one of expectedRevision, If-Match and If-None-Match can say the expected revision',
    );
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'none';
    throw new TimelineError('invalid-request', 'If-None-Match is not *, which stands for no events', {
      header: 'If-None-Match',
    });
  }
  if (ifMatch === undefined) return parseExpectedRevision(parameter ?? 'any');
  const [, revision] = /^\s*"?(\d{1,15})"?\s*$/.exec(ifMatch) ?? [];
  if (revision !== undefined) return Number(revision);
  throw new TimelineError('invalid-request', 'If-Match is not a revision, such as "3"', {
    header: 'If-Match',
  });
}

/** A string as structured fields have it (RFC 9651, 3.3.3), which is what the draft of this header wants. */
const quoted = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;

/** What many send instead: visible characters, without those that would mean something in a field. */
const bare = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/;

function keyIn(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = String(header).trim();
  const key = bare.test(text) ? text : quoted.exec(text)?.[1]?.replaceAll(/\\(["\\])/g, '$1');
  if (key !== undefined && key.length <= idempotencyKeyCharactersMax) return key;
  throw new TimelineError(
    'invalid-request',
    `Idempotency-Key is not a string of 1 to ${idempotencyKeyCharactersMax} printable ASCII characters, such as "8e03978e-40d5-43dd-bc93-6894a57f9324"`,
    { header: 'Idempotency-Key' },
  );
}
