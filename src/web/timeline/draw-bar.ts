import { retracted } from '../model/statuses.ts';
import { standing } from './cut.ts';
import { xOf } from './frame.ts';
import { glyph } from './glyphs.ts';
import { ink } from './inks.ts';
import type { Ink } from './inks.ts';
import type { Scene } from './scene.ts';
import { sizes } from './sizes.ts';
import type { Surface } from './surface.ts';

/**
 * Draws how long a reading lasts, and between which times it may have begun and ended; returns where that ends.
 *
 * The bar is what is certain: from the latest beginning to the earliest end. Whiskers reach to the earliest beginning and the
 * latest end. An end that is not known is an arrow, and a thin line for as long as it lasts as of the moment.
 */
export function drawBar(
  scene: Scene,
  surface: Surface,
  reading: number,
  stands: number,
  y: number,
  limit: number,
): number {
  const { frame, entries, asOf } = scene;
  const { marks } = entries;
  const from = marks.from[reading] ?? 0;
  const fromLatest = marks.fromLatest[reading] ?? from;
  const to = marks.to[reading] ?? Number.NaN;
  const isOpen = marks.isOpen[reading] === 1;
  if (fromLatest === from && Number.isNaN(to) && !isOpen) return -Infinity;
  const start = xOf(frame, from);
  const begun = xOf(frame, fromLatest);
  const ended = isOpen ? begun + sizes.openStub : Number.isNaN(to) ? begun : xOf(frame, to);
  const toLatest = marks.toLatest[reading] ?? Number.NaN;
  const over =
    isOpen || Number.isNaN(toLatest) ? Math.max(begun, ended) : Math.max(begun, xOf(frame, toLatest));
  const colour = barInk(stands);
  if (isOpen)
    drawOpen(scene, surface, colour, ended, y, stands >= standing.may ? xOf(frame, asOf.at) : ended);
  if (begun > start + 1 || over > ended + 1)
    drawWhisker(surface, colour, start, Math.min(over, limit), y, frame.width, stands);
  if (ended > begun + 1) {
    const right = Math.min(ended, limit);
    drawBody(
      scene,
      surface,
      reading,
      stands,
      Math.max(begun, frame.left - 40),
      Math.min(right, frame.width + 40),
      y,
    );
  }
  return isOpen ? ended + 5 : Math.max(ended, over);
}

function barInk(stands: number): Ink {
  if (stands >= standing.may) return ink.mark;
  if (stands === standing.older) return ink.older;
  return stands === standing.notYet ? ink.notYet : ink.notKnown;
}

function drawWhisker(
  surface: Surface,
  colour: Ink,
  start: number,
  end: number,
  y: number,
  width: number,
  stands: number,
): void {
  const left = Math.max(start, -40);
  surface.across(colour, left, y, Math.min(end, width + 40) - left, stands === standing.notKnown);
  surface.down(colour, end, y - 3, 7, 1, false);
}

function drawOpen(
  { frame }: Scene,
  surface: Surface,
  colour: Ink,
  end: number,
  y: number,
  until: number,
): void {
  surface.glyph(glyph.open, end + 2, y);
  const left = Math.max(end + 4, frame.left - 40);
  const right = Math.min(until, frame.width + 40);
  if (right > left) surface.across(colour, left, y, right - left, true);
}

const approximate = 2;

function drawBody(
  { entries: { marks } }: Scene,
  surface: Surface,
  reading: number,
  stands: number,
  left: number,
  right: number,
  y: number,
): void {
  const half = sizes.bar / 2;
  const width = right - left;
  if (width <= 0) return;
  if (stands === standing.older) surface.across(ink.older, left, y, width, false);
  else if (marks.status[reading] === retracted && stands >= standing.may) {
    surface.outline(ink.retracted, left, y - half, width, sizes.bar + 1, false);
    surface.across(ink.retracted, left, y, width, false);
  } else if (stands === standing.full)
    drawFull(surface, left, right, y, ((marks.qualifier[reading] ?? 0) & approximate) !== 0);
  else {
    if (stands === standing.may) surface.box(ink.soft, left, y - half, width, sizes.bar + 1);
    surface.outline(barInk(stands), left, y - half, width, sizes.bar + 1, stands === standing.notKnown);
  }
}

/** A time that is about right has ends that grow thin. */
function drawFull(surface: Surface, left: number, right: number, y: number, isSoft: boolean): void {
  const half = sizes.bar / 2;
  const soft = isSoft ? Math.min(8, (right - left) / 3) : 0;
  surface.box(ink.mark, left + soft, y - half, right - left - 2 * soft, sizes.bar + 1);
  if (soft === 0) return;
  for (const end of [left, right - soft]) {
    const isLeft = end === left;
    surface.box(ink.mark, end, y - (isLeft ? 0 : 2), soft / 2, isLeft ? 1 : 5);
    surface.box(ink.mark, end + soft / 2, y - (isLeft ? 2 : 0), soft / 2, isLeft ? 5 : 1);
  }
}
