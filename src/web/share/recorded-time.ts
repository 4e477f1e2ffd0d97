import type { Client } from '../../client/index.ts';
import type { PageModel } from '../model.ts';
import { readCommitOver } from '../model/commit-asking.ts';
import { commitOver } from '../model/linking.ts';

/** What is needed to tell when the last event that is known was recorded. */
export interface RecordedSeen extends Pick<PageModel, 'at' | 'commits'> {
  readonly client: Pick<Client, 'commits'>;
}

/** What was asked for, by the position that it is of: one a page, as nothing else is on the screen. */
const answers = new WeakMap<RecordedSeen, { readonly position: number; readonly recordedAt: number }>();

/**
 * Returns when the last event that is known was recorded, in milliseconds of the Unix epoch; null where nothing was. Undefined where the page does
 * not know: of a long log it has not every commit, and the one before a position among those it has need not be the one before it in the log.
 */
export function recordedSeen(model: RecordedSeen): number | null | undefined {
  const { position } = model.at.peek();
  if (position === 0) return null;
  const commit = commitOver(model.commits.peek(), position);
  if (commit !== undefined) return commit.recordedAt;
  const answer = answers.get(model);
  return answer?.position === position ? answer.recordedAt : undefined;
}

/** Asks the server where the page does not know it; where that does not answer, it stays unknown. Throws never. */
export async function askRecorded(model: RecordedSeen): Promise<void> {
  if (recordedSeen(model) !== undefined) return;
  const { position } = model.at.peek();
  try {
    const commit = await readCommitOver(model.client, model.commits.peek(), position);
    if (commit !== undefined) answers.set(model, { position, recordedAt: commit.recordedAt });
  } catch {
    // What is saved or printed says the position, and leaves the time out.
  }
}
