import { countedKeys, createCountedLog } from '../support/counted-log.ts';
import { eventually } from '../support/event-client.ts';
import type { Chance } from '../support/fault-chance.ts';
import { startServing } from '../support/serving.ts';
import type { Serving } from '../support/serving.ts';
import { createFollower } from '../support/sse-follower.ts';
import type { Followed, Follower } from '../support/sse-follower.ts';
import type { TempFolder } from '../support/temp-folder.ts';

/** How many clients are cut off how often, and how often the server is stopped meanwhile. */
export interface StormOptions {
  readonly folder: TempFolder;
  readonly clients: number;
  /** How often each client is cut off. */
  readonly cuts: number;
  /** How often the server is stopped, in turn asked to and killed. */
  readonly restarts: number;
  readonly chance: Chance;
}

/** What came of a storm. */
export interface Storm {
  readonly clients: number;
  /** Connections that clients gave up, and those that they lost with the server. */
  readonly cuts: number;
  readonly lost: number;
  readonly restarts: number;
  readonly events: number;
  readonly gaps: number;
  readonly repeats: number;
  /** Clients that did not have in the end what the server has. */
  readonly wrong: number;
  /** What was wrong, in words: the first few. */
  readonly notes: readonly string[];
  /** Answers that were no stream of events, as the server was about to stop. */
  readonly refused: number;
  /** Connections that ended because the server said that it stops. */
  readonly byes: number;
}

/** Things that a client is told at most before it is cut off. */
const thingsMax = 6;

const kinds: readonly Followed[] = [
  { what: 'digest' },
  { what: 'timeline' },
  ...countedKeys.map((key) => ({ what: 'key' as const, key })),
];

/** Lets clients be cut off and go on, over and over, while somebody appends and the server is restarted. */
export async function reconnectStorm({
  folder,
  clients,
  cuts,
  restarts,
  chance,
}: StormOptions): Promise<Storm> {
  const path = folder.file();
  const log = createCountedLog();
  let serving = await startServing({ path });
  const { port } = serving;
  let isDown = false;
  let lost = 0;
  let byes = 0;
  /** Things that are told before a client is cut off the next time. */
  const untilCut = new Map<Follower, number>();
  const connect = (follower: Follower): void => {
    setTimeout(() => (isDown ? connect(follower) : follower.connect(port)), chance.below(isDown ? 400 : 20));
  };
  const followers = Array.from({ length: clients }, (_, index) =>
    createFollower({
      log,
      followed: kinds[index % kinds.length] ?? { what: 'digest' },
      onTold(follower) {
        if (follower.cuts() >= cuts) return;
        const left = (untilCut.get(follower) ?? chance.below(thingsMax)) - 1;
        untilCut.set(follower, left >= 0 ? left : chance.below(thingsMax));
        if (left >= 0) return;
        follower.leave(chance.pick(['close', 'reset']));
        connect(follower);
      },
      onEnd(follower) {
        lost += 1;
        if (follower.wasToldBye()) byes += 1;
        connect(follower);
      },
    }),
  );
  await log.append(serving, countedKeys.length);
  for (const follower of followers) connect(follower);

  const cutsMade = () => followers.reduce((sum, follower) => sum + follower.cuts(), 0);
  const restart = async (index: number): Promise<void> => {
    isDown = true;
    await serving.stop(index % 2 === 0 ? 'SIGTERM' : 'SIGKILL');
    serving = await startServing({ path, port });
    isDown = false;
  };
  let restarted = 0;
  while (cutsMade() < clients * cuts) {
    await log.append(serving, 1 + chance.below(4));
    // Each append is told to everybody: more of them would only keep this process busy.
    await new Promise((resolve) => setTimeout(resolve, clients / 10));
    const isDue = cutsMade() >= ((restarted + 1) * clients * cuts) / (restarts + 1);
    if (isDue && restarted < restarts) await restart(restarted++);
  }
  await log.append(serving, countedKeys.length);
  await eventually(() => followers.every((follower) => hasAll(follower, log.head(), log)));
  const wrong = await wrongIn(followers, serving, log.head());
  for (const follower of followers) follower.leave('close');
  await serving.stop('SIGTERM');
  const sum = (count: (follower: Follower) => number) => followers.reduce((all, one) => all + count(one), 0);
  return {
    clients,
    cuts: cutsMade() - clients,
    lost,
    restarts: restarted,
    events: log.head(),
    gaps: sum((one) => one.gaps()),
    repeats: sum((one) => one.repeats()),
    wrong,
    byes,
    refused: sum((one) => one.refused()),
    notes: followers.flatMap((one) => one.notes()).slice(0, 5),
  };
}

function hasAll(
  { followed, position, has }: Follower,
  head: number,
  log: ReturnType<typeof createCountedLog>,
): boolean {
  return followed.what === 'key'
    ? JSON.stringify(has()) === JSON.stringify(log.keyedStateAt(head, followed.key))
    : position() === head;
}

/** Counts the clients that do not have what the server has. */
async function wrongIn(followers: readonly Follower[], serving: Serving, head: number): Promise<number> {
  const digest = (await serving.get('/v1/projections/digest'))['state'];
  const byKey = new Map<string, unknown>();
  for (const key of countedKeys)
    byKey.set(key, (await serving.get(`/v1/projections/by-tag?key=${key}`))['state']);
  return followers.filter(({ followed, has }) => {
    const wanted =
      followed.what === 'key' ? byKey.get(followed.key) : followed.what === 'digest' ? digest : head;
    return JSON.stringify(has()) !== JSON.stringify(wanted);
  }).length;
}
