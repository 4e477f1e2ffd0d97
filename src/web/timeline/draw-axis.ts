import { drawRuleNames } from './draw-rules.ts';
import { xOf } from './frame.ts';
import { ink } from './inks.ts';
import type { Scene } from './scene.ts';
import { sizes } from './sizes.ts';
import { face } from './surface.ts';
import type { Surface } from './surface.ts';

/** How far above the lanes the names of the larger units, and of the ticks, have their middle. */
const largeMiddle = 31;
const fineMiddle = 12;

/** Draws the axis of occurred time. */
export function drawAxis(scene: Scene, surface: Surface): void {
  const { frame, axis, zone } = scene;
  surface.within(0, 0, frame.width, frame.top);
  surface.box(ink.edge, 0, 0, frame.width, frame.top);
  surface.across(ink.line, 0, frame.top - 1, frame.width, false);
  surface.within(frame.left, 0, frame.width, frame.top);
  for (const { at, label } of axis.fine) {
    const x = xOf(frame, at);
    surface.down(ink.muted, x, frame.top - 5, 4, 1, false);
    surface.text(ink.muted, face.label, label, x, frame.top - fineMiddle, 'center');
  }
  drawLarge(scene, surface, surface.measure(face.label, zone) + 12);
  surface.text(ink.muted, face.label, zone, frame.width - 6, frame.top - largeMiddle, 'right');
  drawRuleNames(scene, surface);
}

/** The name of a larger unit stands where it begins, the first at the left edge; it gives way to the next and to the zone. */
function drawLarge({ frame, axis }: Scene, surface: Surface, zoneWidth: number): void {
  for (const [place, { at, label }] of axis.large.entries()) {
    const x = Math.max(xOf(frame, at), frame.left);
    const next = axis.large[place + 1];
    const limit = Math.min(next === undefined ? Infinity : xOf(frame, next.at), frame.width - zoneWidth);
    if (xOf(frame, at) > frame.left) surface.down(ink.line, x, frame.top - sizes.axis, sizes.axis, 1, false);
    if (x + 6 + surface.measure(face.strong, label) <= limit)
      surface.text(ink.text, face.strong, label, x + 6, frame.top - largeMiddle, 'left');
  }
}
