import { execFileSync } from 'node:child_process';
import { release } from 'node:os';

import { faultSeed } from '../support/fault-chance.ts';
import { makeFaultFolder } from '../support/fault-strace.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { failManyTimes } from './long-failing-disk.ts';
import { killManyTimes } from './long-kill.ts';
import { reconnectManyTimes, stallManyClients, vanishManyTimes } from './long-live.ts';
import { losePowerManyTimes } from './long-power-loss.ts';

/** The long form of the tests of durability and of subscriptions: `npm run faults -- kill 1000`. ASOF_SEED sets the seed. */
const [what = '', times] = process.argv.slice(2);
const forms = {
  kill: [killManyTimes, makeTempFolder],
  'power-loss': [losePowerManyTimes, makeFaultFolder],
  'failing-disk': [failManyTimes, makeFaultFolder],
  slow: [stallManyClients, makeTempFolder],
  vanishing: [vanishManyTimes, makeTempFolder],
  reconnect: [reconnectManyTimes, makeTempFolder],
} as const;

const [, form] = Object.entries(forms).find(([name]) => name === what) ?? [];
if (form === undefined) throw new Error(`one of ${Object.keys(forms).join(', ')}, and how many times`);
const [run, makeFolder] = form;
const folder = makeFolder();
const fileSystem = execFileSync('stat', ['-f', '-c', '%T', folder.path], { encoding: 'utf8' }).trim();
const { node, sqlite } = process.versions;
console.log(
  `${what}: seed ${faultSeed}, Node ${node}, SQLite ${sqlite}, Linux ${release()}, files on ${fileSystem}`,
);
try {
  const isAsPromised = await run(folder, times === undefined ? undefined : Number(times), faultSeed);
  process.exitCode = isAsPromised ? 0 : 1;
} finally {
  folder.remove();
}
