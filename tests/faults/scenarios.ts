import { rmSync } from 'node:fs';

import { acknowledgedIn, harmTo, openIntact } from '../support/fault-checks.ts';
import type { Harm } from '../support/fault-checks.ts';
import type { CrashState } from '../support/fault-states.ts';
import type { FaultChild } from '../support/fault-strace.ts';
import { harmToTimeline } from '../support/fault-timeline.ts';
import { losePower, recordRun } from './power-loss.ts';
import type { PowerLosses, PowerLossOptions, RecordedRun } from './power-loss.ts';

/** What goes on while the power fails. */
export interface Scenario {
  readonly name: string;
  readonly script: string;
  /** How much each of two children does: the first goes without closing its file, the second closes it. */
  readonly work: number;
  /** What makes a short run do what only a long run would. */
  readonly pragmas: Readonly<Record<string, string>>;
}

/** How power is lost in a scenario. */
export interface ScenarioOptions {
  readonly folder: string;
  readonly count: PowerLossOptions['count'];
  readonly seed: number;
  /** How the log is synced, where it is not as it should be: `synchronous = OFF`. */
  readonly synchronous?: string;
  change?(path: string, state: CrashState): void;
}

const shortWal = { 'wal_autocheckpoint = 4000': 'wal_autocheckpoint = 40' };
/** Changes of one transaction are written before it ends when they do not fit in memory. */
const spilling = { 'synchronous = FULL;': 'synchronous = FULL; PRAGMA cache_size = 10;' };
const comparedShare = 5;

/** Appends, single ones and several in one commit, with checkpoints of the file after every few. */
export const appending: Scenario = {
  name: 'events are appended',
  script: 'appending-child.ts',
  work: 60,
  pragmas: shortWal,
};

/** A file is made, and made again by whoever comes after a power loss. */
export const beginning: Scenario = {
  name: 'a file is made',
  script: 'appending-child.ts',
  work: 1,
  pragmas: {},
};

/** Imports of 300 events, larger than the memory that they are given, with an append after each. */
export const importing: Scenario = {
  name: 'events are imported',
  script: 'importing-child.ts',
  work: 2,
  pragmas: { ...shortWal, ...spilling },
};

/** Appends to a timeline whose projections are saved, and rebuilt, meanwhile. */
export const saving: Scenario = {
  name: 'states of projections are saved and rebuilt',
  script: 'timeline-child.ts',
  work: 30,
  pragmas: shortWal,
};

/** Records a scenario once, and looks at the store in many states that a power loss may leave of it. */
export async function losePowerWhile(scenario: Scenario, options: ScenarioOptions): Promise<PowerLosses> {
  const run = recordScenario(scenario, options);
  try {
    return await (scenario === saving ? losePowerOfTimeline(run, options) : losePowerOfStore(run, options));
  } finally {
    rmSync(run.folder, { recursive: true });
  }
}

function losePowerOfTimeline(run: RecordedRun, options: ScenarioOptions): Promise<PowerLosses> {
  return losePower(run, {
    ...options,
    harmTo: (path, { said }) => harmToTimeline(path, acknowledgedIn(said)),
  });
}

async function losePowerOfStore(run: RecordedRun, options: ScenarioOptions): Promise<PowerLosses> {
  const intact = openIntact(run.path);
  let looked = 0;
  const harmOf = async (path: string, { said }: CrashState): Promise<readonly Harm[]> => {
    looked += 1;
    const compared =
      looked % comparedShare === 0 || options.change !== undefined ? intact.answersAt : undefined;
    return harmTo(path, acknowledgedIn(said), { ids: intact.ids, answersAt: compared });
  };
  try {
    return await losePower(run, { ...options, harmTo: harmOf });
  } finally {
    await intact.close();
  }
}

function recordScenario(
  { script, work, pragmas }: Scenario,
  { folder, synchronous }: ScenarioOptions,
): RecordedRun {
  const others = synchronous === undefined ? pragmas : { ...pragmas, 'synchronous = FULL': synchronous };
  const child = (...args: readonly string[]): FaultChild => ({ script, args, pragmas: others });
  return recordRun(folder, (path) => [
    child(path, 'a', String(work), 'leave'),
    child(path, 'b', String(work)),
  ]);
}
