import * as fc from 'fast-check';

import type { RecordedEvent } from '../../src/domain/event.ts';
import { formatInstant, maxInstantMs, minInstantMs } from '../../src/domain/instant.ts';
import type { Certainty, Moment } from '../../src/domain/moment.ts';
import { resolveOccurred } from '../../src/domain/occurred.ts';

type Edge = 'from' | 'fromLatest' | 'to' | 'toLatest';

/** A moment by what it stands next to in a log that is not known yet; indexes are taken modulo. */
export interface MomentSeed {
  readonly asOf:
    | { readonly by: 'occurred'; readonly index: number; readonly edge: Edge; readonly awayMs: number }
    | { readonly by: 'recorded'; readonly index: number; readonly awayMs: number }
    | { readonly by: 'end'; readonly isLast: boolean }
    | { readonly by: 'now' };
  readonly knownAt:
    | { readonly by: 'head' | 'nothing' }
    | { readonly by: 'position'; readonly index: number; readonly isText: boolean }
    | { readonly by: 'correction'; readonly index: number; readonly before: number }
    | { readonly by: 'instant'; readonly index: number; readonly awayMs: number }
    | { readonly by: 'end'; readonly isLast: boolean };
  readonly certainty: Certainty | undefined;
}

const index = fc.nat(60);
const awayMs = fc.constantFrom(0, 0, -1, 1);
const isLast = fc.boolean();

/** Generates moments at the edges of what was recorded: exactly at them, and one millisecond or one position beside. */
export const momentArbitrary: fc.Arbitrary<MomentSeed> = fc.record({
  asOf: fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        by: fc.constant('occurred' as const),
        index,
        edge: fc.constantFrom<Edge>('from', 'from', 'fromLatest', 'to', 'toLatest'),
        awayMs,
      }),
    },
    { weight: 2, arbitrary: fc.record({ by: fc.constant('recorded' as const), index, awayMs }) },
    { weight: 2, arbitrary: fc.record({ by: fc.constant('end' as const), isLast }) },
    { weight: 1, arbitrary: fc.constant({ by: 'now' as const }) },
  ),
  knownAt: fc.oneof(
    { weight: 3, arbitrary: fc.constant({ by: 'head' as const }) },
    { weight: 1, arbitrary: fc.constant({ by: 'nothing' as const }) },
    {
      weight: 3,
      arbitrary: fc.record({ by: fc.constant('position' as const), index, isText: fc.boolean() }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ by: fc.constant('correction' as const), index, before: fc.constantFrom(0, 1) }),
    },
    { weight: 4, arbitrary: fc.record({ by: fc.constant('instant' as const), index, awayMs }) },
    { weight: 1, arbitrary: fc.record({ by: fc.constant('end' as const), isLast }) },
  ),
  certainty: fc.constantFrom(undefined, 'possible', 'certain'),
});

/** Returns the moment that a seed means for a log, as a caller would write it. */
export function momentOf(seed: MomentSeed, log: readonly RecordedEvent[]): Moment {
  return {
    asOf: asOf(seed.asOf, log),
    knownAt: knownAt(seed.knownAt, log),
    certainty: seed.certainty,
  };
}

function asOf(seed: MomentSeed['asOf'], log: readonly RecordedEvent[]): number | undefined {
  switch (seed.by) {
    case 'now':
      return undefined;
    case 'end':
      return seed.isLast ? maxInstantMs : minInstantMs;
    case 'recorded':
      return inRange((at(log, seed.index)?.recordedAt ?? 0) + seed.awayMs);
    case 'occurred': {
      const texts = log.flatMap(({ occurred, data }) =>
        typeof data['occurred'] === 'string' ? [data['occurred']] : [occurred],
      );
      const when = resolveOccurred(at(texts, seed.index) ?? '1970');
      return inRange((when[seed.edge] ?? when.from) + seed.awayMs);
    }
  }
}

function knownAt(seed: MomentSeed['knownAt'], log: readonly RecordedEvent[]): Moment['knownAt'] {
  switch (seed.by) {
    case 'head':
      return undefined;
    case 'nothing':
      return 0;
    case 'end':
      return formatInstant(seed.isLast ? maxInstantMs : minInstantMs);
    case 'position': {
      const position = seed.index % (log.length + 1);
      return seed.isText ? String(position) : position;
    }
    case 'correction': {
      const aims = log.filter(({ data }) => 'target' in data);
      return (at(aims, seed.index)?.position ?? seed.before) - seed.before;
    }
    case 'instant':
      return formatInstant(inRange((at(log, seed.index)?.recordedAt ?? 0) + seed.awayMs));
  }
}

function at<Item>(items: readonly Item[], position: number): Item | undefined {
  return items[position % items.length];
}

function inRange(ms: number): number {
  return Math.min(Math.max(ms, minInstantMs), maxInstantMs);
}
