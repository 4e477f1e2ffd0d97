import { setImmediate } from 'node:timers/promises';

import { assert } from '../../../domain/assert.ts';
import { TimelineError } from '../../../domain/errors.ts';
import type { PreparedEvent } from '../../../domain/prepare.ts';
import { createImporter } from '../../importer.ts';
import type { ImportRequest, ImportResult } from '../../port.ts';
import type { ReadingIndex } from '../../sqlite/reading-index.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type { ImportEnded } from '../control.ts';
import type { ClusterEvent } from '../parts.ts';
import { positionBytes } from './position.ts';
import { readOwnEvent } from './read-event.ts';
import type { RecordingTarget } from './record-batch.ts';
import { asAppended, effectiveTime } from './record-batch.ts';
import { parkStaged, readStaged, stagedOf, unstage } from './staging.ts';

/** Events that are recorded before others have their turn. */
const recordedBetweenPauses = 256;

/** What the recording of an import needs, inside a transaction that the caller ends. */
export interface ImportRecording {
  readonly sql: Statements;
  readonly index: ReadingIndex;
  readonly recording: RecordingTarget;
  /** Returns the name that the log has for a stream of the cluster. */
  streamOf(clusterStream: string): string;
  onRecorded(event: PreparedEvent, recordedAt: number): void;
  /** Throws when it is to be given up. */
  checkGoesOn(): void;
}

/** Records the events of an import that wait, in their order; throws what an event of it throws, and where not all have come in. */
export async function recordStaged(
  options: ImportRecording,
  id: number,
  { events, by }: ImportEnded,
): Promise<ImportResult> {
  const { sql, index, recording } = options;
  checkAllCameIn(sql, id, events);
  const importer = createImporter({
    tables: recording.tables,
    restate: asAppended,
    head: recording.end,
    stamp: () => recording.end().recordedAt ?? 0,
    onRecorded: options.onRecorded,
  });
  for (let from = 0; from < events; from += recordedBetweenPauses) {
    if (from > 0) await pause(options);
    for (const event of readStaged(sql, id, from, recordedBetweenPauses)) recordOne(event);
    unstage(sql, id, from, from + recordedBetweenPauses);
    index.write();
  }
  if (by !== undefined) importer.note(by);
  return importer.result();

  function recordOne(event: ClusterEvent): void {
    const before = recording.end();
    importer.take(importRequest(options, event, before.recordedAt));
    const { position } = recording.end();
    if (position > before.position)
      sql.run('INSERT INTO cluster_place VALUES (?, ?)', position, positionBytes(event.position));
  }
}

/** Parks all events of an import that wait; returns how many. */
export async function parkImport(
  options: Pick<ImportRecording, 'sql' | 'checkGoesOn'>,
  id: number,
  reason: string,
  code: string,
): Promise<number> {
  let parked = 0;
  for (;;) {
    const some = parkStaged(options.sql, id, reason, code, recordedBetweenPauses);
    if (some === 0) return parked;
    parked += some;
    await pause(options);
  }
}

async function pause({ checkGoesOn }: Pick<ImportRecording, 'checkGoesOn'>): Promise<void> {
  await setImmediate();
  checkGoesOn();
}

function checkAllCameIn(sql: Statements, id: number, events: number): void {
  const staged = stagedOf(sql, id);
  const beyond = readStaged(sql, id, events, 1).length > 0;
  if (staged === events && !beyond) return;
  throw new TimelineError(
    'invalid-event',
    `The import has ${events} events, and ${staged} of it have come in`,
  );
}

/** What brought no recorded time of its own gives way to what was recorded since. */
function importRequest(
  { streamOf }: ImportRecording,
  cluster: ClusterEvent,
  last: number | null,
): ImportRequest {
  const { envelope, event } = readOwnEvent(cluster);
  assert(envelope?.import !== undefined && event !== undefined, 'what waits was read before');
  const { revision, stamped = false, request } = envelope.import;
  return {
    stream: streamOf(cluster.stream),
    event,
    recordedAt: stamped ? effectiveTime(envelope.recordedAt, cluster.created, last) : envelope.recordedAt,
    ...(revision === undefined ? {} : { revision }),
    ...(request === undefined ? {} : { request }),
  };
}
