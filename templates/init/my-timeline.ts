import { defineEvent, defineProjection, defineTimeline, eventData } from 'asof';
import type { FactOf } from 'asof';
import { z } from 'zod';

const line = z.string().min(1).meta({ description: 'the name of the line' });

// `eventData` adds what every event has: a title, what it is about, its sources.
const disruptionReported = eventData({ line, cause: z.string().optional() });
const disruptionEnded = eventData({ line });

/** What a projection is handed: a fact of one of these types. */
type LineFact =
  | FactOf<'DisruptionReported', z.output<typeof disruptionReported>>
  | FactOf<'DisruptionEnded', z.output<typeof disruptionEnded>>;

/** Which lines are disrupted, since when, and why. */
export interface Disruptions {
  readonly disrupted: Readonly<Record<string, { readonly since: string; readonly cause?: string }>>;
  readonly ended: number;
}

/** Folds facts, in the order they occurred, into a state. It is pure: it never changes what it is given. */
export const disruptions = defineProjection<Disruptions>({
  name: 'disruptions',
  version: 1,
  description: 'Which lines are disrupted, since when and why, and how many disruptions are over.',
  initial: { disrupted: {}, ended: 0 },
  evolve(state, fact: LineFact) {
    const { [fact.data.line]: before, ...others } = state.disrupted;
    switch (fact.type) {
      case 'DisruptionReported': {
        const { cause } = fact.data;
        const disruption = { since: fact.occurred, ...(cause === undefined ? {} : { cause }) };
        return { ...state, disrupted: { ...others, [fact.data.line]: disruption } };
      }
      case 'DisruptionEnded':
        return before === undefined ? state : { disrupted: others, ended: state.ended + 1 };
    }
    // Facts of other types, such as those of the news vocabulary, change nothing.
    return state;
  },
});

/** What `asof --module` takes, and `openTimeline`. */
export const timeline = defineTimeline({
  events: [
    defineEvent({
      type: 'DisruptionReported',
      description: 'A line was disrupted.',
      versions: [disruptionReported],
    }),
    defineEvent({
      type: 'DisruptionEnded',
      description: 'A line ran as planned again.',
      versions: [disruptionEnded],
    }),
  ],
  projections: [disruptions],
  sources: [import.meta.url],
});
