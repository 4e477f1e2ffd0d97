import type { DatabaseSync } from 'node:sqlite';

import type { Catalogue } from '../../../domain/catalogue.ts';
import type { Fault, Verification } from '../../port.ts';
import { numberIn } from '../../sqlite/rows.ts';
import { createStatements } from '../../sqlite/statements.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { verifyFile } from '../../sqlite/verify-file.ts';

/** Verifies a replica: its log and its index as those of the embedded store, and that it keeps beside them what it says. */
export function verifyReplica(reader: DatabaseSync, catalogue: Catalogue, name: string): Verification {
  const found = verifyFile(reader, catalogue, name, { hasOthers: true });
  if (found.faults.length > 0) return found;
  return { ...found, faults: checks.flatMap((check) => check(createStatements(reader))) };
}

const checks: readonly ((sql: Statements) => readonly Fault[])[] = [
  (sql) =>
    countFault(
      sql,
      `SELECT count(*) AS count FROM event e LEFT JOIN cluster_place p ON p.position = e.position WHERE p.position IS NULL`,
      'events have no place in the cluster',
    ),
  (sql) =>
    countFault(
      sql,
      `SELECT count(*) AS count FROM follow WHERE parked <> (SELECT count(*) FROM parked) OR staged <> (SELECT count(*) FROM staged)`,
      'count of parked or of staged events is not that of its rows',
    ),
  (sql) =>
    countFault(
      sql,
      `SELECT count(*) AS count FROM cluster_place WHERE at > (SELECT resume_at FROM follow)`,
      'events stand after the place that is followed on from',
    ),
  (sql) =>
    countFault(
      sql,
      `SELECT count(*) AS count FROM stream s LEFT JOIN cluster_stream c
         ON c.name = json_extract((SELECT scope FROM follow), '$.prefix') || s.name
       WHERE coalesce(c.revision, -1) < (SELECT max(revision) FROM event e WHERE e.stream = s.id)`,
      'streams have fewer events in the cluster than here',
    ),
];

function countFault(sql: Statements, query: string, what: string): readonly Fault[] {
  const count = numberIn(sql.get(query) ?? {}, 'count');
  return count === 0 ? [] : [{ what: `the replica is not as it says: ${count} ${what}` }];
}
