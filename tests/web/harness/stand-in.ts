import { computed, signal } from '@preact/signals';

import type { Marks, PageModel, View } from '../../../src/web/model.ts';
import { standInClient } from './stand-in-client.ts';

/** What a stand-in begins with. */
export interface StandInOptions {
  readonly marks: Marks;
  readonly view?: Partial<View>;
  readonly kind?: 'loading' | 'marks' | 'too-many' | 'failed';
  /** The clock, in milliseconds of the Unix epoch. */
  readonly now?: number;
}

/** A model without a server: what is asked of it is worked out of the marks it was given. */
export interface StandIn {
  readonly model: PageModel;
  /** Gives it other marks. */
  setMarks(marks: Marks): void;
  /** What it was told to tell. */
  readonly told: readonly string[];
}

const plainView: View = {
  asOf: 'now',
  knownAt: 'head',
  newest: undefined,
  linked: false,
  certainty: 'possible',
  window: undefined,
  lanes: 'place',
  filter: { about: [], types: [], streams: [], sources: [], text: '' },
  panel: 'situation',
  selected: undefined,
  explained: undefined,
  compared: undefined,
  zone: 'utc',
};

/** Makes a model that stands in for the page's own. */
export function createStandIn({
  marks: first,
  view: begins = {},
  kind = 'marks',
  now: time = 0,
}: StandInOptions): StandIn {
  const view = signal<View>({ ...plainView, ...begins });
  const current = signal(first);
  const now = signal(time);
  const scrubbed = signal<Partial<View> | undefined>(undefined);
  const moment = computed(() => ({ ...view.value, ...scrubbed.value }));
  const head = computed(() => headOf(current.value));
  const at = computed(() => ({
    asOf: moment.value.asOf === 'now' ? now.value : moment.value.asOf,
    position: moment.value.knownAt === 'head' ? head.value.position : moment.value.knownAt,
  }));
  const told: string[] = [];
  const client = standInClient(() => current.peek());
  const fact = computed(() => ({ state: 'loading' as const, answer: undefined }));
  const model = {
    view,
    change: (part: Partial<View>) => void (view.value = { ...view.peek(), ...part }),
    moment,
    scrub: (part: Partial<View> | undefined) => void (scrubbed.value = part),
    head,
    at,
    edge: computed(() => at.value.asOf),
    now,
    projections: signal([]),
    may: signal({ isKnown: true, append: false, correct: false }),
    marks: computed(() => ({
      kind,
      marks: current.value,
      inAll: kind === 'too-many' ? 1_240_000 : current.value.count,
      isWhole: kind === 'marks',
      fault: kind === 'failed' ? 'The server does not answer.' : undefined,
    })),
    extent: computed(() => extentOf(current.value)),
    commits: computed(() => commitsOf(current.value)),
    state: unused,
    fact,
    live: signal({ kind: 'live' as const }),
    returns: signal(0),
    pastChanged: signal(undefined),
    showNewest: async () => undefined,
    fault: signal(undefined),
    retry: () => undefined,
    replay: undefined,
    step: async () => undefined,
    client,
    tell: (sentence: string) => void told.push(sentence),
    told: signal(undefined),
  };
  return {
    model: model as unknown as PageModel,
    setMarks: (marks) => void (current.value = marks),
    told,
  };
}

function unused(): never {
  throw new Error('The stand-in has none of this');
}

function headOf(marks: Marks): { readonly position: number; readonly recordedAt: number | null } {
  let last = -1;
  for (let reading = 0; reading < marks.count; reading += 1)
    if (last < 0 || (marks.position[reading] ?? 0) > (marks.position[last] ?? 0)) last = reading;
  return last < 0
    ? { position: 0, recordedAt: null }
    : { position: marks.position[last] ?? 0, recordedAt: marks.recordedAt[last] ?? 0 };
}

function extentOf({
  count,
  from,
  fromLatest,
  to,
}: Marks): { readonly from: number; readonly to: number } | undefined {
  if (count === 0) return undefined;
  let latest = -Infinity;
  for (let reading = 0; reading < count; reading += 1) {
    latest = Math.max(latest, fromLatest[reading] ?? 0);
    if ((to[reading] ?? 0) > latest) latest = to[reading] ?? 0;
  }
  return { from: from[0] ?? 0, to: latest };
}

function commitsOf(marks: Marks): PageModel['commits']['value'] {
  return Array.from({ length: marks.count }, (_, reading) => ({
    position: marks.position[reading] ?? 0,
    recordedAt: marks.recordedAt[reading] ?? 0,
    events: 1,
  })).toSorted((one, other) => one.position - other.position);
}
