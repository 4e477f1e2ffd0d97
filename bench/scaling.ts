import { randomOf } from './generate.ts';
import { table, thousands } from './measure.ts';

/**
 * Simulates nodes of Asof over one log in a cluster: what reading they hold together, while each follows every append.
 *
 * `node bench/scaling.ts [appends a second,…]`. Every node spends what an event costs it to follow, and answers questions with the rest of
 * one core, in the order they come (one queue a node, arrivals at random). What an event and a question
 * cost was measured (bench/README.md); they are set here by `ASOF_FOLLOW_US` and `ASOF_READ_US`, in microseconds. The seed is fixed.
 */
const followUs = Number(process.env['ASOF_FOLLOW_US'] ?? 240);
const readUs = Number(process.env['ASOF_READ_US'] ?? 110);
const appendRates = (process.argv[2] ?? '0,100,500,1000,2500').split(',').map(Number);
const nodeCounts = [1, 2, 4, 8, 16];
const seed = 20_250_703;

/** Longest wait of one in a hundred questions that still counts as held, in milliseconds. */
const waitMsMax = 20;
const simulatedMs = 2_000;

// Nodes share nothing but the cluster, and a question goes to any of them: what one holds is simulated.
const rows = appendRates.map((appends) => {
  const one = mostReads(appends);
  const held = nodeCounts.map((nodes) => (one === 0 ? 'none' : `${thousands(one * nodes)}/s`));
  return [thousands(appends), ...held];
});
console.log(
  `seed ${seed}, ${followUs} µs to follow an event, ${readUs} µs a question, waits p99 ≤ ${waitMsMax} ms`,
);
console.log(table(['appends a second', ...nodeCounts.map((nodes) => `${nodes} nodes`)], rows));

/** Finds by halving the most questions a second that one node answers in time. */
function mostReads(appends: number): number {
  let [low, high] = [0, 1e6 / readUs];
  for (let round = 0; round < 8; round += 1) {
    const middle = (low + high) / 2;
    if (waitsMs(appends, middle) <= waitMsMax) low = middle;
    else high = middle;
  }
  return Math.round(low);
}

interface Work {
  readonly atMs: number;
  readonly costMs: number;
  readonly isRead: boolean;
}

/** Returns how long one in a hundred questions waits for its answer, in milliseconds. */
function waitsMs(appends: number, reads: number): number {
  const random = randomOf(seed);
  const waits: number[] = [];
  let freeAtMs = 0;
  for (const { atMs, costMs, isRead } of workOf(random, appends, reads)) {
    freeAtMs = Math.max(freeAtMs, atMs) + costMs;
    if (isRead) waits.push(freeAtMs - atMs);
  }
  waits.sort((a, b) => a - b);
  return waits[Math.floor(0.99 * waits.length)] ?? Number.POSITIVE_INFINITY;
}

/** What one node has to do, in the order in which it comes. */
function workOf(random: () => number, appends: number, reads: number): readonly Work[] {
  const arrivals = (rate: number, costMs: number, isRead: boolean): Work[] => {
    const work: Work[] = [];
    if (rate === 0) return work;
    for (let atMs = 0; atMs < simulatedMs; atMs += (-Math.log(1 - random()) * 1000) / rate)
      work.push({ atMs, costMs, isRead });
    return work;
  };
  const all = [...arrivals(appends, followUs / 1000, false), ...arrivals(reads, readUs / 1000, true)];
  return all.toSorted((a, b) => a.atMs - b.atMs);
}
