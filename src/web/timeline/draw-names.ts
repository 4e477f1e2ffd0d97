import { fitText } from './fit-text.ts';
import { ink } from './inks.ts';
import type { Scene } from './scene.ts';
import { face } from './surface.ts';
import type { Surface } from './surface.ts';

/** Draws the names of the lanes: on the left where there is room, else at the top of each lane. */
export function drawNames(scene: Scene, surface: Surface): void {
  const { frame, places, laneNames } = scene;
  const beside = frame.left > 0;
  surface.within(0, frame.top, beside ? frame.left : frame.width, frame.height);
  if (beside) {
    surface.box(ink.edge, 0, frame.top, frame.left, frame.height - frame.top);
    surface.down(ink.line, frame.left - 1, frame.top, frame.height - frame.top, 1, false);
  }
  for (const [lane, name] of laneNames.entries()) {
    const top = frame.top + (places.top[lane] ?? 0) - frame.scroll;
    const bottom = frame.top + (places.top[lane + 1] ?? 0) - frame.scroll;
    if (bottom < frame.top || top > frame.height) continue;
    if (beside) {
      surface.text(
        ink.text,
        face.label,
        fitText(surface, name, frame.left - 20),
        10,
        (top + bottom) / 2,
        'left',
      );
      surface.across(ink.line, 0, bottom - 1, frame.left, false);
    } else surface.text(ink.text, face.label, fitText(surface, name, frame.width - 16), 6, top + 8, 'left');
  }
  if (!beside) return;
  surface.within(0, 0, frame.left, frame.top);
  surface.text(ink.muted, face.label, scene.lanesName, 10, frame.top - 12, 'left');
}
