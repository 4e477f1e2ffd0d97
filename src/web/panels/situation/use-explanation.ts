import type { ExplanationOut, MomentOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Answer } from '../shared/answer.ts';
import { useAnswer } from '../shared/answer.ts';
import { fixedMoment } from '../shared/moment.ts';

/** Asks for the explanation of a value at the moment of the state that shows it: the two are of one moment, and the answer never changes. */
export function useExplanation(
  model: PageModel,
  path: string,
  moment: MomentOut | undefined,
): Answer<ExplanationOut> {
  const asked = moment === undefined ? undefined : fixedMoment(moment);
  const question = asked === undefined ? undefined : { ...asked, path, key: `${path} ${asked.key}` };
  return useAnswer(model, question, async (client, { path: of, asOf, knownAt, certainty }, signal) =>
    client.explain('situation', of, { asOf, knownAt, certainty, signal }),
  );
}
