import type { MomentOut } from '../../client/index.ts';
import { formatInstant } from '../../domain/instant.ts';
import { formatTime } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { shareTexts } from '../texts/share.ts';
import type { RecordedSeen } from './recorded-time.ts';
import { recordedSeen } from './recorded-time.ts';

/** The moment on the screen in words, on both clocks, each with its zone. */
export interface MomentWords {
  readonly asOf: string;
  readonly knownAt: string;
}

/** What tells the moment on the screen. */
type Seen = RecordedSeen & Pick<PageModel, 'view'>;

/** Says the moment on the screen; of what the page does not know it says nothing. */
export function momentWords(model: Seen): MomentWords {
  const { asOf, position } = model.at.peek();
  const { zone } = model.view.peek();
  const recorded = recordedSeen(model);
  return {
    asOf: formatTime(Math.floor(asOf), zone),
    knownAt: shareTexts.known(position, typeof recorded === 'number' ? formatTime(recorded, zone) : recorded),
  };
}

/** Returns the moment on the screen as answers have it; `knownAt` is also null where the page does not know when it was recorded. */
export function momentSeen(model: Seen): MomentOut {
  const { asOf, position } = model.at.peek();
  const recorded = recordedSeen(model);
  return {
    asOf: formatInstant(Math.floor(asOf)),
    knownAt: typeof recorded === 'number' ? formatInstant(recorded) : null,
    position,
    certainty: model.view.peek().certainty,
  };
}
