import type { MomentOut } from '../../client/index.ts';
import { formatInstant } from '../../domain/instant.ts';
import { formatTime } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { shareTexts } from '../texts/share.ts';
import { recordedTimeOf } from '../timeline/known-time.ts';

/** The moment on the screen in words, on both clocks, each with its zone. */
export interface MomentWords {
  readonly asOf: string;
  readonly knownAt: string;
}

/** Says the moment on the screen. */
export function momentWords({ at, view, commits, head }: PageModel): MomentWords {
  const { asOf, position } = at.peek();
  const { zone } = view.peek();
  const recorded = recordedTimeOf(position, commits.peek(), head.peek());
  return {
    asOf: formatTime(Math.floor(asOf), zone),
    knownAt: shareTexts.known(position, recorded === undefined ? undefined : formatTime(recorded, zone)),
  };
}

/** Returns the moment on the screen as answers have it. */
export function momentSeen({ at, view, commits, head }: PageModel): MomentOut {
  const { asOf, position } = at.peek();
  const recorded = recordedTimeOf(position, commits.peek(), head.peek());
  return {
    asOf: formatInstant(Math.floor(asOf)),
    knownAt: recorded === undefined ? null : formatInstant(recorded),
    position,
    certainty: view.peek().certainty,
  };
}
