import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

import { createChance } from '../support/fault-chance.ts';
import { acknowledgedIn, harmTo } from '../support/fault-checks.ts';
import type { Harm } from '../support/fault-checks.ts';
import { nodeArguments } from '../support/fault-strace.ts';
import { harmToTimeline } from '../support/fault-timeline.ts';
import type { TempFolder } from '../support/temp-folder.ts';

/** How often processes are killed, and on how many files. */
export interface KillOptions {
  readonly folder: TempFolder;
  readonly rounds: number;
  /** After so many rounds a new file is begun, for a long log takes long to verify. */
  readonly roundsAFile: number;
  /** The longest that a process works before it is killed, in milliseconds; the shortest is 5. */
  readonly delayMsMax: number;
  readonly seed: number;
}

/** What came of killing. */
export interface Kills {
  /** Rounds by what was going on when the process was killed. */
  readonly rounds: Readonly<Record<Going, number>>;
  /** Events that were acknowledged. */
  readonly acknowledged: number;
  readonly harmed: readonly { readonly round: number; readonly harm: readonly Harm[] }[];
}

/** What a process does while it is killed: appends, imports, or saves states of a timeline that it appends to. */
export type Going = 'appending' | 'importing' | 'timeline';

const delayMsMin = 5;

/** Kills processes that work on files, one after the other, and looks at the file after each. */
export async function killInRounds(options: KillOptions): Promise<Kills> {
  const { folder, rounds, roundsAFile, delayMsMax } = options;
  const chance = createChance(options.seed);
  const counts = { appending: 0, importing: 0, timeline: 0 };
  const harmed: { round: number; harm: readonly Harm[] }[] = [];
  let acknowledged = 0;
  let [path, isTimeline, onFile] = ['', true, [] as string[]];
  for (let round = 0; round < rounds; round += 1) {
    if (round % roundsAFile === 0) [path, isTimeline, onFile] = [folder.file(), !isTimeline, []];
    const going = isTimeline ? 'timeline' : chance.pick(['appending', 'appending', 'importing'] as const);
    const afterMs = delayMsMin + chance.below(delayMsMax - delayMsMin + 1);
    const added = acknowledgedIn(
      await workUntilKilled(going, [path, `r${round}`], afterMs, chance.hits(0.2)),
    );
    onFile.push(...added);
    acknowledged += added.length;
    counts[going] += 1;
    const harm = await (isTimeline ? harmToTimeline : harmTo)(path, onFile);
    if (harm.length > 0) harmed.push({ round, harm });
  }
  return { rounds: counts, acknowledged, harmed };
}

/** Most are killed a while after they acknowledged something, some a while after they began. */
async function workUntilKilled(
  going: Going,
  args: readonly string[],
  afterMs: number,
  isAtFirst: boolean,
): Promise<string> {
  const child = spawn(process.execPath, nodeArguments({ script: `${going}-child.ts`, args }), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  if (!isAtFirst) await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), exited]);
  await setTimeout(afterMs);
  const isKilled = child.kill('SIGKILL');
  await exited;
  if (!isKilled) throw new Error(`a process that was ${going} ended before it was killed`);
  return said;
}
