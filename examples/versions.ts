import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';

import { TimelineError } from '../src/domain/errors.ts';

/** Which version of a file this is: what its name says, `2022-07-16T151756Z_37d0bbc1_russia_losses_equipment.json`. */
export interface VersionName {
  readonly name: string;
  /** When it was published, as RFC 3339. */
  readonly publishedAt: string;
  readonly commit: string;
  readonly file: string;
}

/** A version of a file as it was published, word for word. */
export interface Version extends VersionName {
  readonly text: string;
}

/** Reads the name of a published version; throws `unknown-file` when it does not start with its time of publication and its commit. */
export function readVersionName(path: string): VersionName {
  const name = basename(path);
  const [, day, hours, minutes, seconds, commit, file] =
    /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)Z_([0-9a-f]{8})[_.](.+)$/.exec(name) ?? [];
  if (commit === undefined || file === undefined)
    throw new TimelineError('unknown-file', `${name} is not named after its time of publication and commit`, {
      path,
    });
  return { name, publishedAt: `${day}T${hours}:${minutes}:${seconds}Z`, commit, file };
}

/** Tells whether `tar` and `xz` are there to unpack an archive with. */
export function canUnpack(): boolean {
  return ['tar', 'xz'].every((program) => spawnSync(program, ['--version']).status === 0);
}

/** Unpacks an archive of published versions and reads them, in the order of their names. */
export async function readVersions(archive: string): Promise<readonly Version[]> {
  const folder = await mkdtemp(join(tmpdir(), 'asof-versions-'));
  try {
    await promisify(execFile)('tar', ['-xJf', archive, '-C', folder, '--strip-components=1']);
    const names = (await readdir(folder)).toSorted();
    return await Promise.all(
      names.map(async (name) => ({
        ...readVersionName(name),
        text: await readFile(join(folder, name), 'utf8'),
      })),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}
