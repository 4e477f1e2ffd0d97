import { createHash } from 'node:crypto';

import type { Catalogue } from '../domain/catalogue.ts';
import type { Projection } from '../domain/projection.ts';

/**
 * Returns a hash of what a projection's states depend on beside the log: its version, initial state and code, the versions of the
 * event types and the code that reads older ones, and `sources`, a hash of the files that all of these come from.
 *
 * Without `sources`, code that `evolve` calls and that stands elsewhere is not seen: then its author raises the version.
 */
export function fingerprintOf(projection: Projection, catalogue: Catalogue, sources: string): string {
  const { name, version, initial, seesRetracted = false, key, select } = projection;
  const types = [...catalogue.values()].map(({ type, versions, upcasters = [] }) => [
    type,
    versions.length,
    ...upcasters.map(String),
  ]);
  const code = [projection.evolve, key, ...(select === undefined ? [] : [select])].map(String);
  return createHash('sha256')
    .update(JSON.stringify([name, version, initial, seesRetracted, code, types, sources]))
    .digest('base64url');
}
