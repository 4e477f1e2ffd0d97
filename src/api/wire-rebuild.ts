import { formatInstant } from '../domain/instant.ts';
import type { Sent } from './contract/parts.ts';
import type { rebuildSchema } from './contract/projections.ts';
import { problemOfError } from './problem.ts';
import type { Rebuild } from './rebuilds.ts';

/** A rebuild of a projection, as sent: how far it is, or how it ended. */
export type RebuildOut = Sent<typeof rebuildSchema>;

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
