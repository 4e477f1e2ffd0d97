import { createChance } from '../support/fault-chance.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import { startFuzzedServer } from './fuzz/fuzzed-server.ts';
import type { RoundOptions } from './fuzz/http-rounds.ts';
import { fuzzServer } from './fuzz/http-rounds.ts';
import { fuzzImports } from './fuzz/import-fuzz.ts';
import { rawCases } from './fuzz/raw-cases.ts';
import { sayAll } from './fuzz/raw-sockets.ts';
import { dawdle, dropConnections, halfClose } from './fuzz/raw-storm.ts';

const mib = 2 ** 20;

/** Imports files by the thousand that are right, or wrong in a known way; returns whether each came in whole or was refused with its wrong line. */
export async function fuzzManyImports(
  folder: TempFolder,
  files = 20_000,
  seed: number,
  only?: number,
): Promise<boolean> {
  const { wrong, byDeed, byCode, heapMax, ...seen } = await fuzzImports({ folder, files, seed, only });
  console.log(`${JSON.stringify(seen)}, heap at most ${(heapMax / mib).toFixed(1)} MiB`);
  console.log(`refused as ${JSON.stringify(byCode)}`);
  for (const [deed, times] of Object.entries(byDeed)) console.log(`  ${times} × ${deed}`);
  for (const one of wrong) console.log(`WRONG ${one.slice(0, 1000)}`);
  if (wrong.length > 0) console.log('again: npm run faults -- import-fuzz 1 SEED --only NUMBER');
  return wrong.length === 0;
}

/** What the heap of a server may grow by while it is asked: what it keeps of answers that never change, and as much again. */
const grownMax = 64 * mib;

type Round = readonly [what: string, options: Omit<RoundOptions, 'folder'>];

const requestsAServer = 10_000;

/** Makes requests by the thousand, most of them not as they should be, with tokens and without; returns whether every answer was as documented. */
export async function fuzzManyRequests(
  folder: TempFolder,
  requests = 50_000,
  seed: number,
  only?: number,
): Promise<boolean> {
  const some = Math.ceil(requests / 5);
  // A log that grows for long makes every answer slower: each server is asked so many and the next begins anew.
  const servers = only === undefined ? Math.ceil(requests / requestsAServer) : 1;
  const open = Array.from({ length: servers }, (_, index): Round => {
    return [
      'no token is asked for',
      { mode: 'open', requests: Math.ceil(requests / servers), only, seed: seed + index },
    ];
  });
  const rounds: readonly Round[] = [
    ...open,
    ['with a token', { mode: 'tokens', requests: some, only, seed }],
    ['without a token', { mode: 'tokens', requests: some, only, isStranger: true, seed }],
  ];
  let isAsPromised = true;
  for (const [what, options] of rounds) {
    const { byStatus, byType, unanswered, wrong, memory, after } = await fuzzServer({ folder, ...options });
    console.log(
      `${what}, seed ${options.seed}: ${options.requests} requests and a tenth before, ${JSON.stringify(byStatus)}`,
    );
    console.log(`  refused as ${JSON.stringify(byType)}`);
    console.log(
      `  heap ${inMib(memory.map(({ heap }) => heap))}, resident ${inMib(memory.map(({ resident }) => resident))} MiB`,
    );
    console.log(`  afterwards ${JSON.stringify(after)}; never answered: ${unanswered.join(', ') || 'none'}`);
    for (const [fault, { times, number, request }] of wrong)
      console.log(`WRONG ${times} times, first ${number}: ${fault}\n  ${request}`);
    const [, warm, last] = memory;
    const isBounded = (last?.heap ?? 0) - (warm?.heap ?? 0) < grownMax;
    isAsPromised &&=
      wrong.size === 0 &&
      isBounded &&
      after.faults.length === 0 &&
      after.exitCode === 0 &&
      after.complained === '';
  }
  if (!isAsPromised) console.log('again: npm run faults -- http-fuzz 1 SEED --only NUMBER');
  return isAsPromised;
}

function inMib(bytes: readonly number[]): string {
  return bytes.map((one) => (one / mib).toFixed(1)).join(' → ');
}

/** Opens and drops connections by the thousand, says what has two meanings or none, and dawdles; returns whether the server took no harm. */
export async function stormManySockets(
  folder: TempFolder,
  connections = 10_000,
  seed: number,
): Promise<boolean> {
  const server = await startFuzzedServer(folder.file(), 'open');
  const before = await server.memory();
  const wrong = await sayAll(server.port);
  const isAnswering = await dropConnections(server.port, connections, createChance(seed));
  const isHalfClosed = await halfClose(server.port);
  const left = await dawdle(server.port);
  const after = await server.memory();
  const { faults } = await server.verify();
  const stopped = await server.stop();
  console.log(
    `${rawCases.length} cases, ${wrong.length} wrong; ${connections} connections dropped, then ${isAnswering ? 'it answers' : 'NO ANSWER'}; half-closed ${isHalfClosed ? 'as it must be' : 'WRONG'}; ${left} of 8 that dawdle were not dropped`,
  );
  console.log(
    `heap ${inMib([before.heap, after.heap])}, resident ${inMib([before.resident, after.resident])} MiB; ${JSON.stringify({ faults, ...stopped })}`,
  );
  for (const one of wrong) console.log(`WRONG ${one}`);
  return (
    wrong.length + left + faults.length === 0 &&
    isAnswering &&
    isHalfClosed &&
    stopped.exitCode === 0 &&
    stopped.complained === ''
  );
}
