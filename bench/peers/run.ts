import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { loadPeer } from './load.ts';
import { peerNames, workNames } from './names.ts';
import { works } from './works.ts';

/**
 * Runs one work of one peer and prints a line of JSON: `node bench/peers/run.ts <peer> <work> <folder> <units>`.
 *
 * The same work runs before in a folder of its own, with fewer units, so that the figure is that of warm code.
 */
const [peerArgument, workArgument, folder, unitsArgument] = process.argv.slice(2);
const peerName = peerNames.find((name) => name === peerArgument);
const workName = workNames.find((name) => name === workArgument);
const units = Number(unitsArgument);

if (peerName === undefined || workName === undefined || folder === undefined || !(units > 0))
  throw new Error(
    `Usage: run.ts <${peerNames.join('|')}> <${workNames.join('|')}> <empty folder> <units above 0>`,
  );

// Emmett logs what it fails at: standard output is for the figures alone.
console.log = console.error;
const peer = await loadPeer(peerName);
const work = works[workName];
await work(peer, emptyFolder(join(folder, 'warm-up')), Math.min(units, 2000));
const measured = await work(peer, emptyFolder(join(folder, 'measured')), units);
process.stdout.write(`${JSON.stringify({ peer: peerName, work: workName, units, ...measured })}\n`);

function emptyFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  if (readdirSync(path).length > 0) throw new Error(`${path} is not empty`);
  return path;
}
