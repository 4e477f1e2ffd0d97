import { z } from 'zod';

import type { ErrorCode } from '../../../src/domain/errors.ts';
import { defineEvent } from '../../../src/domain/event-type.ts';
import { eventData } from '../../../src/domain/events/common.ts';

/** What is known of an event of a file that imports: enough to find it in the log again. */
export interface Noted {
  readonly title: string;
  readonly count: number;
}

/** What must come of a file, known from how it was made. */
export type Expected =
  | { readonly comes: 'in'; readonly events: readonly Noted[] }
  | {
      readonly comes: 'refused';
      /** The place of the first wrong line; several where either may be met first, none where no line is wrong more than another. */
      readonly places: readonly string[];
      readonly codes: readonly ErrorCode[];
    }
  /** What was done may or may not be harm: wholly in, or refused at one of these places. */
  | { readonly comes: 'either'; readonly places: readonly string[] };

/** A file to import, and what must come of it. */
export interface ImportCase {
  readonly kind: 'lines' | 'array' | 'rows';
  /** What was done to it, in a few words. */
  readonly what: string;
  /** The file that errors name; undefined when it is read without a name. */
  readonly file: string | undefined;
  readonly bytes: Buffer;
  /** The pieces that the file is read in, in bytes. */
  readonly pieceBytes: number;
  readonly expected: Expected;
}

/** What the events of one file are made with: names that no other file has, and recorded times after all before it. */
export interface CaseOptions {
  readonly number: number;
  /** Milliseconds of the Unix epoch. */
  readonly recordedFromMs: number;
}

/** The vocabulary of the files: notes with a count and with anything. */
export const noteEvents = [
  defineEvent({
    type: 'FuzzNoted',
    description: 'Somebody noted something.',
    versions: [eventData({ count: z.int(), extra: z.unknown().optional() })],
  }),
];

/** Names a place as errors do: a line, or an event of an array. */
export function placeIn(file: string | undefined, place: string): string {
  return file === undefined ? place : `${file} ${place}`;
}
