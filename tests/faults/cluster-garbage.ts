import { randomUUID } from 'node:crypto';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import type { RecordedEvent } from '../../src/domain/event.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { EventLog, Fault, Parked } from '../../src/store/port.ts';
import { wireIdOf } from '../../src/store/wire-id.ts';
import { appendRaw } from '../support/cluster-append.ts';
import type { Chance } from '../support/fault-chance.ts';
import type { Fate, Garbage } from '../support/garbage-kinds.ts';
import { withParameters } from '../support/kurrent-cluster.ts';
import { openNode } from '../support/open-node.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import { connectRaw } from '../support/wire-raw.ts';
import { startWire } from '../support/wire-serving.ts';

/** What is written behind the backs of nodes. */
export interface LitterOptions {
  readonly folder: TempFolder;
  /** Makes it for a log of this prefix: appends that belong together, at a time. */
  readonly garbageFor: (prefix: string) => Iterable<readonly Garbage[]>;
  readonly chance: Chance;
}

/** What came of garbage. */
export interface LitterFigures {
  /** Events that were written behind the backs of nodes, by what was to become of them. */
  readonly fates: Readonly<Record<Fate, number>>;
  /** Events that nodes appended between them. */
  readonly own: number;
  /** Events of which something else became, or that two nodes do not agree on. */
  readonly wrong: number;
  /** Events of which a node that knows their type says that their data does not fit it. */
  readonly unfit: number;
  /** Other faults that the nodes find in themselves. */
  readonly faults: number;
  /** What was wrong, in words: the first few. */
  readonly notes: readonly string[];
}

const prefix = 'littered.';
const readyMsMax = 60_000;

/** A node, and the store that it stands on. */
interface Node {
  readonly timeline: Timeline;
  readonly store: EventLog;
}

/** Writes garbage into the streams of a log that nodes follow and append to, and looks what became of each event on each node. */
export async function litter({ folder, garbageFor, chance }: LitterOptions): Promise<LitterFigures> {
  const cluster = await startWire({ store: 'memory:', raw: true });
  const raw = connectRaw(cluster.port);
  const url = withParameters(`esdb://127.0.0.1:${cluster.port}`, { tls: 'false', asofPrefix: prefix });
  const open = () => openNode({ url, path: folder.file() });
  const first = open();
  const nodes: Node[] = [first];
  const written: Garbage[] = [];
  let own = 0;
  await first.timeline.append('seen-own', [sighting()]);
  for (const appends of garbageFor(prefix)) {
    for (const garbage of appends) await appendRaw(raw, garbage.stream, garbage.events);
    written.push(...appends);
    if (chance.hits(0.1)) own += await appendOwn(nodes, chance);
    if (nodes.length === 1 && written.length > 40) nodes.push(open());
  }
  // Whoever knows none of the types comes to the same, and so does who takes everything at once.
  nodes.push(openNode({ url, path: folder.file(), catalogue: createCatalogue([]) }, []));
  for (const { timeline } of nodes) await timeline.ready(AbortSignal.timeout(readyMsMax));
  const notes = [...misjudged(first, written), ...disagreements(nodes)];
  const found = await Promise.all(nodes.map(async ({ store }) => (await store.verify()).faults));
  const [unfit, faults] = [found.flat().filter(isUnfit), found.flat().filter((fault) => !isUnfit(fault))];
  for (const { timeline } of nodes) await timeline.close();
  raw.close();
  await cluster.stop('SIGTERM');
  return {
    fates: countFates(written),
    own: own + 1,
    wrong: notes.length,
    unfit: unfit.length,
    faults: faults.length,
    notes: [...notes, ...faults.map(({ what }) => what)].slice(0, 8),
  };
}

/** Nobody but a node of Asof checks what it appends against the schema of its type. */
function isUnfit({ what }: Fault): boolean {
  return /^\w+ at \/data/.test(what);
}

function sighting() {
  const id = randomUUID();
  return { id, type: 'ThingSeen', occurred: '2025-07-03', data: { title: id, count: 1 } };
}

