import type { AskedFilter } from '../../client/index.ts';
import type { Filter } from '../model.ts';

/** Returns a filter as a server is asked with it; words that are only blanks look for nothing. */
export function askedFilter({ about, types, streams, sources, text }: Filter): AskedFilter {
  return { about, types, streams, publishers: sources, text: text.trim() === '' ? undefined : text };
}
