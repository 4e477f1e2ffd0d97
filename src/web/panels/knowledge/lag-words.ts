import { morePanelTexts } from '../../texts/more-panels.ts';
import type { LagRange } from './lag.ts';

/** Says how late something was recorded; `duration` writes a length of time, in milliseconds. */
export function lagWords({ least, most }: LagRange, duration: (ms: number) => string): string {
  const texts = morePanelTexts.knowledge;
  if (most === Infinity) return least === 0 ? texts.unknown : texts.atLeast(duration(least));
  if (most < 0) {
    const [near, far] = [duration(-most), duration(-least)];
    return texts.early(near === far ? near : texts.range(near, far));
  }
  if (most === 0) return texts.none;
  if (least === 0) return texts.upTo(duration(most));
  const [near, far] = [duration(least), duration(most)];
  return texts.late(near === far ? near : texts.range(near, far));
}
