import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { createChance } from './fault-chance.ts';
import type { Chance } from './fault-chance.ts';
import { createFaultyDisk } from './fault-disk.ts';
import type { DiskStep } from './fault-trace.ts';

/** What a power loss, or a kill, may have left of a program's files, and what the program had said by then. */
export interface CrashState {
  /** Steps that were taken before the power failed. */
  readonly cut: number;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly said: string;
}

/** Makes `count` crash states of one run, in the order of the moment at which the power fails. */
export function* crashStates(
  steps: readonly DiskStep[],
  count: number,
  chance: Chance,
): Generator<CrashState> {
  const disk = createFaultyDisk(chance);
  const cuts = cutsOf(steps, count, chance);
  let said = '';
  let made = 0;
  for (let cut = 0; cut <= steps.length; cut += 1) {
    for (; cuts[made] === cut; made += 1) yield { cut, files: disk.crash(chance), said };
    const step = steps[cut];
    if (step === undefined) return;
    if (step.do === 'say') said += step.text;
    else disk.apply(step);
  }
}

/** Makes the state that a kill leaves after each step of a run. */
export function* killedStates(steps: readonly DiskStep[]): Generator<CrashState> {
  const disk = createFaultyDisk(createChance(0));
  let said = '';
  for (const [index, step] of steps.entries()) {
    if (step.do === 'say') said += step.text;
    else disk.apply(step);
    yield { cut: index + 1, files: disk.now(), said };
  }
}

/** Lays files into a folder that is emptied first. */
export function layFiles(folder: string, files: ReadonlyMap<string, Buffer>): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  for (const [path, content] of files) writeFileSync(join(folder, basename(path)), content);
}

/** Half of the cuts fall where most is at stake: before a file is synced, and after something was said. */
function cutsOf(steps: readonly DiskStep[], count: number, chance: Chance): readonly number[] {
  const atStake = steps.flatMap((step, index) =>
    step.do === 'sync' ? [index] : step.do === 'say' ? [index + 1] : [],
  );
  return Array.from({ length: count }, () =>
    chance.hits(0.5) && atStake.length > 0
      ? (atStake[chance.below(atStake.length)] ?? 0)
      : chance.below(steps.length + 1),
  ).toSorted((a, b) => a - b);
}
