import type { AskedMoment, MomentOut, SeriesOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Answer } from '../shared/answer.ts';
import { useAnswer } from '../shared/answer.ts';
import { beside } from '../shared/in-turn.ts';
import { useSettled } from '../shared/settled.ts';
import type { TimeRange } from './spark-path.ts';

/** How many points a spark line has at most: about one for each three pixels. */
const points = 60;

/**
 * Asks for a number along the whole of occurred time, as far as it is known at the moment; only where it is looked at.
 *
 * It is not cut by `asOf`, so that it is asked anew only where what is known changes: where `asOf` stands is drawn on it.
 */
export function useSpark(
  model: PageModel,
  path: string,
  isInView: boolean,
  { position, certainty }: Pick<MomentOut, 'position' | 'certainty'>,
  range: TimeRange | undefined,
): Answer<SeriesOut> {
  const known = useSettled(position, String(position));
  const key = `${path} ${known} ${certainty} ${range?.from} ${range?.to}`;
  const question =
    isInView && range !== undefined ? { path, knownAt: known, certainty, ...range, key } : undefined;
  return useAnswer(model, question, async (client, asked: Asked, signal) =>
    beside(async () => {
      const { path: of, knownAt, certainty: how, from, to } = asked;
      // With nothing left open the answer never changes, and the browser keeps it.
      const fixed = { asOf: to, knownAt, certainty: how };
      return client.series('situation', { path: of, ...fixed, from, to, points, signal });
    }, signal),
  );
}

interface Asked extends TimeRange {
  readonly path: string;
  readonly knownAt: number;
  readonly certainty: AskedMoment['certainty'];
}
