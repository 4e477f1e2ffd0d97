import { isInWindow } from './count-in-view.ts';
import { timeAt } from './frame.ts';
import { firstReaching } from './rows.ts';
import type { Scene } from './scene.ts';
import { firstEntry, isSeen, placeOfEntry } from './seen.ts';

/** Lists the readings of the window by time, each once, however they are drawn: an entry of each. */
export function listReadings({ frame, entries }: Pick<Scene, 'frame' | 'entries'>): Uint32Array {
  const { marks, entryStart, entryOf } = entries;
  const listed: number[] = [];
  for (let reading = 0; reading < marks.count; reading += 1)
    if (isInWindow(marks, reading, frame)) listed.push(entryOf[entryStart[reading] ?? 0] ?? 0);
  return Uint32Array.from(listed);
}

/** The most items that are listed; beyond them one zooms in. */
const listedMax = 20_000;

/** Lists what is drawn in the window, lane by lane, and in each by time: an entry of each item. */
export function listItems(scene: Scene): Uint32Array {
  const { frame, places } = scene;
  const listed: number[] = [];
  const [first, last] = [timeAt(frame, frame.left), timeAt(frame, frame.width)];
  for (let lane = 0; lane < places.rows.length && listed.length < listedMax; lane += 1) {
    const layout = scene.layoutOf(lane);
    const items: number[] = [];
    for (let row = 0; row + 1 < layout.rowStart.length; row += 1)
      for (let item = firstReaching(layout, row, first); item < (layout.rowStart[row + 1] ?? 0); item += 1) {
        if ((layout.from[item] ?? 0) > last) break;
        if ((layout.to[item] ?? 0) >= first && isSeen(scene, lane, layout, item)) items.push(item);
      }
    items.sort(
      (one, other) =>
        (layout.from[one] ?? 0) - (layout.from[other] ?? 0) ||
        (layout.row[one] ?? 0) - (layout.row[other] ?? 0),
    );
    for (const item of items) listed.push(firstEntry(layout, item));
  }
  return Uint32Array.from(listed.slice(0, listedMax));
}

/** Returns the place in the list of what has the focus, -1 for nothing; what is now part of a cluster is that cluster. */
export function activeItem(scene: Scene, focus: number, items: Uint32Array): number {
  if (focus < 0) return -1;
  const { layout, item } = placeOfEntry(scene, focus);
  return items.indexOf(firstEntry(layout, item));
}

/** Returns the row of the reading that has the focus; -1 for nothing. */
export function activeRow({ entries }: Pick<Scene, 'entries'>, focus: number, items: Uint32Array): number {
  if (focus < 0) return -1;
  const reading = entries.reading[focus] ?? 0;
  return items.indexOf(entries.entryOf[entries.entryStart[reading] ?? 0] ?? 0);
}
