import { TimelineError } from '../../domain/errors.ts';
import { categoryOf, checkStreamName } from '../../domain/stream.ts';
import { controlStream } from './control.ts';
import type { ClusterScope } from './parts.ts';

/** Which streams the cluster is asked to send events of: exactly those whose names begin so, or that match. */
export type StreamFilter = { readonly prefixes: readonly string[] } | { readonly regex: string };

/**
 * Returns what lets every event of a log pass, and as few others as the cluster can tell by the names of their streams.
 *
 * A category ends at the first hyphen, so that prefixes tell it exactly. Without a prefix, streams of the cluster itself are kept out.
 */
export function filterOf({ prefix, categories }: ClusterScope): StreamFilter {
  if (categories !== undefined)
    return { prefixes: [...categories.map((one) => `${prefix}${one}-`), `${prefix}${controlStream}`] };
  return prefix === '' ? { regex: '^[^$]' } : { prefixes: [prefix] };
}

/** Returns whether the data of a stream's events may matter: whether its name begins as those of the log do. */
export function mayBeOurs({ prefix }: ClusterScope): (stream: string) => boolean {
  return (stream) => stream.startsWith(prefix) && !stream.startsWith('$');
}

/** Returns the name that a stream has in the cluster; throws `invalid-stream` for one that the log does not take events of. */
export function clusterStreamOf({ prefix, categories }: ClusterScope, stream: string): string {
  checkStreamName(stream);
  const refuse = (why: string) => new TimelineError('invalid-stream', `Stream ${stream} ${why}`, { stream });
  if (stream === controlStream) throw refuse('is kept by the store itself');
  if (categories?.includes(categoryOf(stream)) === false)
    throw refuse(`is of no category that this log takes: ${categories.join(', ')}`);
  return prefix + stream;
}
