import { createChance } from '../support/fault-chance.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import { reconnectStorm } from './reconnect.ts';
import { stallClients } from './slow.ts';
import { vanish } from './vanishing.ts';

const mib = 2 ** 20;

/** Lets clients not read while 200,000 events are appended; returns whether each costs at most 0.3 MiB, however much is appended. */
export async function stallManyClients(folder: TempFolder, clients = 500): Promise<boolean> {
  const events = 200_000;
  const { memory, ...stalled } = await stallClients({ folder, clients, events, eventsPerAppend: 50 });
  console.log(`${clients} stalled clients, ${events} events in appends of 50: ${JSON.stringify(stalled)}`);
  for (const one of memory) console.log(JSON.stringify(one));
  return (
    stalled.harm === 0 &&
    stalled.bytesPerClient <= 0.3 * mib &&
    stalled.bytesPerClientAndBacklog <= 0.05 * mib
  );
}

/** Lets clients vanish; returns whether the server let go of all within two heartbeats. */
export async function vanishManyTimes(folder: TempFolder, rounds = 60, seed: number): Promise<boolean> {
  const options = { folder, clients: 300, rounds, heartbeatMs: 1000, chance: createChance(seed) };
  const vanished = await vanish(options);
  console.log(
    `${options.clients} clients vanish ${rounds} times, heartbeat 1 s: ${JSON.stringify(vanished)}`,
  );
  return vanished.leftOpen === 0 && vanished.harm === 0 && vanished.beatsMax <= 2;
}

/** Cuts 1,000 clients off, over and over, with restarts of the server; returns whether none missed anything or heard it twice. */
export async function reconnectManyTimes(folder: TempFolder, cuts = 50, seed: number): Promise<boolean> {
  const options = { folder, clients: 1000, cuts, restarts: 12, chance: createChance(seed) };
  const storm = await reconnectStorm(options);
  console.log(JSON.stringify(storm));
  return storm.gaps === 0 && storm.repeats === 0 && storm.wrong === 0;
}
