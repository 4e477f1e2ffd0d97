import { join } from 'node:path';

import { buildPage } from './page/build.ts';
import { standingOfPage } from './page/stale.ts';

/**
 * Builds the page.
 *
 * With `--when-stale` only where it is not built, or older than its sources. With `--to-serve` the same, and a page that cannot be
 * built, such as after an install without what is for development, keeps nobody from serving the rest.
 */
const root = join(import.meta.dirname, '..');
const isToServe = process.argv.includes('--to-serve');
const isOnlyWhenStale = isToServe || process.argv.includes('--when-stale');
const say = (sentence: string) => process.stderr.write(`${sentence}\n`);

if (!isOnlyWhenStale || standingOfPage(root) !== 'fresh') {
  if (isToServe) say('Building the page …');
  await buildPage(root).catch((error: unknown) => {
    if (!isToServe) throw error;
    say(
      `The page could not be built, and is served as it was: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
}
