import type { DatabaseSync } from 'node:sqlite';

import { readAnyhow, readForeign } from '../../read-data.ts';
import type { Tables } from '../../recorder.ts';
import { storeError } from '../../sqlite/errors.ts';
import { followLog } from '../../sqlite/followed-log.ts';
import type { WriterLog } from '../../sqlite/log.ts';
import { indexPathOf, openIndex } from '../../sqlite/open-index.ts';
import { createReadSide } from '../../sqlite/read-side.ts';
import type { ReadSide } from '../../sqlite/read-side.ts';
import type { ReadingIndex } from '../../sqlite/reading-index.ts';
import { createRequestRows } from '../../sqlite/requests.ts';
import { createSettling } from '../../sqlite/settling.ts';
import type { Settling } from '../../sqlite/settling.ts';
import type { Statements } from '../../sqlite/statements.ts';
import { tablesOf } from '../../sqlite/tables.ts';
import type { ReplicaOptions } from '../parts.ts';
import { openReplicaFile, openReplicaReader } from './open-file.ts';

/** What is under way: meanwhile the replica is asked for nothing else that writes. */
export interface UnderWay {
  what: 'take' | 'import' | undefined;
}

/** The files of a replica, open to write. */
export interface ReplicaFiles {
  /** The connection that writes to the log. */
  readonly database: DatabaseSync;
  readonly sql: Statements;
  readonly log: WriterLog;
  readonly index: ReadingIndex;
  readonly tables: Tables;
  readonly settling: Settling;
  /** A connection that sees what was committed. */
  readonly reader: DatabaseSync;
  readonly read: ReadSide;
  close(): void;
}

/** Opens the files of a replica to write, whose lock is held; those that are damaged are made anew. */
export function openFiles(options: ReplicaOptions, underWay: UnderWay): ReplicaFiles {
  const { path, name, catalogue } = options;
  const opened: { close(): void }[] = [];
  try {
    const database = openReplicaFile(options);
    opened.push(database);
    const index = openIndex(indexPathOf(path));
    opened.push({ close: () => index.isOpen && index.close() });
    const followed = followLog({ path, log: database, index }, readAnyhow(catalogue));
    if (followed.indexDatabase !== index) opened.push(followed.indexDatabase);
    const isImporting = () => underWay.what === 'import';
    const settling = createSettling({ ...followed, name, isImporting });
    const reader = openReplicaReader(options);
    opened.push(reader);
    const writer = { index: followed.index, database: followed.indexDatabase, settle: settling.now };
    const read = createReadSide({ name, reader, readData: readForeign(catalogue), writer });
    return {
      database,
      ...followed,
      tables: tablesOf(followed.log, followed.index, createRequestRows(followed.sql)),
      settling,
      reader,
      read,
      close() {
        read.stop();
        settling.quietly();
        for (const one of opened.toReversed()) one.close();
      },
    };
  } catch (error) {
    for (const one of opened.toReversed()) one.close();
    throw storeError(error, name);
  }
}
