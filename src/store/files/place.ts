import { TimelineError } from '../../domain/errors.ts';
import type { ErrorFacts } from '../../domain/errors.ts';

/** A line of a file, for errors; the file is named where several are read. */
export interface LinePlace {
  /** From 1. */
  readonly line: number;
  readonly file?: string | undefined;
}

/** Names a line for a sentence: `line 12`, or `us-russia.jsonl line 12`. */
export function placeOf({ line, file }: LinePlace): string {
  return file === undefined ? `line ${line}` : `${file} line ${line}`;
}

/** Returns the facts of an error at a line: `place`, `line`, and `file` where it is named. */
export function factsOf(at: LinePlace): ErrorFacts {
  return { place: placeOf(at), line: at.line, ...(at.file === undefined ? {} : { file: at.file }) };
}

/** Runs work on what a line holds, and puts the line into any `TimelineError` that it throws, into sentence and facts. */
export function atLine<Result>(at: LinePlace, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    const sentence = `${placeOf(at)}: ${error.message}`;
    throw new TimelineError(error.code, sentence, { ...error.facts, ...factsOf(at) }, error);
  }
}
