import { TimelineError } from './errors.ts';

/** Returns the path of the file that a connection string `sqlite:PATH` names; undefined for every other one. */
export function pathOfStore(store: string): string | undefined {
  return /^sqlite:(.+)$/s.exec(store)?.[1];
}

/** Returns the error that a connection string is of no kind that there is. */
export function invalidStore(store: string): TimelineError {
  const sentence = `Store ${JSON.stringify(store)} is neither memory: nor sqlite:PATH`;
  return new TimelineError('invalid-store', sentence, { store });
}
