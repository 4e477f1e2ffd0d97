import type { ExplanationOut, MomentOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Answer } from '../shared/answer.ts';
import { useAnswer } from '../shared/answer.ts';
import { beside } from '../shared/in-turn.ts';
import { fixedMoment } from '../shared/moment.ts';
import { useSettled } from '../shared/settled.ts';

/** Asks for the explanation of a value at the moment of the state that shows it: the two are of one moment, and the answer never changes. */
export function useExplanation(
  model: PageModel,
  path: string,
  moment: MomentOut | undefined,
  isBeside = false,
): Answer<ExplanationOut> {
  const asked = moment === undefined ? undefined : fixedMoment(moment);
  const question = asked === undefined ? undefined : { ...asked, path, key: `${path} ${asked.key}` };
  return useAnswer(model, question, async (client, { path: of, asOf, knownAt, certainty }, signal) => {
    const ask = async () => client.explain('situation', of, { asOf, knownAt, certainty, signal });
    return isBeside ? beside(ask, signal) : ask();
  });
}

/** Asks for the same once the moment stays where it is, and only where it is looked at. */
export function useSettledExplanation(
  model: PageModel,
  path: string,
  moment: MomentOut,
  isInView: boolean,
): Answer<ExplanationOut> {
  const settled = useSettled(moment, fixedMoment(moment).key);
  return useExplanation(model, path, isInView ? settled : undefined, true);
}

/** Returns when the latest of what stands behind a value was recorded, in milliseconds; undefined where nothing does. */
export function lastRevised({ steps }: Pick<ExplanationOut, 'steps'>): number | undefined {
  const times = steps.map(({ recordedAt }) => Date.parse(recordedAt)).filter((time) => !Number.isNaN(time));
  return times.length === 0 ? undefined : times.reduce((latest, time) => Math.max(latest, time));
}
