import { recordingClock } from '../../recording-clock.ts';
import { createWaiters } from '../../waiters.ts';
import type { ReplicaOptions } from '../parts.ts';
import type { SharedWithReads } from './commits.ts';
import { openFiles } from './files.ts';
import type { ReplicaFiles, UnderWay } from './files.ts';
import { emptyFiles, isDamagedReplica } from './open-file.ts';
import { createReplicaWriter } from './writer.ts';
import type { ReplicaWriter } from './writer.ts';

/** The files of a replica, which may be emptied and opened anew, with what outlives that. */
export interface CurrentFiles extends SharedWithReads {
  files(): ReplicaFiles;
  writer(): ReplicaWriter;
  /** Empties the files. Where they cannot be made anew, that is tried again whenever they are asked for. */
  empty(): void;
  /** How often they were emptied. */
  refills(): number;
  /** Gives up what is under way and closes the files. */
  close(): Promise<void>;
}

interface Opened {
  readonly files: ReplicaFiles;
  readonly writer: ReplicaWriter;
}

/** Opens the files of a replica, whose lock is held; throws what opening them throws. */
export function openCurrent(options: ReplicaOptions): CurrentFiles {
  const underWay: UnderWay = { what: undefined };
  const first = openOrEmpty(options, underWay);
  const { recordedAt, position } = first.log.end();
  const shared = { times: recordingClock(options.clock, recordedAt), waiters: createWaiters(position) };
  const open = (files: ReplicaFiles): Opened => ({
    files,
    writer: createReplicaWriter(files, options, shared, underWay),
  });
  let current: Opened | undefined = open(first);
  let refills = 0;
  const opened = (): Opened => (current ??= open(openFiles(options, underWay)));
  return {
    ...shared,
    files: () => opened().files,
    writer: () => opened().writer,
    refills: () => refills,
    empty() {
      current?.writer.assertIdle();
      current?.files.close();
      current = undefined;
      refills += 1;
      shared.waiters.forget();
      emptyFiles(options.path);
      opened();
    },
    async close() {
      await current?.writer.end();
      current?.files.close();
    },
  };
}

function openOrEmpty(options: ReplicaOptions, underWay: UnderWay): ReplicaFiles {
  try {
    return openFiles(options, underWay);
  } catch (error) {
    if (!isDamagedReplica(error, options.path)) throw error;
    emptyFiles(options.path);
    return openFiles(options, underWay);
  }
}
