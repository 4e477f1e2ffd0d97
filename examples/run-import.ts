import { openTimeline, TimelineError } from '../src/index.ts';
import type { ImportedEvent, Vocabulary } from '../src/index.ts';

/**
 * Imports events into a store, all of them or none, and prints how many were recorded.
 *
 * What is wrong with the input or the store is one line on stderr, and exit code 1.
 */
export async function runImport(
  store: string,
  vocabulary: Vocabulary,
  events: () => Promise<AsyncIterable<ImportedEvent>>,
): Promise<void> {
  try {
    const timeline = await openTimeline({ store, ...vocabulary });
    try {
      const { recorded, repeated, position } = await timeline.import(await events());
      process.stdout.write(`${recorded} recorded, ${repeated} there already, position ${position}\n`);
    } finally {
      await timeline.close();
    }
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    process.stderr.write(`${error.message} (${error.code})\n`);
    process.exitCode = 1;
  }
}
