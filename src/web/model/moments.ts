import type { ReadonlySignal } from '@preact/signals';
import { computed } from '@preact/signals';

import { minInstantMs } from '../../domain/instant.ts';
import type { MarksInView, ScrubbedMoment, View } from '../model.ts';
import type { CutMoment } from './cut.ts';
import { countBegun } from './cut.ts';
import type { Head } from './log-following.ts';
import { isEmptyFilter } from './view.ts';

/** What the moment is worked out from. */
export interface MomentOptions {
  readonly moment: ReadonlySignal<ScrubbedMoment>;
  readonly now: ReadonlySignal<number>;
  readonly head: ReadonlySignal<Head>;
}

/** What is worked out for which moments there are answers. */
export interface AskedMomentsOptions {
  readonly at: ReadonlySignal<CutMoment>;
  readonly moment: ReadonlySignal<ScrubbedMoment>;
  readonly view: ReadonlySignal<View>;
  readonly marks: ReadonlySignal<MarksInView>;
  readonly head: ReadonlySignal<Head>;
}

/** Returns the moment in numbers: now is the time by this computer's clock, and head the last position that is shown. */
export function cutMoment({ moment, now, head }: MomentOptions): ReadonlySignal<CutMoment> {
  return computed(() => {
    const { asOf, knownAt } = moment.value;
    return {
      asOf: asOf === 'now' ? now.value : asOf,
      position: knownAt === 'head' ? head.value.position : knownAt,
    };
  });
}

/** What answers are worked out for, where only some moments have another answer than the one before. */
export interface AskedMoments {
  /** The moment to ask states for: between two edges none changes, nor which facts of it may not have happened yet. */
  readonly ofStates: ReadonlySignal<CutMoment>;
  /** The last instant at which a fact began, or had begun for certain: between two of them none stands otherwise. */
  readonly edge: ReadonlySignal<number>;
}

/** How often an answer as of now is asked for again where not all facts are on the page and nothing is recorded, in milliseconds. */
const lookAgainMs = 60_000;

/** Returns the moments to ask for; where not all facts are on the page every moment may have an answer of its own. */
export function askedMoments({ at, moment, view, marks, head }: AskedMomentsOptions): AskedMoments {
  const certainty = computed(() => view.value.certainty);
  const isWhole = computed(() => marks.value.isWhole && isEmptyFilter(view.value.filter));
  const all = computed(() => marks.value.marks);
  const latest = computed(() => all.value.fromLatest.toSorted());
  const exact = computed(() =>
    moment.value.asOf === 'now' ? lookedAgain(at.value.asOf, head.value) : at.value.asOf,
  );
  const begun = computed(() => lastOf(all.value.from, at.value.asOf));
  const certain = computed(() => lastOf(latest.value, at.value.asOf));
  const edge = computed(() => (isWhole.value ? Math.max(begun.value, certain.value) : exact.value));
  return {
    ofStates: computed(() => {
      const isCertain = isWhole.value && certainty.value === 'certain';
      return { asOf: isCertain ? certain.value : edge.value, position: at.value.position };
    }),
    edge,
  };
}

/** Returns the instant to ask for as of now: when something was recorded last, or the minute where that began since. */
function lookedAgain(now: number, { recordedAt }: Head): number {
  const minute = Math.floor(now / lookAgainMs) * lookAgainMs;
  return recordedAt === null || recordedAt > now ? minute : Math.max(minute, recordedAt);
}

function lastOf(sorted: Float64Array, asOf: number): number {
  return sorted[countBegun(sorted, asOf) - 1] ?? minInstantMs;
}
