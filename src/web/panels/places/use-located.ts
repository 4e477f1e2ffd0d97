import type { EntryOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { askedFilter } from '../../model/asked-filter.ts';
import type { Answer } from '../shared/answer.ts';
import { useAnswer } from '../shared/answer.ts';
import { useAskedMoment } from '../shared/moment.ts';

/** How many facts are looked at for places: the latest up to the moment. */
export const factsMax = 1000;

/** The latest facts up to the moment, and whether there are more before. */
export interface LatestFacts {
  readonly entries: readonly EntryOut[];
  readonly isPart: boolean;
}

/** Asks for the latest facts up to the moment that the filter lets through. */
export function useLatestFacts(model: PageModel): Answer<LatestFacts> {
  const moment = useAskedMoment(model);
  const filter = askedFilter(model.view.value.filter);
  const question = { ...moment, filter, key: `${moment.key} ${JSON.stringify(filter)}` };
  return useAnswer(model, question, async (client, { asOf, knownAt, certainty, filter: by }, signal) => {
    const order = 'newest-first';
    const asked = { asOf, knownAt, certainty, ...by, order, limit: factsMax, signal } as const;
    const { entries, next } = await client.timeline(asked);
    return { entries, isPart: next !== undefined };
  });
}
