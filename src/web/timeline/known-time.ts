import type { PageModel } from '../model.ts';

/** Tells when the last event up to a position was recorded; undefined where nothing was. */
export function recordedTimeOf(
  position: number,
  commits: PageModel['commits']['value'],
  head: PageModel['head']['value'],
): number | undefined {
  if (head.recordedAt !== null && position >= head.position) return head.recordedAt;
  let low = 0;
  let high = commits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((commits[middle]?.position ?? Infinity) <= position) low = middle + 1;
    else high = middle;
  }
  return commits[low - 1]?.recordedAt;
}