async function appendOwn(nodes: readonly Node[], chance: Chance): Promise<number> {
  const events = Array.from({ length: 1 + chance.below(3) }, sighting);
  await nodes[chance.below(nodes.length)]?.timeline.append('seen-own', events);
  return events.length;
}

/** Says of which events something else became than was to. */
function misjudged({ timeline, store }: Node, written: readonly Garbage[]): readonly string[] {
  const parked = new Set(parkedIn(store).map(({ stream, wireId }) => `${stream} ${wireId}`));
  const recorded = new Set(
    allIn(timeline).map(
      ({ stream, id, data }) => `${prefix}${stream} ${wireIdOf(id)} ${JSON.stringify(data['title'])}`,
    ),
  );
  return written.flatMap(({ what, stream, events, fate }) =>
    events.flatMap(({ id, data, metadata }) => {
      const isParked = parked.has(`${stream} ${id}`);
      const title = titleIn(data);
      const isRecorded = recorded.has(`${stream} ${wireIdOf(ownIdIn(metadata) ?? id)} ${title}`);
      return isAsMeant(fate, isRecorded, isParked)
        ? []
        : [`${what}: to be ${fate}, is ${isRecorded ? 'recorded' : ''}${isParked ? 'parked' : ''}`];
    }),
  );
}

function isAsMeant(fate: Fate, isRecorded: boolean, isParked: boolean): boolean {
  switch (fate) {
    case 'recorded':
    case 'known':
      return isRecorded && !isParked;
    case 'parked':
      return isParked && !isRecorded;
    case 'passed':
    case 'staged':
      return !isRecorded && !isParked;
    case 'either':
      return isRecorded !== isParked;
  }
}

/** Says in what nodes differ from the first, and what a status leaves out. */
function disagreements([first, ...others]: readonly Node[]): readonly string[] {
  if (first === undefined) return [];
  const [log, parked] = [allIn(first.timeline), parkedIn(first.store)];
  const notes = others.flatMap(({ timeline, store }, index) => [
    ...differing(`event of node ${index + 2}`, log, allIn(timeline)),
    ...differing(`parked event of node ${index + 2}`, parked, parkedIn(store)),
  ]);
  const told = [first, ...others].map(({ timeline }) => timeline.following());
  return [
    ...notes,
    ...told.flatMap((status, index) =>
      status?.state === 'live' && status.parked === parked.length ? [] : [`status of node ${index + 1}`],
    ),
    ...parked.flatMap(({ reason, wireId }) => (reason.length > 5 ? [] : [`no reason for ${wireId}`])),
  ];
}

function differing(what: string, these: readonly unknown[], those: readonly unknown[]): readonly string[] {
  const length = Math.max(these.length, those.length);
  return Array.from({ length }, (_, index) => index)
    .filter((index) => JSON.stringify(these[index]) !== JSON.stringify(those[index]))
    .map(
      (index) => `${what} at ${index}: ${JSON.stringify(those[index])}, not ${JSON.stringify(these[index])}`,
    );
}

function allIn(timeline: Timeline): readonly RecordedEvent[] {
  return timeline.log({ after: 0, limit: 1_000_000 });
}

function parkedIn(store: EventLog): readonly Parked[] {
  const found: Parked[] = [];
  for (;;) {
    const page = store.parked?.({ after: found.at(-1)?.position, limit: 50 }) ?? [];
    found.push(...page);
    if (page.length < 50) return found;
  }
}

function countFates(written: readonly Garbage[]): Readonly<Record<Fate, number>> {
  const counts = { recorded: 0, parked: 0, passed: 0, known: 0, staged: 0, either: 0 };
  for (const { fate, events } of written) counts[fate] += events.length;
  return counts;
}

function titleIn(data: Buffer): string {
  return JSON.stringify(parsed(data)?.['title']) ?? 'undefined';
}

function ownIdIn(metadata: Buffer): string | undefined {
  const { id } = (parsed(metadata)?.['asof'] ?? {}) as { readonly id?: string };
  return typeof id === 'string' ? id : undefined;
}

function parsed(bytes: Buffer): Readonly<Record<string, unknown>> | null | undefined {
  try {
    return JSON.parse(bytes.toString()) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
