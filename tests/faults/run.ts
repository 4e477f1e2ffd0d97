import { execFileSync } from 'node:child_process';
import { release } from 'node:os';
import { parseArgs } from 'node:util';

import { faultSeed } from '../support/fault-chance.ts';
import { makeFaultFolder } from '../support/fault-strace.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import {
  freezeClusterManyTimes,
  killClusterManyTimes,
  litterManyTimes,
  partitionManyTimes,
} from './long-cluster.ts';
import { failManyTimes } from './long-failing-disk.ts';
import { fuzzManyImports, fuzzManyRequests, stormManySockets } from './long-fuzz.ts';
import { killManyTimes } from './long-kill.ts';
import { reconnectManyTimes, stallManyClients, vanishManyTimes } from './long-live.ts';
import { losePowerManyTimes } from './long-power-loss.ts';

/**
 * The long form of the tests of durability, of subscriptions, of what comes from outside and of clusters: `npm run faults -- kill 1000`.
 *
 * A seed may follow; else ASOF_SEED sets it. `--only 17` does one case of a fuzz again and shows it.
 */
const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const [what = '', times, seedGiven] = positionals;
const seed = seedGiven === undefined ? faultSeed : Number(seedGiven);
const only = values.only === undefined ? undefined : Number(values.only);
const forms = {
  kill: [killManyTimes, makeTempFolder],
  'power-loss': [losePowerManyTimes, makeFaultFolder],
  'failing-disk': [failManyTimes, makeFaultFolder],
  slow: [stallManyClients, makeTempFolder],
  vanishing: [vanishManyTimes, makeTempFolder],
  reconnect: [reconnectManyTimes, makeTempFolder],
  'import-fuzz': [fuzzManyImports, makeTempFolder],
  'http-fuzz': [fuzzManyRequests, makeTempFolder],
  'raw-sockets': [stormManySockets, makeTempFolder],
  'cluster-killed': [killClusterManyTimes, makeTempFolder],
  'cluster-frozen': [freezeClusterManyTimes, makeTempFolder],
  'cluster-partition': [partitionManyTimes, makeTempFolder],
  'cluster-garbage': [litterManyTimes, makeTempFolder],
} as const;

const [, form] = Object.entries(forms).find(([name]) => name === what) ?? [];
if (form === undefined) throw new Error(`one of ${Object.keys(forms).join(', ')}, and how many times`);
const [run, makeFolder] = form;
const folder = makeFolder();
const fileSystem = execFileSync('stat', ['-f', '-c', '%T', folder.path], { encoding: 'utf8' }).trim();
const { node, sqlite } = process.versions;
console.log(
  `${what}: seed ${seed}, Node ${node}, SQLite ${sqlite}, Linux ${release()}, files on ${fileSystem}`,
);
try {
  const isAsPromised = await run(folder, times === undefined ? undefined : Number(times), seed, only);
  process.exitCode = isAsPromised ? 0 : 1;
} finally {
  folder.remove();
}
