import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import type { KeptBytes } from './kept-bytes.ts';
import { bytesOf } from './kept-bytes.ts';

/** What the metadata of a stream says of how much of it is shown. */
export interface StreamMetadata {
  /** The first revision that is shown; 2^63-1, or all that JavaScript cannot count, for one deleted softly. */
  readonly $tb?: number | undefined;
  readonly $maxCount?: number | undefined;
  /** Seconds. */
  readonly $maxAge?: number | undefined;
}

const count = z.number().refine((value) => Number.isInteger(value) && value >= 0, 'is not a whole number');

const metadataSchema = z.looseObject({
  $tb: count.optional(),
  $maxCount: count.min(1).optional(),
  $maxAge: count.min(1).optional(),
});

/** Throws `invalid-event` when bytes cannot be the metadata of a stream. */
export function checkMetadata(data: Uint8Array): void {
  const checked = metadataSchema.safeParse(parsed(data));
  if (checked.success) return;
  const issue = checked.error.issues[0];
  const pointer = `/data${(issue?.path ?? []).map((segment) => `/${String(segment)}`).join('')}`;
  throw new TimelineError(
    'invalid-event',
    `The metadata of a stream at ${pointer}: ${issue?.message ?? 'is not valid'}`,
    { pointer },
  );
}

/** Reads the metadata of a stream as it was kept; what cannot be understood says nothing. */
export function readMetadata(content: KeptBytes): StreamMetadata {
  const checked = metadataSchema.safeParse(parsed(bytesOf(content)));
  return checked.success ? checked.data : {};
}

/** The revision that metadata hides softly is beyond what our own reader of JSON takes as a number. */
function parsed(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
}
