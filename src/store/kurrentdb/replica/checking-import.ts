import type { Catalogue } from '../../../domain/catalogue.ts';
import { createImporter } from '../../importer.ts';
import type { ImportRequest } from '../../port.ts';
import { restating } from '../../recorder.ts';
import type { ReadingIndex } from '../../sqlite/reading-index.ts';
import type { ReplicaImport } from '../parts.ts';
import { noting } from './planning.ts';
import type { RecordingTarget } from './record-batch.ts';
import type { OpenTransaction } from './transactions.ts';

/** Events that are checked before the index takes them out of memory. */
const checkedBetweenWrites = 256;

/** What checking an import needs. */
export interface CheckingOptions {
  readonly catalogue: Catalogue;
  readonly recording: RecordingTarget;
  readonly index: ReadingIndex;
  readonly transaction: OpenTransaction;
  stamp(): number;
  /** Hears that it is over. */
  ended(): void;
}

/** Checks an import by recording it in a transaction that is taken back. */
export function checkImport(options: CheckingOptions): ReplicaImport {
  const { recording, index, transaction } = options;
  const { restate, asRestated } = noting(restating(options.catalogue));
  let recordedAt: number | undefined;
  let isOver = false;
  let checked = 0;
  const importer = createImporter({
    tables: recording.tables,
    restate,
    head: recording.end,
    stamp: options.stamp,
    onRecorded(_, at) {
      recordedAt = at;
    },
  });
  return {
    take(request: ImportRequest) {
      recordedAt = undefined;
      importer.take(request);
      checked += 1;
      if (checked % checkedBetweenWrites === 0) index.write();
      return recordedAt === undefined ? undefined : { event: asRestated(request.event), recordedAt };
    },
    result: importer.result,
    end() {
      if (isOver) return;
      isOver = true;
      index.rollBack();
      transaction.rollBack();
      options.ended();
    },
  };
}
