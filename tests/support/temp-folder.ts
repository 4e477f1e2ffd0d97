import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of one test file. */
export interface TempFolder {
  readonly path: string;
  /** Returns the path of a file that no other call returned. */
  file(): string;
  remove(): void;
}

/** Makes a folder in the system's place for temporary files. */
export function makeTempFolder(): TempFolder {
  const path = mkdtempSync(join(tmpdir(), 'asof-'));
  let files = 0;
  return {
    path,
    file() {
      files += 1;
      return join(path, `${files}.db`);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
