import { formatInstant } from '../../src/domain/instant.ts';
import type { Moment, ResolvedMoment } from '../../src/domain/moment.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { seenByTag, seenInOrder, seenWithRetracted } from './projections.ts';

/** Everything that a timeline answers as of a moment, as one JSON text. */
export async function answersAt(timeline: Timeline, moment: Moment): Promise<string> {
  const { keys } = await timeline.keys(seenByTag.name, moment);
  const page = await timeline.timeline({ ...moment, limit: 1 });
  const known = timeline.log({ after: 0, through: page.moment.position, limit: 1000 });
  return JSON.stringify([
    await timeline.state(seenInOrder.name, moment),
    await timeline.state(seenWithRetracted.name, moment),
    keys,
    await Promise.all(keys.map(({ key }) => timeline.state(seenByTag.name, { ...moment, key }))),
    await timeline.timeline({ ...moment, limit: 3, withRetracted: true, order: 'newest-first' }),
    await Promise.all(known.map(({ id }) => timeline.fact(id, moment))),
  ]);
}

/** Resolves moments against a log, so that they can be asked of another one, and later, by their positions. */
export async function resolved(timeline: Timeline, moments: readonly Moment[]): Promise<readonly Moment[]> {
  const pages = await Promise.all(moments.map((moment) => timeline.timeline({ ...moment, limit: 1 })));
  return pages.map(({ moment }) => byPosition(moment));
}

/** Returns the moment with nothing left open, to ask for the same again by its position. */
export function byPosition({ asOf, position, certainty }: ResolvedMoment): Moment {
  return { asOf, knownAt: position, certainty };
}

/** Returns the moment with nothing left open, to ask for the same again by its instant, where it has one. */
export function byInstant({ asOf, knownAt, position, certainty }: ResolvedMoment): Moment {
  return { asOf, knownAt: knownAt === null ? position : formatInstant(knownAt), certainty };
}
