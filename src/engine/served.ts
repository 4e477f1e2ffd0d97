import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';

/** The projections of a timeline, each in all the versions that there are of it. */
export interface Served {
  readonly names: ReadonlySet<string>;
  /** Returns the projection that answers: the newest version that is complete, or else the newest; undefined for an unknown name. */
  answering(name: string): Projection | undefined;
  /** Returns the newest version; undefined for an unknown name. */
  newest(name: string): Projection | undefined;
  /** Lists those that are kept up to date: the newest of each name, and the one that answers until that is complete. */
  kept(): readonly Projection[];
}

/** Orders projections by name and version; `isComplete` says of which all is saved. Throws `invalid-module` for names and versions that cannot be. */
export function createServed(
  projections: readonly Projection[],
  isComplete: (projection: Projection) => boolean,
): Served {
  const byName = new Map<string, Projection[]>();
  for (const projection of projections) {
    const versions = byName.get(projection.name) ?? [];
    check(projection, versions);
    byName.set(
      projection.name,
      [...versions, projection].toSorted((a, b) => a.version - b.version),
    );
  }
  const newest = (name: string) => byName.get(name)?.at(-1);
  const answering = (name: string) => {
    const versions = byName.get(name);
    // Where there is one version there is nothing to choose.
    if (versions === undefined || versions.length === 1) return versions?.[0];
    return versions.findLast(isComplete) ?? versions.at(-1);
  };
  return {
    names: new Set(byName.keys()),
    answering,
    newest,
    kept: () =>
      [...byName.keys()]
        .flatMap((name) => [...new Set([answering(name), newest(name)])])
        .filter((projection) => projection !== undefined),
  };
}

function check(projection: Projection, others: readonly Projection[]): void {
  const refuse = (why: string) =>
    new TimelineError('invalid-module', `Projection ${projection.name} ${why}`, {
      projection: projection.name,
    });
  if (!/^[a-z][a-z0-9-]{0,79}$/.test(projection.name))
    throw refuse('is not named in lower-case letters, digits and hyphens');
  if (!Number.isInteger(projection.version) || projection.version < 1) throw refuse('has no version from 1');
  if (others.some(({ version }) => version === projection.version))
    throw refuse(`is there twice in version ${projection.version}`);
}
