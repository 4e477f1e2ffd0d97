import { retracted } from '../model/statuses.ts';
import { standing } from './cut.ts';
import { drawBar } from './draw-bar.ts';
import { fitText } from './fit-text.ts';
import { xOf } from './frame.ts';
import { glyph, readingGlyph } from './glyphs.ts';
import type { Ink } from './inks.ts';
import { ink } from './inks.ts';
import { showsLate } from './late.ts';
import type { Scene } from './scene.ts';
import { sizes } from './sizes.ts';
import { face } from './surface.ts';
import type { Surface } from './surface.ts';

/** How much room a title needs at least, in CSS pixels. */
const titleMin = 76;

/** Draws one reading: its glyph where it begins, its bar and whiskers, the signs beside it, and its title where there is room. */
export function drawReading(
  scene: Scene,
  surface: Surface,
  reading: number,
  stands: number,
  x: number,
  y: number,
  limit: number,
): void {
  const { entries } = scene;
  const { marks } = entries;
  const end = Math.min(drawBar(scene, surface, reading, stands, y, limit), limit);
  surface.glyph(readingGlyph(stands, marks.status[reading] ?? 0), x, y);
  if (showsLate(entries.late[reading] ?? 0, stands)) surface.glyph(glyph.late, x, y);
  drawWords(scene, surface, reading, stands, x, end, limit, y);
}

/** How much of a whisker stays to be seen beyond what is written over it, in CSS pixels. */
const whiskerEnd = 14;

/** Writes the signs and the title of a reading after it, or where there is no room for them, over a whisker that has. */
function drawWords(
  scene: Scene,
  surface: Surface,
  reading: number,
  stands: number,
  x: number,
  end: number,
  limit: number,
  y: number,
): void {
  const { entries, frame } = scene;
  const qualifier = entries.marks.qualifier[reading] ?? 0;
  const edge = Math.min(limit, frame.width);
  const after = Math.max(x + sizes.mark / 2, end);
  const title = titleIn(scene, reading, x, edge);
  const wide = title === undefined ? 0 : surface.measure(face.label, title) + signsWidth(qualifier) + 12;
  const begun = Math.min(xOf(frame, entries.marks.fromLatest[reading] ?? 0), edge) - whiskerEnd;
  const before = Math.max(x + sizes.mark / 2, frame.left);
  const isOver =
    after + wide > edge && begun - before > Math.max(edge - after, titleMin + signsWidth(qualifier));
  const [start, stop] = isOver ? [before, begun] : [after, edge];
  if (isOver && qualifier > 0) drawGround(scene, surface, start + 1, y, signsWidth(qualifier));
  const signed = drawSigns(surface, qualifier, start + 5, y, stop) + 4;
  if (title === undefined || signed < frame.left || stop - signed < titleMin) return;
  const words = fitText(surface, title, stop - signed - 4);
  const width = surface.measure(face.label, words);
  if (isOver) drawGround(scene, surface, signed - 3, y, width + 6);
  if (entries.marks.status[reading] === retracted) surface.across(ink.retracted, signed, y, width, false);
  surface.text(titleInk(stands), face.label, words, signed, y, 'left');
}

/** Asks for a title only where there may be room for it. */
function titleIn(scene: Scene, reading: number, x: number, edge: number): string | undefined {
  return edge - Math.max(x, scene.frame.left) < titleMin ? undefined : scene.titleOf(reading);
}

/** Draws the background anew, so that a text over a line can be read. */
function drawGround({ frame, asOf }: Scene, surface: Surface, x: number, y: number, width: number): void {
  const beyond = Math.min(Math.max(xOf(frame, asOf.at), x), x + width);
  if (beyond > x) surface.box(ink.paper, x, y - 6, beyond - x, 13);
  if (beyond < x + width) surface.box(ink.beyond, beyond, y - 6, x + width - beyond, 13);
}

function titleInk(stands: number): Ink {
  return stands >= standing.may ? ink.text : ink.muted;
}

function signsWidth(qualifier: number): number {
  if (qualifier === 0) return 0;
  return qualifier === 3 ? 18 : 10;
}

/** Draws what a source says of the certainty of its time; returns where it ends. */
function drawSigns(surface: Surface, qualifier: number, x: number, y: number, limit: number): number {
  if (qualifier === 0 || x + 8 > limit) return x - 4;
  if (qualifier === 2) surface.glyph(glyph.approximate, x, y);
  else surface.glyph(glyph.uncertain, x, y);
  if (qualifier === 3 && x + 16 <= limit) surface.glyph(glyph.approximate, x + 8, y);
  return qualifier === 3 ? x + 13 : x + 5;
}
