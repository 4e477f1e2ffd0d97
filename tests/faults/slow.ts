import { countedKeys, createCountedLog } from '../support/counted-log.ts';
import type { CountedLog } from '../support/counted-log.ts';
import { eventually } from '../support/event-client.ts';
import { startServing } from '../support/serving.ts';
import type { Serving } from '../support/serving.ts';
import { createFollower } from '../support/sse-follower.ts';
import type { Followed, Follower } from '../support/sse-follower.ts';
import type { TempFolder } from '../support/temp-folder.ts';

/** How many clients do not read while how much is appended. */
export interface StallOptions {
  readonly folder: TempFolder;
  readonly clients: number;
  readonly events: number;
  readonly eventsPerAppend: number;
}

/** What a server takes at some point, in bytes. */
type Memory = Awaited<ReturnType<Serving['memory']>>;

/** What came of clients that do not read. */
export interface Stalled {
  /** What the server took when a tenth was appended and when all was, with the stalled clients and without. */
  readonly memory: readonly {
    readonly events: number;
    readonly without: Memory;
    readonly withThem: Memory;
  }[];
  /** What one such client took at the end, in bytes: of the heap and buffers outside of it. */
  readonly bytesPerClient: number;
  /** The same of all that was resident, which is never given back at once. */
  readonly residentPerClient: number;
  /** What one took more after all was appended than after a tenth. */
  readonly bytesPerClientAndBacklog: number;
  /** Gaps, repeats and wrong states of those who kept up, and of the stalled when they read again. */
  readonly harm: number;
}

const keepingUp: readonly Followed[] = [
  { what: 'digest' },
  { what: 'timeline' },
  ...countedKeys.map((key) => ({ what: 'key' as const, key })),
];

/** Of the stalled who follow the timeline so many read again: each of them reads all that was appended, entry by entry. */
const timelineReadersMax = 10;

/** Lets clients subscribe and not read, appends, and compares with a run without them. */
export async function stallClients(options: StallOptions): Promise<Stalled> {
  const without = await measured({ ...options, clients: 0 });
  const withThem = await measured(options);
  const memory = withThem.memory.map(({ events, taken }, index) => ({
    events,
    without: without.memory[index]?.taken ?? taken,
    withThem: taken,
  }));
  const perClient = (one: (typeof memory)[number] | undefined, sizeOf: (memory: Memory) => number) =>
    one === undefined ? 0 : Math.round((sizeOf(one.withThem) - sizeOf(one.without)) / options.clients);
  return {
    memory,
    bytesPerClient: perClient(memory.at(-1), ownSize),
    bytesPerClientAndBacklog: perClient(memory.at(-1), ownSize) - perClient(memory[0], ownSize),
    residentPerClient: perClient(memory.at(-1), ({ resident }) => resident),
    harm: without.harm + withThem.harm,
  };
}

/** What a server may not grow by with its clients: its heap, and buffers outside of it. */
function ownSize({ heap, outside }: Memory): number {
  return heap + outside;
}

async function measured({ folder, clients, events, eventsPerAppend }: StallOptions) {
  const serving = await startServing({ path: folder.file(), heartbeatMs: 1000 });
  const log = createCountedLog();
  const memory: { readonly events: number; readonly taken: Memory }[] = [];
  const stalled = Array.from({ length: clients }, (_, index) =>
    createFollower({ log, followed: keepingUp[index % 2] ?? { what: 'digest' }, isPaused: true }),
  );
  const others = keepingUp.map((followed) => createFollower({ log, followed }));
  await log.append(serving, countedKeys.length);
  for (const follower of [...others, ...stalled]) follower.connect(serving.port);
  await eventually(async () => (await serving.open()) === others.length + clients);
  for (const share of [0.1, 1]) {
    while (log.head() < events * share) await log.append(serving, eventsPerAppend);
    await haveAll(others, log, serving);
    memory.push({ events: log.head(), taken: await serving.memory() });
  }
  const reading = stalled.filter(
    ({ followed }, index) => followed.what !== 'timeline' || index < 2 * timelineReadersMax,
  );
  for (const follower of stalled) if (!reading.includes(follower)) follower.leave('close');
  for (const follower of reading) follower.resume();
  await haveAll([...others, ...reading], log, serving);
  const harm = [...others, ...reading].reduce((sum, { gaps, repeats }) => sum + gaps() + repeats(), 0);
  for (const follower of [...others, ...reading]) follower.leave('close');
  await serving.stop('SIGTERM');
  return { memory, harm };
}

/** A key has everything when nothing of it comes after what it has. */
async function haveAll(followers: readonly Follower[], log: CountedLog, serving: Serving): Promise<void> {
  const head = log.head();
  await eventually(() =>
    followers.every(({ followed, position, has, isOpen }) => {
      if (!isOpen()) throw new Error(`${JSON.stringify(followed)} was dropped by ${serving.pid}`);
      if (followed.what !== 'key') return position() === head;
      return JSON.stringify(has()) === JSON.stringify(log.keyedStateAt(head, followed.key));
    }),
  );
}
