import type { ReadonlySignal } from '@preact/signals';
import { computed, effect, signal } from '@preact/signals';

import type { MarksInView, PageModel, Replay, ReplayAxis } from '../model.ts';
import type { CutMoment } from './cut.ts';
import type { Commits } from './linking.ts';
import { positionAt, recordedTimeAt } from './linking.ts';
import type { Log } from './log.ts';
import type { Looking } from './looking.ts';
import type { Stops } from './replay-stops.ts';
import { densityStops, occurredStops, recordedStops } from './replay-stops.ts';
import { createReplay } from './replay.ts';
import type { TimeWindow } from './window.ts';
import { shownWindow } from './window.ts';
import type { World } from './world.ts';

/** What the replay of the page is made of. */
export interface PageReplayOptions extends Pick<World, 'client' | 'clock' | 'frame' | 'wait' | 'isStill'> {
  readonly looking: Looking;
  readonly at: ReadonlySignal<CutMoment>;
  readonly commits: ReadonlySignal<Commits>;
  readonly marks: ReadonlySignal<MarksInView>;
  readonly extent: ReadonlySignal<TimeWindow | undefined>;
  readonly state: PageModel['state'];
  /** The projection whose state has to be there for a change to count as shown. */
  readonly situation: ReadonlySignal<string | undefined>;
  readonly live: Log['live'];
}

/** Creates the replay of the page: along what the timeline shows, or along the commits of the log. */
export function createPageReplay(options: PageReplayOptions): Replay {
  const { looking, at, commits, state, situation, live } = options;
  /** Where too many facts are to be told apart: only along the clock of the world. */
  const isAlongWorld = signal(true);
  const occurred = createStops(options, isAlongWorld);
  const stops = { occurred, recorded: computed(() => recordedStops(commits.value)) };
  const shows = computed(() => {
    const { kind } = live.value;
    if (kind === 'reconnecting' || kind === 'offline') return 'lost';
    const stand = situation.value === undefined ? 'there' : state(situation.value).value.state;
    return stand === 'there' ? 'all' : stand === 'failed' ? 'lost' : 'not-yet';
  });
  const replay = createReplay({
    ...options,
    isMoving: looking.isMoving,
    shows,
    stopsOf: (axis) => stops[axis],
    placeOf: (axis) => placeOf(axis, looking, at, commits),
    momentAt: (axis, time) =>
      axis === 'occurred' ? { asOf: Math.round(time) } : { knownAt: positionAt(commits.peek(), time) },
  });
  effect(() => {
    isAlongWorld.value = replay.axis.value === 'occurred';
  });
  effect(() => {
    // While it plays the state is asked for, be there a panel that shows it or not.
    if (replay.stand.value === 'playing' || replay.stand.value === 'waiting') void shows.value;
  });
  return replay;
}

/** How long the position and what is shown stand still before it is asked when something begins, in milliseconds. */
const settleMs = 200;

/** Returns when something begins within what is shown; of too many facts to have them all here, in which parts of that, while that is wanted. */
function createStops(
  { client, looking, at, marks, extent, wait }: PageReplayOptions,
  isWanted: ReadonlySignal<boolean>,
): ReadonlySignal<Stops> {
  const position = computed(() => at.value.position);
  const window = computed(() => shownWindow(looking.view.value, extent.value));
  const [begins, ends] = [computed(() => window.value?.from), computed(() => window.value?.to)];
  const isTooMany = computed(() => marks.value.kind === 'too-many');
  const thinned = signal<Stops>([]);
  effect(() => {
    const [from, to, by] = [begins.value, ends.value, position.value];
    if (!isTooMany.value || !isWanted.value || from === undefined || to === undefined) return undefined;
    const leaving = new AbortController();
    void (async () => {
      await wait(settleMs, leaving.signal);
      if (!leaving.signal.aborted)
        thinned.value = await densityStops(client, by, { from, to }, leaving.signal);
    })().catch(() => undefined);
    return () => leaving.abort();
  });
  return computed(() =>
    isTooMany.value ? thinned.value : occurredStops(marks.value.marks, position.value, window.value),
  );
}

function placeOf(
  axis: ReplayAxis,
  { moment }: Looking,
  at: ReadonlySignal<CutMoment>,
  commits: ReadonlySignal<Commits>,
): number | undefined {
  const { asOf, knownAt } = moment.value;
  if (axis === 'occurred') return asOf === 'now' ? undefined : asOf;
  return knownAt === 'head' ? undefined : (recordedTimeAt(commits.value, at.value.position) ?? -Infinity);
}
