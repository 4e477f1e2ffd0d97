import type { ServiceError } from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';

import type { ErrorCategory } from '../domain/errors.ts';
import { TimelineError } from '../domain/errors.ts';
import type { WireExpected } from './appending.ts';

/** What a call fails with: the status, and trailers by which clients of EventStoreDB tell their errors apart. */
export type WireError = Pick<ServiceError, 'code' | 'details' | 'metadata'> & Error;

/** Makes the error that a call fails with. */
export function wireError(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): WireError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, headerText(value));
  const sentence = details.slice(0, detailsCharactersMax).toWellFormed();
  return Object.assign(new Error(sentence), { code, details: sentence, metadata });
}

/** A sentence goes in a header: half of a surrogate pair there ends the process, and a header that is too long the call without a word. */
const detailsCharactersMax = 2000;

/** Makes the error of a stream that has a tombstone. */
export function streamDeleted(stream: string): WireError {
  return wireError(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
}

/** Makes the error of an append that has too many bytes. */
export function appendTooLarge(bytesMax: number): WireError {
  return wireError(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytesMax} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytesMax),
  });
}

/** Makes the error of a call that its caller may not make. */
export function accessDenied(): WireError {
  return wireError(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
}

/** Makes the error of a deletion of a stream that is not where it is expected. */
export function wrongExpectedVersion(
  operation: string,
  stream: string,
  expected: WireExpected,
  actual: number | undefined,
): WireError {
  const version = expected.kind === 'revision' ? expected.revision : String(versions[expected.kind]);
  return wireError(
    status.FAILED_PRECONDITION,
    `${operation} failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${version}, Actual version: ${actual ?? -1}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': version,
      'actual-version': String(actual ?? ''),
    },
  );
}

/** Makes the error of a proposal that says nothing of something that every event has. */
export function propertyMissing(property: string): WireError {
  return wireError(status.INVALID_ARGUMENT, `Required Metadata Property '${property}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });
}

/** Turns whatever was thrown into what a call fails with: an error of the catalogue by its category, anything else as ours. */
export function wireErrorOf(error: unknown): WireError {
  if (isWireError(error)) return error;
  if (!(error instanceof TimelineError)) return wireError(status.INTERNAL, 'Asof failed; see its log');
  return wireError(codes[error.category], error.message, { 'asof-error': error.code });
}

/** Returns whether a status is no fault of the client: a bug, or something that the store cannot do now. */
export function isOurs(code: status): boolean {
  return code === status.INTERNAL || code === status.UNAVAILABLE;
}

/** Returns whether an error says itself what a call fails with. */
export function isWireError(error: unknown): error is WireError {
  return error instanceof Error && 'metadata' in error && error.metadata instanceof Metadata;
}

/** The numbers by which EventStoreDB writes what is expected of a stream. */
const versions = { any: -2, none: -1, exists: -4 } as const;

const codes: Readonly<Record<ErrorCategory, status>> = {
  incorrect: status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  'not-found': status.NOT_FOUND,
  conflict: status.FAILED_PRECONDITION,
  forbidden: status.PERMISSION_DENIED,
  'too-large': status.INVALID_ARGUMENT,
  throttled: status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  corrupt: status.INTERNAL,
};

/** Trailers take visible ASCII only. */
function headerText(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? value : encodeURIComponent(value.toWellFormed());
}

/** Returns whether an error is that of an append that has too many bytes. */
export function isAppendTooLarge(error: unknown): boolean {
  return isWireError(error) && error.metadata.get('exception')[0] === 'maximum-append-size-exceeded';
}
