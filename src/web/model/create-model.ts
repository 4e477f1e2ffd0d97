import { computed, effect, signal } from '@preact/signals';

import type { PageModel, PastChanged } from '../model.ts';
import { texts } from '../texts.ts';
import { checkAddress } from './address-check.ts';
import type { ReadAddress } from './address.ts';
import { shownUpTo } from './address.ts';
import { keepLinkExact } from './exact-link.ts';
import { createExtent } from './extent.ts';
import type { Commits } from './linking.ts';
import { createLog } from './log.ts';
import { createLooking } from './looking.ts';
import { createMarksLoading } from './marks-loading.ts';
import { askedMoments, cutMoment } from './moments.ts';
import { createPageReplay } from './page-replay.ts';
import { correctionsOf, lateOf, mentioned } from './past-changes.ts';
import { watchPast } from './past-watch.ts';
import { createPermission } from './permission.ts';
import { createSelectedFact } from './selected-fact.ts';
import { createStates } from './states.ts';
import { createStepping } from './stepping.ts';
import type { World } from './world.ts';

/** Makes what the whole page stands on; it begins to ask the server at once. */
export function createModel(world: World): PageModel {
  const { client } = world;
  const told = signal<{ readonly sentence: string } | undefined>(undefined);
  const tell = (sentence: string): void => void (told.value = { sentence });

  // What is looked at.
  const commits = signal<Commits>([]);
  const reread = signal<ReadAddress | undefined>(undefined);
  const looking = createLooking(world, commits, (address) => (reread.value = address));
  const { view, moment, isMoving, change } = looking;
  const isPaused = computed(() => moment.value.asOf !== 'now' || moment.value.knownAt !== 'head');
  const now = signal(world.clock());
  world.everySecond(() => (now.value = world.clock()));

  // What there is: the log, and the readings that are drawn.
  const shown = signal<number | undefined>(undefined);
  const again = signal(0);
  const pastChanged = signal<PastChanged | undefined>(undefined);
  const { marks, prepare } = createMarksLoading({ client, view, shown, wait: world.wait, again });
  const onChanges: Parameters<typeof createLog>[0]['onChanges'] = (changes, position) => {
    if (isPaused.peek()) return;
    const late = lateOf(changes);
    if (late.length > 0) tell(texts.en.live.reportedLate(late.length, late.at(-1)?.title ?? ''));
    const corrections = correctionsOf(changes);
    if (corrections.length > 0) pastChanged.value = mentioned(pastChanged.peek(), corrections, position);
  };
  const upTo = shownUpTo(looking.opened);
  const log = createLog({ world, isPaused, upTo, prepare, onChanges }, commits);
  effect(() => {
    shown.value = log.shown.value?.position;
    again.value = log.returns.value;
  });
  effect(() => {
    // What was seen is not taken away again, and the address says no other.
    if ((view.value.newest ?? Infinity) < (shown.value ?? 0)) change({ newest: undefined });
  });
  const head = computed(() => log.shown.value ?? { position: 0, recordedAt: null });
  keepLinkExact({ client, view, isMoving, thinnedTo: log.thinnedTo, change });
  checkAddress({ client, read: computed(() => reread.value ?? looking.opened), shown, moment, change, tell });

  // What is asked for as of the moment.
  const at = cutMoment({ moment, now, head });
  const { ofStates, edge } = askedMoments({ at, moment, view, marks, head });
  const asked = computed(() => (shown.value === undefined ? undefined : ofStates.value));
  const state = createStates({ world, view, asked, isMoving, again });
  const situation = computed(() => {
    const single = log.projections.value.filter(({ keyed }) => !keyed).map(({ name }) => name);
    return single.find((name) => name === 'situation') ?? single[0];
  });
  const extent = createExtent({ ...world, view, marks, shown });
  const newest = computed(() => log.newest.value?.position);
  watchPast({ ...world, looking, shown, newest, pastChanged });

  return {
    view,
    change,
    moment,
    scrub: looking.scrub,
    head,
    now,
    at,
    edge,
    projections: log.projections,
    may: createPermission(world, again),
    marks,
    extent,
    commits,
    state,
    fact: createSelectedFact({
      world,
      view,
      at: computed(() => (shown.value === undefined ? undefined : at.value)),
      shown,
      edge,
      isMoving,
      again,
    }),
    live: log.live,
    returns: log.returns,
    pastChanged,
    async showNewest() {
      await log.showNewest();
      pastChanged.value = undefined;
    },
    fault: log.fault,
    retry: world.wake,
    step: createStepping({ ...log, client, view, at, moment, marks, change, tell }),
    replay: createPageReplay({
      ...world,
      looking,
      at,
      commits,
      marks,
      extent,
      state,
      situation,
      live: log.live,
    }),
    client,
    told,
    tell,
  };
}
