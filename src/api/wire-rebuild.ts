import { formatInstant } from '../domain/instant.ts';
import type { BuildProgress, Rebuilt } from '../engine/answers.ts';
import type { Problem } from './problem.ts';
import { problemOfError } from './problem.ts';
import type { Rebuild } from './rebuilds.ts';
import type { ProjectionName } from './wire.ts';

/** A rebuild of a projection, as sent: how far it is, or how it ended. */
export interface RebuildOut {
  readonly projection: ProjectionName;
  readonly status: Rebuild['status'];
  /** RFC 3339; absent when an earlier process began it. */
  readonly begunAt?: string;
  /** RFC 3339. */
  readonly endedAt?: string;
  /** How far it is, while it runs. */
  readonly progress?: Omit<BuildProgress, 'version'>;
  /** What is saved now, when it is done. */
  readonly checkpoints?: Rebuilt['checkpoints'];
  /** Why it was cancelled or failed. */
  readonly problem?: Problem;
}

/** Returns a rebuild in the form that is sent; `storeName` is nobody's business there. */
export function rebuildOut(rebuild: Rebuild, storeName: string): RebuildOut {
  const { projection: name, version, begunAt, status } = rebuild;
  return {
    projection: { name, version },
    status,
    ...(begunAt === undefined ? {} : { begunAt: formatInstant(begunAt) }),
    ...('endedAt' in rebuild ? { endedAt: formatInstant(rebuild.endedAt) } : {}),
    ...outcomeOut(rebuild, storeName),
  };
}

function outcomeOut(
  rebuild: Rebuild,
  storeName: string,
): Pick<RebuildOut, 'progress' | 'checkpoints' | 'problem'> {
  switch (rebuild.status) {
    case 'running': {
      const { version: _, ...progress } = rebuild.progress;
      return { progress };
    }
    case 'done':
      return { checkpoints: rebuild.checkpoints };
    case 'cancelled':
    case 'failed':
      return { problem: problemOfError(rebuild.error, storeName) };
  }
}
