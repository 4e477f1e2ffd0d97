import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/**
 * Returns the one path of a file, by whatever name it is reached: links are followed, also to a file that is not made yet.
 *
 * What belongs to a store stands beside its file and is found by this path. Found by another name of it, its lock and its tokens would be others.
 */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    // What opens the file says what else is wrong, such as links in a circle.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return resolve(path);
  }
  const folder = dirname(resolve(path));
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    return realPathOf(resolve(folder, readlinkSync(path)));
  return folder === resolve(path) ? folder : join(realPathOf(folder), basename(path));
}
