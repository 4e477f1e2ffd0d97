import type { AskedMoment, MomentOut } from '../../../client/index.ts';
import type { PageModel, ScrubbedMoment } from '../../model.ts';
import type { Keyed } from './answer.ts';

/** Returns a moment of the scrubbers as a server is asked for it; where it moves with the log, up to the head that is known. */
export function askedMoment(
  { asOf, knownAt }: ScrubbedMoment,
  certainty: AskedMoment['certainty'],
  head: number,
): Keyed<AskedMoment> {
  const position = knownAt === 'head' ? head : knownAt;
  const isOpen = knownAt === 'head' && head === 0;
  return {
    asOf: asOf === 'now' ? undefined : asOf,
    knownAt: isOpen ? undefined : position,
    certainty,
    key: `${asOf} ${isOpen ? 'head' : position} ${certainty}`,
  };
}

/** Returns the moment that the page is at, as a server is asked for it. What renders with it renders again when it moves. */
export function useAskedMoment(model: PageModel): Keyed<AskedMoment> {
  return askedMoment(model.moment.value, model.view.value.certainty, model.head.value.position);
}

/** Returns the moment of an answer as a server is asked for it: then the two answers are of one moment, and the second is fixed. */
export function fixedMoment({ asOf, position, certainty }: MomentOut): Keyed<AskedMoment> {
  return { asOf, knownAt: position, certainty, key: `${asOf} ${position} ${certainty}` };
}
