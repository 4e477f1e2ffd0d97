import { setImmediate } from 'node:timers/promises';

import { atPlace } from '../../domain/errors.ts';
import type { EventLog, ImportRequest, ImportResult } from '../port.ts';
import type { ClusterScope, Replica } from './parts.ts';
import { proposedImport } from './propose.ts';
import { clusterStreamOf } from './scope.ts';
import type { Upload } from './upload.ts';

/** What an import is checked with. */
export interface ImportCheck {
  readonly replica: Pick<Replica, 'beginImport'>;
  readonly scope: ClusterScope;
  /** Names the import. */
  readonly id: string;
  /** Where what passes goes; nowhere in a dry run. */
  readonly upload: Upload | undefined;
}

/** Events that are checked before others have their turn. */
const checkedBetweenPauses = 256;

/**
 * Checks the events of an import as they would be recorded now, and hands over those that are not in the log yet. Nothing else may
 * be asked of the replica meanwhile.
 *
 * Throws as `EventLog.import`, with the place of the event.
 */
export async function checkImport(
  { replica, scope, id, upload }: ImportCheck,
  requests: Parameters<EventLog['import']>[0],
): Promise<ImportResult> {
  const checking = replica.beginImport();
  let number = 0;
  let sincePause = 0;

  async function checkOne(request: ImportRequest): Promise<void> {
    const stream = atPlace(request.place, () => clusterStreamOf(scope, request.stream));
    const kept = checking.take(request);
    if (kept === undefined) return;
    const mark = { id, number, ...markOf(request) };
    number += 1;
    await upload?.add(stream, proposedImport(kept.event, kept.recordedAt, mark));
  }

  try {
    for await (const some of requests)
      for (const request of some) {
        await checkOne(request);
        sincePause = (sincePause + 1) % checkedBetweenPauses;
        if (sincePause === 0) await setImmediate();
      }
    return checking.result();
  } finally {
    checking.end();
  }
}

function markOf({ revision, recordedAt, request }: ImportRequest) {
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(recordedAt === undefined ? { stamped: true } : {}),
    ...(request === undefined ? {} : { request }),
  };
}
