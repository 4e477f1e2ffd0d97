import { createHash } from 'node:crypto';

import type { AuditAction, RequestNote } from '../domain/audit.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { canonicalJson } from '../domain/json.ts';
import type { RequestOptions } from './requests.ts';

/** Longest idempotency key, in characters. */
export const idempotencyKeyCharactersMax = 255;

/** Longest name of who asks, in characters. */
const byCharactersMax = 400;

/**
 * Returns what is noted of a request; undefined when it has neither a key nor an author.
 *
 * `asked` is all that the request says, as it was given: the same key with anything else is another request. Throws
 * `invalid-request` for what is no key and no name.
 */
export function noteOf(
  action: AuditAction,
  { by, idempotencyKey }: RequestOptions,
  asked: readonly unknown[],
): RequestNote | undefined {
  if (by === undefined && idempotencyKey === undefined) return undefined;
  const author = by === undefined ? {} : { by: checkBy(by) };
  if (idempotencyKey === undefined) return { action, ...author };
  return {
    action,
    ...author,
    idempotencyKey: checkIdempotencyKey(idempotencyKey),
    fingerprint: hashOf(canonicalJson(plain([action, ...asked]))),
  };
}

/** Returns who asks as the audit trail names them; throws `invalid-request` for what is empty, too long or has control characters. */
export function checkBy(by: string): string {
  if (by.length > 0 && by.length <= byCharactersMax && !/[\p{Cc}\p{Cs}]/u.test(by)) return by;
  throw new TimelineError(
    'invalid-request',
    `Who asks is named by 1 to ${byCharactersMax} characters, none of them a control character`,
  );
}

function checkIdempotencyKey(key: string): string {
  if (key.length <= idempotencyKeyCharactersMax && /^[\x20-\x7e]+$/.test(key)) return key;
  throw new TimelineError(
    'invalid-request',
    `An idempotency key is 1 to ${idempotencyKeyCharactersMax} printable ASCII characters`,
  );
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What was checked as an event before is JSON data once it is written as such: a member that is undefined is not there. */
function plain(asked: unknown): Json {
  const json: Json = JSON.parse(JSON.stringify(asked));
  return json;
}
