/** A state in memory, with the moments it is for. */
export interface HeldState {
  /** Everything that occurred up to here is in it, in milliseconds of the Unix epoch. */
  readonly occurredMs: number;
  readonly recordedFrom: number;
  /** The first position from which it is not true any more; Infinity while it is. */
  readonly recordedTo: number;
  readonly state: unknown;
  readonly facts: number;
  /** About how much memory it takes that others do not share. */
  readonly bytes: number;
}

/** States held in memory: those near the head, which late events would make a saved checkpoint untrue too soon. */
export interface HeldStates {
  find(build: number, series: string, occurredMs: number, position: number): HeldState | undefined;
  hold(build: number, series: string, state: HeldState): void;
  /** Says that histories from an occurred time on are others from a position on. */
  touch(build: number, series: string, touchedMs: number, position: number): void;
  forget(build: number): void;
}

interface Shelf {
  /** By occurred time. */
  states: HeldState[];
}

/** States that are held of one series. */
const statesMax = 400;

/** Holds states up to so many bytes in all; those of series that nobody asked for lately go first. */
export function createHeldStates(bytesMax: number): HeldStates {
  const builds = new Map<number, Map<string, Shelf>>();
  let bytes = 0;

  const isOver = () => bytes > bytesMax;
  const drop = (shelf: Shelf, isDropped: (state: HeldState, index: number) => boolean): void => {
    shelf.states = shelf.states.filter((state, index) => {
      if (!isDropped(state, index)) return true;
      bytes -= state.bytes;
      return false;
    });
  };
  const makeRoom = (kept: Shelf): void => {
    if (kept.states.length > statesMax)
      drop(kept, ({ recordedTo }) => recordedTo !== Number.POSITIVE_INFINITY);
    if (kept.states.length > statesMax) drop(kept, (_, index) => index % 2 === 0);
    for (const shelves of builds.values())
      for (const [series, shelf] of shelves) {
        if (!isOver()) return;
        if (shelf === kept) continue;
        drop(shelf, () => true);
        shelves.delete(series);
      }
    while (isOver() && kept.states.length > 1) drop(kept, (_, index) => index % 2 === 0);
  };

  return {
    find(build, series, occurredMs, position) {
      const shelves = builds.get(build);
      const shelf = shelves?.get(series);
      if (shelves === undefined || shelf === undefined) return undefined;
      // What was asked for last stands last.
      shelves.delete(series);
      shelves.set(series, shelf);
      for (let index = placeAfter(shelf.states, occurredMs) - 1; index >= 0; index -= 1) {
        const state = shelf.states[index];
        if (state !== undefined && state.recordedFrom <= position && position < state.recordedTo)
          return state;
      }
      return undefined;
    },
    hold(build, series, state) {
      const shelves = builds.get(build) ?? new Map<string, Shelf>();
      const shelf = shelves.get(series) ?? { states: [] };
      builds.set(build, shelves);
      shelves.set(series, shelf);
      drop(shelf, (other) => other.occurredMs === state.occurredMs && covers(state, other));
      shelf.states.splice(placeAfter(shelf.states, state.occurredMs), 0, state);
      bytes += state.bytes;
      makeRoom(shelf);
    },
    touch(build, series, touchedMs, position) {
      const shelf = builds.get(build)?.get(series);
      const last = shelf?.states.at(-1);
      if (shelf === undefined || last === undefined || last.occurredMs < touchedMs) return;
      for (let index = shelf.states.length - 1; index >= 0; index -= 1) {
        const state = shelf.states[index];
        if (state === undefined || state.occurredMs < touchedMs) break;
        if (state.recordedTo > position) shelf.states[index] = { ...state, recordedTo: position };
      }
      drop(shelf, ({ recordedFrom, recordedTo }) => recordedFrom >= recordedTo);
    },
    forget(build) {
      for (const shelf of builds.get(build)?.values() ?? []) drop(shelf, () => true);
      builds.delete(build);
    },
  };
}

function covers(one: HeldState, other: HeldState): boolean {
  return one.recordedFrom <= other.recordedFrom && other.recordedTo <= one.recordedTo;
}

/** The place after every state at or before an occurred time. */
function placeAfter(states: readonly HeldState[], occurredMs: number): number {
  let low = 0;
  let high = states.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((states[middle]?.occurredMs ?? Number.POSITIVE_INFINITY) <= occurredMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
