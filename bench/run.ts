import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { benchmarks } from './benchmarks.ts';
import type { Figure } from './benchmarks.ts';

/**
 * Runs every benchmark in interleaved rounds, so that a drift of the machine falls on all alike, and prints medians and ratios.
 *
 * ASOF_BENCH_ROUNDS sets the number of rounds (5).
 */
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 5);
const folder = mkdtempSync(join(process.env['ASOF_BENCH_FOLDER'] ?? tmpdir(), 'asof-bench-'));
const measured = new Map<string, number[]>();

try {
  for (let round = 0; round < rounds; round += 1)
    for (const { name, run } of benchmarks)
      measured.set(name, [
        ...(measured.get(name) ?? []),
        await run(join(folder, `${round}-${name.replaceAll(/\W+/g, '-')}`)),
      ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log(
  `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${rounds} rounds, medians, a second\n`,
);
console.log('| work | limit | ours | ratio (lowest to highest of a round) |');
console.log('| --- | --- | --- | --- |');
for (const { name, limit } of benchmarks) if (limit !== undefined) console.log(row(name, limit));

function row(name: string, limit: Figure['name']): string {
  const [ours, theirs] = [measured.get(name) ?? [], measured.get(limit) ?? []];
  const ratios = ours.map((value, round) => value / (theirs[round] ?? Number.NaN)).toSorted((a, b) => a - b);
  return `| ${name} | ${limit}: ${thousands(median(theirs))} | ${thousands(median(ours))} | ${ratio(median(ratios))} (${ratio(ratios[0])} to ${ratio(ratios.at(-1))}) |`;
}

function ratio(value: number | undefined): string {
  return (value ?? Number.NaN).toFixed(2);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en');
}
