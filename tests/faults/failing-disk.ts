import { rmSync } from 'node:fs';
import { basename } from 'node:path';

import { acknowledgedIn, harmTo } from '../support/fault-checks.ts';
import type { Harm } from '../support/fault-checks.ts';
import type { FaultChild } from '../support/fault-strace.ts';
import { losePower, recordRun } from './power-loss.ts';
import type { RecordedRun } from './power-loss.ts';

/** A call that fails once: the n-th of a process. */
export interface Failure {
  readonly call: 'fsync' | 'pwrite64';
  readonly nth: number;
  readonly appends: number;
}

/** What came of a call that failed. */
export interface AfterFailure {
  /** The end of the name of the file that the call was for: '', `-wal`, `-index`, …; undefined when there were fewer calls. */
  readonly file: string | undefined;
  /** Whether the call was to keep what had been written to that file, not only to be sure of what was kept already. */
  readonly isOfCommit: boolean;
  /** Events acknowledged before and after the call failed. */
  readonly before: number;
  readonly after: number;
  /** Codes of the appends that failed after it. */
  readonly codes: readonly string[];
  /** What is wrong when the file is opened again, and when the power fails before that. */
  readonly harm: readonly Harm[];
}

const crashStates = 12;

/** A checkpoint every few commits, so that its calls fail too. */
const pragmas = { 'wal_autocheckpoint = 4000': 'wal_autocheckpoint = 40' };

/** Lets one call fail with EIO while a process makes so many appends. */
export async function failOnce(
  folder: string,
  { call, nth, appends }: Failure,
  seed: number,
): Promise<AfterFailure> {
  const run = recordRun(folder, (path) => [childOn(path, appends)], [
    '-e',
    `inject=${call}:error=EIO:when=${nth}`,
  ]);
  const failed = run.steps.findIndex((step) => step.do === 'sync-failed' || step.do === 'write-failed');
  const [before, after] = [saidIn(run, 0, failed), saidIn(run, failed)];
  const acknowledged = acknowledgedIn(before + after);
  const { harmed } = await losePower(run, {
    folder,
    count: crashStates,
    seed: seed + nth,
    harmTo: (path, { said }) => harmTo(path, acknowledgedIn(said)),
  });
  const harm = [...(await harmTo(run.path, acknowledged)), ...harmed.flatMap((one) => one.harm)];
  rmSync(run.folder, { recursive: true });
  return {
    file: fileOf(run, failed),
    isOfCommit: fileOf(run, failed) === '-wal' && hasChanges(run, failed),
    before: acknowledgedIn(before).length,
    after: acknowledgedIn(after).length,
    codes: [...after.matchAll(/^failed (.+)$/gm)].map(([, code = '']) => code),
    harm,
  };
}

function childOn(path: string, appends: number): FaultChild {
  return { script: 'appending-child.ts', args: [path, 'e', String(appends)], pragmas };
}

function saidIn({ steps }: RecordedRun, from: number, through = steps.length): string {
  return steps
    .slice(from, through)
    .map((step) => (step.do === 'say' ? step.text : ''))
    .join('');
}

function fileOf({ steps, path }: RecordedRun, failed: number): string | undefined {
  const step = steps[failed];
  if (step?.do !== 'sync-failed' && step?.do !== 'write-failed') return undefined;
  return step.path.startsWith(path) ? step.path.slice(path.length) : basename(step.path);
}

function hasChanges({ steps, path }: RecordedRun, failed: number): boolean {
  const last = steps.slice(0, failed).findLast((step) => 'path' in step && step.path === `${path}-wal`);
  return last?.do === 'write';
}

/** Returns what of the rule was broken: nothing acknowledged is lost, and after a failed sync in a commit nothing is acknowledged. */
export function brokenBy(
  { call }: Failure,
  { file, isOfCommit, codes, after, harm }: AfterFailure,
): readonly string[] {
  const broken = harm.map(({ kind, what }) => `${kind}: ${what}`);
  if (call === 'fsync' && isOfCommit && after > 0)
    broken.push(`${after} acknowledged after the commit failed`);
  if (file?.startsWith('-index') === true && codes.length > 0)
    broken.push(`appends failed with ${codes.join(', ')}`);
  return broken;
}
