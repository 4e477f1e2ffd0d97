import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { median, milliseconds, table, thousands } from './measure.ts';
import { outputOf } from './output.ts';
import { peerNames } from './peers/names.ts';
import type { WorkName as PeerWork } from './peers/names.ts';
import type { WorkName } from './works.ts';

/**
 * Measures P1 to P4 beside physical limits and peers: every work in a process of its own, in interleaved rounds, so that a drift of
 * the machine falls on all alike. Prints medians and ratios.
 *
 * A work that fails in a round is said to have failed that round, and the medians are of the others. When one of ours fails, or a limit,
 * the run ends with exit code 1, after its tables.
 *
 * ASOF_BENCH_ROUNDS sets the rounds (5), ASOF_BENCH_FOLDER the disk, ASOF_BENCH_UNITS the events (20,000).
 */
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 5);
const units = Number(process.env['ASOF_BENCH_UNITS'] ?? 20_000);
const place = process.env['ASOF_BENCH_FOLDER'] ?? tmpdir();
const hasPeers = existsSync(join(import.meta.dirname, 'peers', 'node_modules'));

interface Compared {
  readonly work: WorkName;
  readonly units: number;
  readonly limits: readonly WorkName[];
  readonly peers?: PeerWork;
  readonly lowerIsBetter?: boolean;
}

const compared: readonly Compared[] = [
  { work: 'sequential', units: units / 5, limits: ['limit: write and fdatasync'], peers: 'sequential' },
  { work: 'in flight 64', units, limits: ['limit: write and fdatasync'] },
  { work: 'in flight 256', units, limits: ['limit: write and fdatasync'] },
  { work: 'batches', units, limits: ['limit: insert loop, one table'], peers: 'batches' },
  {
    work: 'import',
    units: units * 2,
    limits: ['limit: insert loop, one table', 'limit: insert loop, same tables and indexes'],
    peers: 'batches',
  },
  { work: 'rebuild', units: units * 2, limits: ['limit: scan and JSON.parse'], peers: 'fold' },
  { work: 'fold', units: units * 2, limits: ['limit: scan and JSON.parse'], peers: 'fold' },
  { work: 'asof', units: units * 5, limits: [], peers: 'asof', lowerIsBetter: true },
];

const settings = new Map<string, string>();
/** A figure a round, by the one who was measured, the work and the units; undefined where it failed. */
const measured = new Map<string, (number | undefined)[]>();
/** What was wrong, by the same names, each with how often. */
const failures = new Map<string, Map<string, number>>();

for (let round = 0; round < rounds; round += 1)
  for (const { work, units: count, limits, peers } of compared) {
    for (const one of [...limits, work]) measure(`ours ${one} ${count}`, round, () => runOurs(one, count));
    if (peers !== undefined && hasPeers)
      for (const peer of peerNames)
        measure(`${peer} ${peers} ${count}`, round, () => runPeer(peer, peers, count));
  }

const { sqlite } = new DatabaseSync(':memory:').prepare('SELECT sqlite_version() AS sqlite').get() ?? {};
console.log(
  `Node ${process.version}, SQLite ${String(sqlite)}, Linux ${release()}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}); ${rounds} rounds, medians; ours: WAL, synchronous=FULL, with validation, hash chain, readings, tags\n`,
);
console.log(
  table(
    ['work', 'beside', 'ours', 'theirs', 'ratio (lowest to highest of a round)'],
    compared.flatMap(rowsOf),
  ),
);
console.log(
  `\n${hasPeers ? [...settings].map(([peer, text]) => `- ${peer}: ${text}`).join('\n') : 'Peers are not installed: npm run bench:peers'}`,
);
if (failures.size > 0) console.log(`\nFailed:\n\n${failedList()}`);
if ([...failures.keys()].some((name) => name.startsWith('ours '))) process.exitCode = 1;

/** One that was measured in this round already, for another comparison, is not measured again. */
function measure(name: string, round: number, run: () => number): void {
  const figures = measured.get(name) ?? [];
  measured.set(name, figures);
  if (figures.length === round) figures.push(figureOf(name, run));
}

function figureOf(name: string, run: () => number): number | undefined {
  try {
    return run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const messages = failures.get(name) ?? new Map<string, number>();
    failures.set(name, messages.set(message, (messages.get(message) ?? 0) + 1));
    return undefined;
  }
}

function failedList(): string {
  const lines = [...failures].flatMap(([name, messages]) =>
    [...messages].map(([message, times]) => `- ${name}, ${times} of ${rounds} rounds: ${message}`),
  );
  return lines.join('\n');
}

function runOurs(work: WorkName, count: number): number {
  return inFolder((folder) => Number(outputOf('one.ts', [work, folder, String(count)])));
}

function runPeer(peer: string, work: PeerWork, count: number): number {
  return inFolder((folder) => {
    const line = outputOf('peers/run.ts', [peer, work, folder, String(count)]);
    const found = JSON.parse(line) as { perSecond?: number | null; msP50?: number | null; settings: string };
    settings.set(peer, found.settings);
    return found.perSecond ?? found.msP50 ?? Number.NaN;
  });
}

function inFolder(work: (folder: string) => number): number {
  const folder = mkdtempSync(join(place, 'asof-bench-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf({ work, units: count, limits, peers, lowerIsBetter = false }: Compared): string[][] {
  const ours = measured.get(`ours ${work} ${count}`) ?? [];
  const others = [
    ...limits.map((limit) => [limit, `ours ${limit} ${count}`] as const),
    ...(peers === undefined ? [] : peerNames.map((peer) => [peer, `${peer} ${peers} ${count}`] as const)),
  ];
  return others.flatMap(([name, key]) => {
    const theirs = measured.get(key) ?? [];
    // A peer that cannot do a work says so in every round: it did not fail.
    if (theirs.length === 0 || theirs.some(Number.isNaN)) return [];
    const cells = [cellOf(ours, lowerIsBetter), cellOf(theirs, lowerIsBetter)];
    return [[`${work}, ${thousands(count)}`, name, ...cells, ratioOf(ours, theirs, lowerIsBetter)]];
  });
}

type Figures = readonly (number | undefined)[];

/** Writes the median of the rounds that did not fail, and how many did. */
function cellOf(of: Figures, lowerIsBetter: boolean): string {
  const there = of.filter((value) => value !== undefined);
  const middle = median(there);
  const text = lowerIsBetter ? `${milliseconds(middle)} ms` : `${thousands(middle)}/s`;
  if (there.length === of.length) return text;
  const failed = `failed ${of.length - there.length} of ${of.length} rounds`;
  return there.length === 0 ? failed : `${text}, ${failed}`;
}

/** Compares round by round, in the rounds that neither failed. */
function ratioOf(ours: Figures, theirs: Figures, lowerIsBetter: boolean): string {
  const ratios = ours.flatMap((own, round) => {
    const their = theirs[round];
    if (own === undefined || their === undefined) return [];
    return [lowerIsBetter ? their / own : own / their];
  });
  if (ratios.length === 0) return '–';
  const ends = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(2));
  return `${median(ratios).toFixed(2)} (${ends.join(' to ')})`;
}
