import type { Command } from 'commander';

import type { DensityOut } from '../api/wire-changes.ts';
import type { AskedMoment, AskedRange } from './asked.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import {
  momentIn,
  reading,
  takesAccess,
  takesJson,
  takesMoment,
  takesRange,
  wholeNumber,
} from './options.ts';
import { knownPhrase, momentSentence, showJson } from './show.ts';
import { sparkline } from './sparkline.ts';

interface DensityOptions extends AccessOptions, AskedMoment, AskedRange {
  readonly buckets?: number;
  readonly json?: boolean;
}

/** Buckets when the command does not say: as many as fit a line. */
const bucketsUsual = 60;

/** Adds `density`: how much there is along an axis. */
export function addDensity(program: Command, context: CliContext): void {
  const command = program
    .command('density')
    .description('count the facts that occurred, or the events that were recorded, in equal parts of an axis')
    .option(
      '--buckets <count>',
      `so many parts (default: ${bucketsUsual})`,
      wholeNumber('--buckets', 1, 1000),
      bucketsUsual,
    );
  takesJson(takesMoment(takesAccess(takesRange(command)))).action(async (options: DensityOptions) => {
    const { axis, from, to, buckets, json } = options;
    const asked = { ...momentIn(options), axis, from, to, buckets };
    const answer = await reading(options, context, async (access) => access.density(asked));
    if (json === true) await showJson(context.stdout, answer);
    else await showDensity(context, answer);
  });
}

async function showDensity({ stdout }: CliContext, answer: DensityOut): Promise<void> {
  const { axis, moment, from, to, bucketMs, counts } = answer;
  const all = counts.reduce((sum, count) => sum + count, 0);
  const most = counts.reduce((one, other) => Math.max(one, other), 0);
  const what = axis === 'recorded' ? 'events recorded' : 'facts occurred';
  // What occurred is counted whenever it did: no as-of cuts it.
  const sentence = axis === 'occurred' ? `Facts ${knownPhrase(moment)}` : momentSentence(moment);
  await stdout.write(
    `${sentence}\n${all.toLocaleString('en')} ${what}, ${from} to ${to}\n\n${sparkline(counts, 0)}\n\nA bar is ${spanText(bucketMs)}; the highest is ${most.toLocaleString('en')}\n`,
  );
}

function spanText(ms: number): string {
  const units = [
    [86_400_000, 'days'],
    [3_600_000, 'hours'],
    [60_000, 'minutes'],
    [1000, 'seconds'],
  ] as const;
  const [size, name] = units.find(([unit]) => ms >= unit) ?? [1, 'milliseconds'];
  return `${Number((ms / size).toPrecision(3))} ${name}`;
}
