import { roundedDown } from '../format/numbers.ts';
import type { LiveState, PastChanged } from '../model.ts';
import { liveTexts } from '../texts/live.ts';

/** Says how the page follows the log, for who hears it: of what is new, not each one is told, but the first, the tenth, the hundredth. */
export function spokenLive(live: LiveState): string {
  switch (live.kind) {
    case 'live':
      return liveTexts.live;
    case 'catching-up':
      return liveTexts.catchingUp;
    case 'paused':
      return live.unseen === 0 ? liveTexts.paused : liveTexts.pausedWithMany(roundedDown(live.unseen));
    case 'reconnecting':
      return liveTexts.reconnecting;
    case 'offline':
      return liveTexts.offline;
  }
}

/** Says that the past on the screen was changed, for who hears it, without all that stands in the notice; as seldom as what is new. */
export function spokenChange(changed: PastChanged | undefined, isLive: boolean): string {
  if (changed === undefined) return '';
  if (isLive) return liveTexts.changed.corrected;
  return liveTexts.changed.titleOfMany(roundedDown(changed.inAll));
}
