import { createCountedLog } from '../support/counted-log.ts';
import { eventually } from '../support/event-client.ts';
import type { Chance } from '../support/fault-chance.ts';
import { startServing } from '../support/serving.ts';
import { createFollower } from '../support/sse-follower.ts';
import type { Followed } from '../support/sse-follower.ts';
import type { TempFolder } from '../support/temp-folder.ts';

/** How many clients vanish how often. */
export interface VanishOptions {
  readonly folder: TempFolder;
  readonly clients: number;
  readonly rounds: number;
  readonly heartbeatMs: number;
  readonly chance: Chance;
}

/** What came of clients that vanish. */
export interface Vanished {
  readonly vanished: number;
  /** The most heartbeats that somebody who stayed heard before the server had let go of all who vanished. */
  readonly beatsMax: number;
  /** Subscriptions that were left open in the end. */
  readonly leftOpen: number;
  /** What the heap of the server grew by from the first round to the last, in bytes a client that vanished. */
  readonly bytesPerVanished: number;
  /** Gaps and repeats of the one who stayed. */
  readonly harm: number;
}

/** Lets clients subscribe and vanish, closing or resetting their connections, reading or stalled, with appends meanwhile. */
export async function vanish({
  folder,
  clients,
  rounds,
  heartbeatMs,
  chance,
}: VanishOptions): Promise<Vanished> {
  const serving = await startServing({ path: folder.file(), heartbeatMs });
  const log = createCountedLog();
  await log.append(serving, 4);
  const stays = createFollower({ log, followed: { what: 'digest' } });
  // Nothing changes for it, so it hears heartbeats.
  const quiet = createFollower({ log, followed: { what: 'key', key: 'tag:3' } });
  for (const one of [stays, quiet]) one.connect(serving.port);
  await eventually(async () => (await serving.open()) === 2);
  let beatsMax = 0;
  let heapAtFirst = 0;
  for (let round = 0; round < rounds; round += 1) {
    const those = Array.from({ length: clients }, () =>
      createFollower({
        log,
        followed: chance.pick<Followed>([
          { what: 'digest' },
          { what: 'timeline' },
          { what: 'key', key: 'tag:1' },
        ]),
        isPaused: chance.hits(0.3),
      }),
    );
    for (const one of those) one.connect(serving.port);
    const isAtOnce = round % 3 === 2;
    if (!isAtOnce) await eventually(async () => (await serving.open()) === clients + 2);
    await log.append(serving, 1 + chance.below(3));
    for (const one of those) one.leave(chance.pick(['close', 'reset']));
    const before = quiet.beats();
    if (round % 2 === 0) await log.append(serving, 4 - (log.head() % 4));
    await eventually(async () => (await serving.open()) === 2);
    beatsMax = Math.max(beatsMax, quiet.beats() - before);
    if (round === 0) heapAtFirst = (await serving.memory()).heap;
  }
  const { heap } = await serving.memory();
  await eventually(() => stays.position() === log.head());
  for (const one of [stays, quiet]) one.leave('close');
  await eventually(async () => (await serving.open()) === 0);
  const leftOpen = await serving.open();
  await serving.stop('SIGTERM');
  return {
    vanished: clients * rounds,
    beatsMax,
    leftOpen,
    bytesPerVanished: Math.round((heap - heapAtFirst) / Math.max(1, clients * (rounds - 1))),
    harm: stays.gaps() + stays.repeats() + quiet.gaps() + quiet.repeats(),
  };
}
