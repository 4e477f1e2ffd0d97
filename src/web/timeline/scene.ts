import type { Entries } from './entries.ts';
import type { Frame } from './frame.ts';
import type { LaneLayout } from './laid-lane.ts';
import type { LanePlaces } from './lane-places.ts';
import type { Tally } from './tally.ts';
import type { Axis } from './ticks.ts';

/** A time with the words that name it. */
export interface NamedTime {
  readonly at: number;
  readonly words: string;
}

/** Everything that a drawing shows. */
export interface Scene {
  readonly frame: Frame;
  readonly entries: Entries;
  readonly places: LanePlaces;
  readonly laneNames: readonly string[];
  readonly axis: Axis;
  /** By reading: how it stands as of the moment. */
  readonly stands: Uint8Array;
  readonly asOf: NamedTime;
  /** When what is known was recorded; undefined where nothing was. */
  readonly knownAt: NamedTime | undefined;
  /** The position of the first event of the fact that is selected; NaN for none. */
  readonly selectedFact: number;
  /** The entries of its readings, in the order in which they were recorded. */
  readonly selectedEntries: readonly number[];
  /** An entry of the item where the keyboard is, and of the one under the pointer; -1 for none. */
  readonly focus: number;
  readonly hovered: number;
  /** The name of the zone of the axis. */
  readonly zone: string;
  /** What the lanes are. */
  readonly lanesName: string;
  layoutOf(lane: number): LaneLayout;
  tallyOf(lane: number): Tally;
  /** The title of a reading, where it is known. */
  titleOf(reading: number): string | undefined;
}
