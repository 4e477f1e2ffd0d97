import { TimelineError } from './errors.ts';

/** Returns the path of the file that a connection string `sqlite:PATH` names; undefined for every other one. */
export function pathOfStore(store: string): string | undefined {
  return /^sqlite:(.+)$/s.exec(store)?.[1];
}

/** Returns whether a connection string names the log of a cluster: `esdb:` or `kurrentdb:`, with or without `+discover`. */
export function isClusterStore(store: string): boolean {
  return /^(?:esdb|kurrentdb)(?:\+discover)?:\/\//.test(store);
}

/** Returns a connection string as it may be shown: without the user and the password that it may have. */
export function withoutCredentials(store: string): string {
  if (pathOfStore(store) !== undefined) return store;
  // A password may have any character, also one that should have been encoded: all before the last @ goes.
  return store.replace(/^((?:[a-z+]+:\/\/)?).*@/is, '$1');
}

/** Returns the error that a connection string is of no kind that there is. */
export function invalidStore(store: string): TimelineError {
  const shown = withoutCredentials(store);
  const sentence = `Store ${JSON.stringify(shown)} is neither memory:, sqlite:PATH, esdb://HOST nor esdb+discover://HOST`;
  return new TimelineError('invalid-store', sentence, { store: shown });
}

/** Where the replica of a log in a cluster is kept when nothing says. */
export const usualIndexPath = './data/asof-index.db';
