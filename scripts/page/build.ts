import { renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** How often putting the page in its place is tried where others do the same. */
const triesMax = 20;

/** Builds the page and puts it into the folder; until then what is there stays, and is served. */
export async function buildPage(root: string, folder = join(root, 'dist/web')): Promise<void> {
  // The libraries leave out what only helps to develop by this.
  process.env['NODE_ENV'] = 'production';
  const began = new Date();
  const { build } = await import('vite');
  const made = `${folder}-${process.pid}`;
  const old = `${made}-old`;
  try {
    await build({
      configFile: join(root, 'vite.config.ts'),
      configLoader: 'native',
      build: { outDir: made },
    });
    // What changes while it is built may not be in it.
    utimesSync(join(made, 'index.html'), began, began);
    putInPlace(made, folder, old);
  } finally {
    for (const path of [made, old]) rmSync(path, { recursive: true, force: true });
  }
}

/** A folder takes the place of nothing or of an empty one, so the one that is there is moved away first. */
function putInPlace(made: string, folder: string, old: string): void {
  for (let tries = 1; ; tries += 1) {
    rmSync(old, { recursive: true, force: true });
    passingOver('ENOENT', () => renameSync(folder, old));
    if (passingOver(tries < triesMax ? 'ENOTEMPTY' : '', () => renameSync(made, folder))) return;
  }
}

/** Returns whether it was done; throws what it throws but one code. */
function passingOver(code: string, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return false;
    throw error;
  }
}
