import { categoryOf, isStreamName } from '../../../domain/stream.ts';
import { controlStream } from '../control.ts';
import type { ClusterScope } from '../parts.ts';

/** What a stream of the cluster is to a log: its control stream, one of its own by its own name, or one of others. */
export type StreamRole =
  | { readonly kind: 'control' }
  | { readonly kind: 'own'; readonly stream: string }
  | { readonly kind: 'other' };

/** Streams whose roles are kept in memory. */
const rolesKeptMax = 10_000;

/** Tells the streams of a log from those of others, by their names in the cluster. */
export function streamRoles(scope: ClusterScope): (clusterStream: string) => StreamRole {
  const categories = scope.categories === undefined ? undefined : new Set(scope.categories);
  const roles = new Map<string, StreamRole>();
  const roleOf = (clusterStream: string): StreamRole => {
    if (clusterStream.startsWith('$') || !clusterStream.startsWith(scope.prefix)) return { kind: 'other' };
    const stream = clusterStream.slice(scope.prefix.length);
    if (stream === controlStream) return { kind: 'control' };
    const isOwn = isStreamName(stream) && (categories?.has(categoryOf(stream)) ?? true);
    return isOwn ? { kind: 'own', stream } : { kind: 'other' };
  };
  return (clusterStream) => {
    const known = roles.get(clusterStream);
    if (known !== undefined) return known;
    const role = roleOf(clusterStream);
    if (roles.size >= rolesKeptMax) roles.clear();
    roles.set(clusterStream, role);
    return role;
  };
}

/** Writes which events are those of a log, so that the same scope has the same text. */
export function scopeText({ prefix, categories }: ClusterScope): string {
  const sorted = categories === undefined ? null : [...new Set(categories)].toSorted();
  return JSON.stringify({ prefix, categories: sorted });
}
