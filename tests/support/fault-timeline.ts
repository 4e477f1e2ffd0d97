import type { NewEvent } from '../../src/domain/event.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { news, openTimeline } from '../../src/index.ts';
import { readFoundingLog } from '../streams/founding-log.ts';
import { lostFrom, tornIn, whyOf } from './fault-checks.ts';
import type { Harm } from './fault-checks.ts';

/** Opens a timeline of news on a file; unless it is told not to, it saves all that can be saved of its projections. */
export function openNews(path: string, checkpoints = true): Promise<Timeline> {
  return openTimeline({
    store: `sqlite:${path}`,
    events: news.events,
    projections: news.projections,
    checkpoints: checkpoints && { facts: 1, bytesPerByte: 0, unsettledShare: 0.2 },
  });
}

/** Returns the facts of the founding timeline, to be told again under other ids. */
export function foundingFacts(): readonly Omit<NewEvent, 'id'>[] {
  return readFoundingLog()
    .filter(({ event }) => event.type !== 'FactCorrected' && event.type !== 'FactRetracted')
    .map(({ event: { type, schemaVersion, data, occurred } }) => ({ type, schemaVersion, data, occurred }));
}

/**
 * Opens a timeline after a fault and says what is wrong: an acknowledged event that is lost, damage, or an answer, at once or after
 * everything was saved anew, that differs from the answer without anything saved.
 */
export async function harmToTimeline(
  path: string,
  acknowledged: readonly string[],
): Promise<readonly Harm[]> {
  const harm: Harm[] = [];
  try {
    const saving = await openNews(path);
    const ids = saving.log({ after: 0, limit: 1_000_000 }).map(({ id }) => id);
    const atOnce = await answersOf(saving);
    await saving.caughtUp();
    const caughtUp = await answersOf(saving);
    const { faults } = await saving.verify();
    await saving.close();
    const folding = await openNews(path, false);
    const folded = await answersOf(folding);
    await folding.close();
    harm.push(...lostFrom(ids, acknowledged), ...tornIn(ids));
    harm.push(...faults.map(({ what }) => ({ kind: 'damaged' as const, what })));
    if (atOnce !== folded) harm.push({ kind: 'wrong', what: 'answers from what was saved before the fault' });
    if (caughtUp !== folded)
      harm.push({ kind: 'wrong', what: 'answers from what was saved after the fault' });
    return harm;
  } catch (error) {
    return [...harm, { kind: 'damaged', what: whyOf(error) }];
  }
}

/** The states of all projections and the first keys of those that have keys, known at two positions, as of two instants. */
async function answersOf(timeline: Timeline): Promise<string> {
  const { position } = timeline.head();
  const moments = [position, Math.floor(position / 2)].flatMap((knownAt) =>
    ['2025-07-04T00:00:00Z', '2025-12-01T00:00:00Z'].map((asOf) => ({ knownAt, asOf })),
  );
  const answers: unknown[] = [];
  for (const { name, key } of news.projections)
    for (const moment of moments) {
      if (key === undefined) {
        answers.push(await timeline.state(name, moment));
        continue;
      }
      const { keys } = await timeline.keys(name, moment);
      answers.push(keys);
      for (const one of keys.slice(0, 3))
        answers.push(await timeline.state(name, { ...moment, key: one.key }));
    }
  return JSON.stringify(answers);
}
