import type { AskedMoment, EntryOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Answer } from '../shared/answer.ts';
import { useAnswer } from '../shared/answer.ts';
import { beside } from '../shared/in-turn.ts';

/** How many facts of a publisher are looked at. */
export const factsMax = 200;

/** Asks for the latest facts of a publisher as of a moment; only where they are looked at. */
export function useFactsOf(
  model: PageModel,
  publisher: string,
  moment: AskedMoment,
  isLookedAt: boolean,
): Answer<readonly EntryOut[]> {
  const { asOf, knownAt, certainty } = moment;
  const key = `${publisher} ${asOf} ${knownAt} ${certainty}`;
  const question = isLookedAt && publisher !== '' ? { publisher, asOf, knownAt, certainty, key } : undefined;
  return useAnswer(model, question, async (client, asked, signal) => {
    const { key: _, publisher: by, ...at } = asked;
    const order = 'newest-first';
    const { entries } = await beside(
      async () => client.timeline({ ...at, publishers: [by], order, limit: factsMax, signal }),
      signal,
    );
    return entries;
  });
}
