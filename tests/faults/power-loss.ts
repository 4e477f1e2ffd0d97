import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

import { createChance } from '../support/fault-chance.ts';
import type { Harm } from '../support/fault-checks.ts';
import { crashStates, killedStates, layFiles } from '../support/fault-states.ts';
import type { CrashState } from '../support/fault-states.ts';
import { runTraced } from '../support/fault-strace.ts';
import type { FaultChild } from '../support/fault-strace.ts';
import { readSteps, tracedCalls } from '../support/fault-trace.ts';
import type { DiskStep } from '../support/fault-trace.ts';

/** The writes of children that worked on one file, one after the other. */
export interface RecordedRun {
  /** What was made for the run. */
  readonly folder: string;
  /** The file as they left it. */
  readonly path: string;
  readonly steps: readonly DiskStep[];
}

/** A crash state that did harm. */
export interface Harmed {
  readonly seed: number;
  /** Which of the states of the run it was, from 0, and after how many steps the power failed. */
  readonly state: number;
  readonly cut: number;
  readonly harm: readonly Harm[];
}

/** What came of many crash states. */
export interface PowerLosses {
  readonly states: number;
  readonly harmed: readonly Harmed[];
}

/** How crash states of a run are made and looked at. */
export interface PowerLossOptions {
  readonly folder: string;
  /** How many states a power loss is taken to have left; or those that a kill leaves after each step. */
  readonly count: number | 'killed after each step';
  readonly seed: number;
  /** Changes a state before it is looked at. */
  change?(path: string, state: CrashState): void;
  /** Says what is wrong with the store in a file. */
  harmTo(path: string, state: CrashState): Promise<readonly Harm[]>;
}

/** Runs children under strace on one file of a new folder, and returns what they wrote; more options make calls fail. */
export function recordRun(
  folder: string,
  childrenOn: (path: string) => readonly FaultChild[],
  options: readonly string[] = [],
): RecordedRun {
  const traced = mkdtempSync(join(folder, 'run-'));
  const data = join(traced, 'data');
  mkdirSync(data);
  const path = join(data, 'log.db');
  const { tracePath, complained } = runTraced(traced, childrenOn(path), [...tracedCalls, ...options]);
  if (complained !== '' && options.length === 0) throw new Error(complained);
  const steps = readSteps(tracePath, data);
  rmSync(tracePath);
  return { folder: traced, path, steps };
}

/** Makes crash states of a run and looks at the store in each. */
export async function losePower(
  { path, steps }: RecordedRun,
  { folder, count, seed, change, harmTo }: PowerLossOptions,
): Promise<PowerLosses> {
  const harmed: Harmed[] = [];
  const crashed = join(folder, 'crashed');
  let states = 0;
  const all =
    count === 'killed after each step' ? killedStates(steps) : crashStates(steps, count, createChance(seed));
  for (const state of all) {
    layFiles(crashed, state.files);
    const crashedPath = join(crashed, basename(path));
    change?.(crashedPath, state);
    const harm = await harmTo(crashedPath, state);
    if (harm.length > 0) harmed.push({ seed, state: states, cut: state.cut, harm });
    states += 1;
  }
  return { states, harmed };
}
