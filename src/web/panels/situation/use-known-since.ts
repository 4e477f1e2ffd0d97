import type { MomentOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { useAnswer } from '../shared/answer.ts';
import { beside } from '../shared/in-turn.ts';
import { fixedMoment } from '../shared/moment.ts';
import { useSettled } from '../shared/settled.ts';
import { knownSince } from './known-since.ts';

/** How many changes of a number are told at once: it mostly has few. */
const points = 50;

/** Asks since when a number has been known as it is, in milliseconds, once the moment stays where it is and only where it is looked at; undefined until that is there. */
export function useKnownSince(
  model: PageModel,
  path: string,
  moment: MomentOut,
  isInView: boolean,
): number | undefined {
  const settled = useSettled(moment, fixedMoment(moment).key);
  const asked = fixedMoment(settled);
  const question = isInView ? { ...asked, path, key: `${path} ${asked.key}` } : undefined;
  const { answer } = useAnswer(
    model,
    question,
    async (client, { path: of, asOf, knownAt, certainty }, signal) => {
      const ask = async (range: object) =>
        client.series('situation', {
          path: of,
          asOf,
          knownAt,
          certainty,
          axis: 'recorded',
          points,
          signal,
          ...range,
        });
      return { since: await beside(async () => knownSince(ask), signal) };
    },
  );
  return answer?.since;
}
