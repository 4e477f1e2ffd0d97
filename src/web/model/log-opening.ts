import type { ProjectionInfo } from '../../client/index.ts';
import { readNewestCommits } from './commits.ts';
import type { ServerFault } from './fault.ts';
import { asksForToken, faultOf } from './fault.ts';
import type { Commits } from './linking.ts';
import type { Head } from './log-following.ts';
import type { World } from './world.ts';

/** The log as it is when the page is opened. */
export interface OpenedLog {
  readonly head: Head;
  /** The newest commits, ascending. */
  readonly commits: Commits;
  /** The position before which there are more commits; undefined where these are all. */
  readonly before: number | undefined;
  readonly projections: readonly ProjectionInfo[];
}

/** The first wait for a server that does not answer, and the longest, in milliseconds. */
const waitMs = { first: 1000, most: 30_000 };

/** Reads where the log is, as often as it takes; undefined where it is ended before. */
export async function openLog(
  { client, wait, ending }: Pick<World, 'client' | 'wait' | 'ending'>,
  onFault: (fault: ServerFault) => void,
): Promise<OpenedLog | undefined> {
  for (let ms = waitMs.first; !ending.aborted; ms = Math.min(ms * 2, waitMs.most)) {
    try {
      const { head, projections } = await client.projections({ signal: ending });
      const { position, recordedAt } = head;
      return {
        head: { position, recordedAt: recordedAt === null ? null : Date.parse(recordedAt) },
        ...(await readNewestCommits(client, position, ending)),
        projections,
      };
    } catch (error) {
      onFault(faultOf(error));
      // Without a token there is no use in asking before one is given, which ends the wait.
      await wait(asksForToken(error) ? waitMs.most : ms, ending);
    }
  }
  return undefined;
}
