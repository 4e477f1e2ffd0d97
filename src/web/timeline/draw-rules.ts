import { xOf } from './frame.ts';
import { glyph } from './glyphs.ts';
import type { Ink } from './inks.ts';
import { ink } from './inks.ts';
import type { NamedTime, Scene } from './scene.ts';
import { sizes } from './sizes.ts';
import { face } from './surface.ts';
import type { Surface } from './surface.ts';

/** Draws the two moments down through the lanes: as of solid, known at dashed. */
export function drawRules({ frame, asOf, knownAt }: Scene, surface: Surface): void {
  const tall = frame.height - frame.top;
  if (knownAt !== undefined) surface.down(ink.knownAt, xOf(frame, knownAt.at) - 1, frame.top, tall, 2, true);
  surface.down(ink.asOf, xOf(frame, asOf.at) - 1, frame.top, tall, 2, false);
}

const rowTall = sizes.ruleName;

/** Draws the names of both moments above the axis, each by its rule; side by side they give way to each other. */
export function drawRuleNames({ frame, asOf, knownAt }: Scene, surface: Surface): void {
  surface.within(frame.left, 0, frame.width, frame.top);
  const edges = { left: frame.left, right: frame.width };
  const own = placeOf(frame.left, frame.width, xOf(frame, asOf.at), nameWidth(surface, asOf));
  if (knownAt !== undefined) {
    const rule = xOf(frame, knownAt.at);
    const { left, top, width } = beside(
      frame.left,
      frame.width,
      own,
      placeOf(frame.left, frame.width, rule, nameWidth(surface, knownAt)),
    );
    drawName(surface, knownAt, { left, width, rule, top, ground: frame.top, edges }, ink.knownAt);
  }
  drawName(surface, asOf, { ...own, rule: xOf(frame, asOf.at), top: 0, ground: frame.top, edges }, ink.asOf);
}

/** Beside a name: room for the arrow that says where its rule is, when that is out of sight. */
const namePad = 11;

interface Extent {
  readonly left: number;
  readonly width: number;
}

/** Moves a name aside that would stand over another: to the nearer side that has room, else a row down. */
function beside(
  left: number,
  right: number,
  other: Extent,
  { left: wanted, width }: Extent,
): Extent & { readonly top: number } {
  if (wanted >= other.left + other.width + 4 || wanted + width + 4 <= other.left)
    return { left: wanted, width, top: 0 };
  const after = other.left + other.width + 4;
  const before = other.left - width - 4;
  const sides = [before, after].filter((side) => side >= left + 2 && side + width <= right - 2);
  const nearest = sides.toSorted((one, two) => Math.abs(one - wanted) - Math.abs(two - wanted))[0];
  return nearest === undefined ? { left: wanted, width, top: rowTall } : { left: nearest, width, top: 0 };
}

interface NamePlace extends Extent {
  /** Where the rule is. */
  readonly rule: number;
  readonly top: number;
  /** Where the rule goes on down through the lanes. */
  readonly ground: number;
  /** Between what a rule is in sight. */
  readonly edges: { readonly left: number; readonly right: number };
}

function nameWidth(surface: Surface, { words }: NamedTime): number {
  return surface.measure(face.small, words) + 2 * namePad;
}

function placeOf(left: number, right: number, rule: number, width: number): Extent {
  return { left: Math.max(left + 2, Math.min(rule - width / 2, right - width - 2)), width };
}

function drawName(surface: Surface, { words }: NamedTime, place: NamePlace, colour: Ink): void {
  const { left, width, rule, top, ground, edges } = place;
  surface.box(colour, left, top + 1, width, rowTall - 2);
  surface.text(ink.onRule, face.small, words, left + namePad, top + rowTall / 2, 'left');
  if (rule < edges.left) surface.glyph(glyph.toLeft, left + 5, top + rowTall / 2);
  else if (rule > edges.right) surface.glyph(glyph.toRight, left + width - 6, top + rowTall / 2);
  else {
    const under = top + rowTall - 1;
    // A name that had to give way is tied to its rule by a line beneath what it gave way to.
    const [from, to] = rule < left ? [rule - 1, left] : [left + width, rule + 1];
    if (rule < left || rule > left + width) surface.box(colour, from, under, to - from, 2);
    surface.down(colour, rule - 1, under, ground - under, 2, colour === ink.knownAt);
  }
}
