/** An event in a log: as the cluster has it in the order of `$all`, or as a node has it. */
export interface LoggedEvent {
  readonly id: string;
  readonly stream: string;
  readonly position: number;
  /** Milliseconds of the Unix epoch; the cluster does not say what a node gives it. */
  readonly recordedAt?: number;
}

/** One append as its caller saw it. Instants are those of one clock, in milliseconds. */
export interface Attempt {
  readonly node: string;
  readonly ids: readonly string[];
  readonly startedMs: number;
  readonly endedMs: number;
  /** `unknown` is what was given up without knowing whether it was recorded. */
  readonly outcome: 'acknowledged' | 'refused' | 'unknown';
  /** The positions of its events, where it was acknowledged. */
  readonly positions: readonly number[];
}

/** What happened while a log was harmed, and what there is afterwards. */
export interface ClusterHistory {
  /** In the order of `$all`, with the positions that follow from it. */
  readonly cluster: readonly LoggedEvent[];
  readonly nodes: Readonly<Record<string, readonly LoggedEvent[]>>;
  readonly attempts: readonly Attempt[];
  /** The ids that subscribers of a node were told, in the order that they were told them. */
  readonly told: Readonly<Record<string, readonly string[]>>;
}

/** How often each thing was found that must not be. */
export interface HistoryFaults {
  /** Events of the cluster that a node has not, or a subscriber was not told. */
  readonly gaps: number;
  /** Events that a node has twice, or a subscriber was told twice. */
  readonly repeats: number;
  /** Events of a node that the cluster has not. */
  readonly strangers: number;
  /** Events that a node has at another position than the order of `$all` gives them, or in another stream. */
  readonly misplaced: number;
  /** Events of which two nodes tell different recorded times, or that were recorded before one that stands before them. */
  readonly mistimed: number;
  /** Events that were acknowledged and that the cluster has not. */
  readonly lost: number;
  /** Events that were acknowledged at another position than they stand at. */
  readonly moved: number;
  /** Events that were refused for good and that the cluster has. */
  readonly false: number;
  /** Appends of which the cluster has a part. */
  readonly torn: number;
  /** Appends that began after another was acknowledged, and stand before it. */
  readonly early: number;
}

/** Counts everything that is wrong in what happened to a log. */
export function faultsIn(history: ClusterHistory): HistoryFaults {
  const { cluster, nodes, attempts, told } = history;
  const truth = new Map(cluster.map((event) => [event.id, event]));
  const logs = Object.values(nodes);
  const idsTold = [...logs.map((log) => log.map(({ id }) => id)), ...Object.values(told)];
  return {
    gaps: sum(idsTold, (ids) => missing(ids, truth)),
    repeats: sum(idsTold, (ids) => ids.length - new Set(ids).size),
    strangers: sum(idsTold, (ids) => ids.filter((id) => !truth.has(id)).length),
    misplaced: sum(logs, (log) => log.filter((event) => isMisplaced(event, truth)).length),
    mistimed: mistimedIn(logs),
    lost: idsOf(attempts, 'acknowledged').filter((id) => !truth.has(id)).length,
    moved: sum(attempts, (attempt) => moved(attempt, truth)),
    false: idsOf(attempts, 'refused').filter((id) => truth.has(id)).length,
    torn: attempts.filter(({ ids }) => isTorn(ids, truth)).length,
    early: earlyIn(attempts, truth),
  };
}

/** What there is to find where nothing is wrong. */
export const noFaults: HistoryFaults = {
  gaps: 0,
  repeats: 0,
  strangers: 0,
  misplaced: 0,
  mistimed: 0,
  lost: 0,
  moved: 0,
  false: 0,
  torn: 0,
  early: 0,
};

type Truth = ReadonlyMap<string, LoggedEvent>;

function sum<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((all, item) => all + count(item), 0);
}

function missing(ids: readonly string[], truth: Truth): number {
  const there = new Set(ids);
  return [...truth.keys()].filter((id) => !there.has(id)).length;
}

function isMisplaced({ id, stream, position }: LoggedEvent, truth: Truth): boolean {
  const there = truth.get(id);
  return there !== undefined && (there.position !== position || there.stream !== stream);
}

function mistimedIn(logs: readonly (readonly LoggedEvent[])[]): number {
  const first = new Map((logs[0] ?? []).map(({ id, recordedAt }) => [id, recordedAt]));
  return sum(logs, (log) => {
    const backwards = log.filter(
      ({ recordedAt = 0 }, index) => recordedAt < (log[index - 1]?.recordedAt ?? Number.NEGATIVE_INFINITY),
    );
    const other = log.filter(({ id, recordedAt }) => first.has(id) && first.get(id) !== recordedAt);
    return backwards.length + other.length;
  });
}

function idsOf(attempts: readonly Attempt[], outcome: Attempt['outcome']): readonly string[] {
  return attempts.filter((attempt) => attempt.outcome === outcome).flatMap(({ ids }) => ids);
}

function moved({ outcome, ids, positions }: Attempt, truth: Truth): number {
  if (outcome !== 'acknowledged') return 0;
  return ids.filter((id, index) => truth.has(id) && truth.get(id)?.position !== positions[index]).length;
}

/** Half of it is there, or something of another append stands in the middle of it. */
function isTorn(ids: readonly string[], truth: Truth): boolean {
  const there = ids.map((id) => truth.get(id)?.position).filter((position) => position !== undefined);
  if (there.length === 0) return false;
  return there.length < ids.length || (there.at(-1) ?? 0) - (there[0] ?? 0) !== ids.length - 1;
}

function earlyIn(attempts: readonly Attempt[], truth: Truth): number {
  const known = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  const ends = known.toSorted((one, other) => one.endedMs - other.endedMs);
  let highest = 0;
  let ended = 0;
  let early = 0;
  for (const { startedMs, ids } of known.toSorted((one, other) => one.startedMs - other.startedMs)) {
    for (let end = ends[ended]; end !== undefined && end.endedMs < startedMs; end = ends[ended]) {
      highest = Math.max(highest, truth.get(end.ids.at(-1) ?? '')?.position ?? 0);
      ended += 1;
    }
    const position = truth.get(ids[0] ?? '')?.position;
    if (position !== undefined && position < highest) early += 1;
  }
  return early;
}
