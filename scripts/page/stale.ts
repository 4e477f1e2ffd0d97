import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the page is made of: folders with all that is in them, and files. */
const sources = [
  'src/web',
  'src/client',
  'src/domain',
  'scripts/page',
  'vite.config.ts',
  'package-lock.json',
];

/** How the page stands to what it is made of. */
export type PageStanding = 'missing' | 'stale' | 'fresh';

/** Returns whether the page is built, and after the last change of what it is made of; that a file was taken away changes its folder. */
export function standingOfPage(root: string): PageStanding {
  const builtMs = changedMs(join(root, 'dist/web/index.html'));
  if (builtMs === undefined) return 'missing';
  const changes = sources.flatMap((source) => changesIn(join(root, source)));
  return changes.some((ms) => ms > builtMs) ? 'stale' : 'fresh';
}

function changesIn(path: string): readonly number[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  const within = found.isDirectory() ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
  return [found.mtimeMs, ...within.map((file) => changedMs(join(path, file)) ?? 0)];
}

function changedMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
