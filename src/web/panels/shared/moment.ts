import type { AskedMoment, MomentOut } from '../../../client/index.ts';
import type { PageModel, ScrubbedMoment } from '../../model.ts';
import type { Keyed } from './answer.ts';

/**
 * Returns a moment of the scrubbers as a server is asked for it; where it moves with the log, up to the head that is known.
 *
 * As of now it is asked for the edge, the last instant at which something began by this computer's clock: it is another question whenever that moves,
 * and of the same facts as the rest of the page.
 */
export function askedMoment(
  { asOf, knownAt }: ScrubbedMoment,
  certainty: AskedMoment['certainty'],
  head: number,
  edge: number,
): Keyed<AskedMoment> {
  const position = knownAt === 'head' ? head : knownAt;
  const isOpen = knownAt === 'head' && head === 0;
  return {
    asOf: asOf === 'now' ? edge : asOf,
    knownAt: isOpen ? undefined : position,
    certainty,
    key: `${asOf === 'now' ? `now ${edge}` : asOf} ${isOpen ? 'head' : position} ${certainty}`,
  };
}

/** Returns the moment that the page is at, as a server is asked for it. What renders with it renders again when it moves. */
export function useAskedMoment(model: PageModel): Keyed<AskedMoment> {
  const { moment, view, head, edge } = model;
  return askedMoment(moment.value, view.value.certainty, head.value.position, edge.value);
}

/** Returns the moment of an answer as a server is asked for it: then the two answers are of one moment, and the second is fixed. */
export function fixedMoment({ asOf, position, certainty }: MomentOut): Keyed<AskedMoment> {
  return { asOf, knownAt: position, certainty, key: `${asOf} ${position} ${certainty}` };
}
