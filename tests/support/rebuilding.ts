import type { Timeline } from '../../src/engine/timeline.ts';
import type { DigestOptions } from './bad-days.ts';
import { askIndex, digesting } from './bad-days.ts';

/** How many facts are told before the next version is built. */
export const facts = 3000;
/** The version that answers at first. */
export const old = digesting();
/** A projection that nothing happens to. */
export const sound = digesting({ name: 'sound' });

/** Makes the next version of the old projection; it begins from another number. */
export const next = (options: DigestOptions = {}) => digesting({ version: 2, start: 2, ...options });

/** Returns the version of the projection that answers. */
export function versionOf(timeline: Timeline): number | undefined {
  return timeline.projections().find(({ name }) => name === 'digest')?.version;
}

/** Returns the builds of the projection that are in the index beside a store. */
export function buildsIn(path: string) {
  return askIndex(
    path,
    "SELECT id, version, position, complete FROM build WHERE projection = 'digest' ORDER BY id",
  );
}

/** Returns some of what is in the index beside a store and belongs to nothing any more. */
export function leftBehind(path: string) {
  return [
    'SELECT * FROM series WHERE build NOT IN (SELECT id FROM build) LIMIT 1',
    'SELECT * FROM selection WHERE build NOT IN (SELECT id FROM build) LIMIT 1',
    'SELECT * FROM reading_key WHERE series NOT IN (SELECT id FROM series) LIMIT 1',
    'SELECT * FROM checkpoint WHERE series NOT IN (SELECT id FROM series) LIMIT 1',
    'SELECT id FROM checkpoint_state WHERE id NOT IN (SELECT id FROM checkpoint) LIMIT 1',
  ].flatMap((sql) => askIndex(path, sql));
}
