import { numberIn } from '../../sqlite/rows.ts';
import type { Statements } from '../../sqlite/statements.ts';

/** The last revision of each stream as the cluster counts, of what was taken in. */
export interface ClusterStreams {
  /** Undefined for a stream of which nothing was taken in. */
  revisionOf(clusterStream: string): number | undefined;
  setRevision(clusterStream: string, revision: number): void;
  /** Writes what was set, into the transaction that is open. */
  write(): void;
  /** Forgets what was set and not committed. */
  forget(): void;
}

/** Streams whose revisions are kept in memory. */
const streamsKeptMax = 10_000;

/** Keeps revisions through a connection; what is set is written at once for all. */
export function createClusterStreams(sql: Statements): ClusterStreams {
  const known = new Map<string, number>();
  const changed = new Set<string>();
  return {
    revisionOf(stream) {
      const kept = known.get(stream);
      if (kept !== undefined) return kept;
      const row = sql.get('SELECT revision FROM cluster_stream WHERE name = ?', stream);
      if (row === undefined) return undefined;
      const revision = numberIn(row, 'revision');
      known.set(stream, revision);
      return revision;
    },
    setRevision(stream, revision) {
      known.set(stream, revision);
      changed.add(stream);
    },
    write() {
      for (const stream of changed)
        sql.run(
          'INSERT INTO cluster_stream VALUES (?, ?) ON CONFLICT DO UPDATE SET revision = excluded.revision',
          stream,
          known.get(stream) ?? 0,
        );
      changed.clear();
      if (known.size >= streamsKeptMax) known.clear();
    },
    forget() {
      known.clear();
      changed.clear();
    },
  };
}
