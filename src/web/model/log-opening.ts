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
  /** What is shown of it at first. */
  readonly shown: Head;
  /** The newest commits, ascending. */
  readonly commits: Commits;
  /** The position before which there are more commits; undefined where these are all. */
  readonly before: number | undefined;
  readonly projections: readonly ProjectionInfo[];
}

/** The first wait for a server that does not answer, and the longest, in milliseconds. */
const waitMs = { first: 1000, most: 30_000 };

/** Reads where the log is, as often as it takes, and shows it up to a position, or all of it; undefined where it is ended before. */
export async function openLog(
  { client, wait, ending }: Pick<World, 'client' | 'wait' | 'ending'>,
  onFault: (fault: ServerFault) => void,
  upTo?: number,
): Promise<OpenedLog | undefined> {
  for (let ms = waitMs.first; !ending.aborted; ms = Math.min(ms * 2, waitMs.most)) {
    try {
      const { head, projections } = await client.projections({ signal: ending });
      const newest = headAt(head.position, head.recordedAt);
      const shown = await shownOf(client, newest, upTo, ending);
      return {
        head: newest,
        shown,
        ...(await readNewestCommits(client, shown.position, ending)),
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

/** Returns what the log had come to by a position. */
async function shownOf(
  client: World['client'],
  head: Head,
  upTo = Infinity,
  signal: AbortSignal,
): Promise<Head> {
  if (upTo >= head.position) return head;
  if (upTo === 0) return headAt(0, null);
  const { commits } = await client.commits({ after: upTo - 1, limit: 1, signal });
  return headAt(upTo, commits[0]?.recordedAt ?? null);
}

function headAt(position: number, recordedAt: string | null): Head {
  return { position, recordedAt: recordedAt === null ? null : Date.parse(recordedAt) };
}
