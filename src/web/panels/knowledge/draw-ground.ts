import { scaleUtc } from 'd3-scale';

import type { Pen, PlotColours, PlotWords } from './drawing.ts';
import { lagScale, lagSteps } from './lag.ts';
import type { PlotScales } from './plot.ts';

/** Draws the axes, the bands of lag and the diagonal on which what was reported at once stands. */
export function drawGround(pen: Pen, scales: PlotScales, colours: PlotColours, words: PlotWords): void {
  pen.font = words.font;
  pen.lineWidth = 1;
  drawBands(pen, scales, colours, words);
  drawTimes(pen, scales, colours, words);
  const { left, top, width, height } = scales.box;
  pen.strokeStyle = colours.soft;
  pen.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
}

/** Draws lines of equal lag, and shades every other band between them; the line of no lag is the diagonal. */
function drawBands(pen: Pen, scales: PlotScales, colours: PlotColours, words: PlotWords): void {
  const { left, top, width, height } = scales.box;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  const lines = [0, ...lagSteps.map(({ ms }) => ms)].map((ms) => lineOfLag(scales, ms));
  for (const [index, line] of lines.entries())
    if (index % 2 === 1) shadeBand(pen, scales, line, lines[index + 1] ?? beyond(scales), colours.band);
  for (const [index, line] of lines.entries()) {
    pen.strokeStyle = index === 0 ? colours.ink : colours.line;
    pen.setLineDash(index === 0 ? [] : [3, 3]);
    stroke(pen, left, line.start, left + width, line.end);
  }
  pen.setLineDash([]);
  labelLines(pen, scales, lines, colours, words);
  pen.restore();
}

function shadeBand(pen: Pen, { box }: PlotScales, line: Line, next: Line, colour: string): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(box.left, line.start);
  pen.lineTo(box.left + box.width, line.end);
  pen.lineTo(box.left + box.width, next.end);
  pen.lineTo(box.left, next.start);
  pen.fill();
}

/** The least that two labels are apart, in pixels. */
const labelHeight = 13;

function labelLines(
  pen: Pen,
  scales: PlotScales,
  lines: readonly Line[],
  colours: PlotColours,
  words: PlotWords,
): void {
  pen.textAlign = 'right';
  pen.textBaseline = 'bottom';
  let last: { readonly x: number; readonly y: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const text = index === 0 ? words.atOnce : words.lagName(lagSteps[index - 1]?.name ?? '');
    const width = pen.measureText(text).width;
    const label = labelPlace(scales, line, width);
    if (label === undefined) continue;
    if (last !== undefined && Math.abs(label.y - last.y) < labelHeight && label.x > last.x - width - 4)
      continue;
    last = label;
    pen.fillStyle = index === 0 ? colours.ink : colours.label;
    pen.fillText(text, label.x, label.y - 1);
  }
}

interface Line {
  readonly start: number;
  readonly end: number;
}

/** A line of equal lag from the left to the right edge. */
function lineOfLag({ axis, occurred, vertical, box }: PlotScales, ms: number): Line {
  const height = (value: number) =>
    box.top + (1 - (value - vertical.low) / (vertical.high - vertical.low)) * box.height;
  if (axis === 'lag') return { start: height(lagScale(ms)), end: height(lagScale(ms)) };
  return { start: height(occurred.low + ms), end: height(occurred.high + ms) };
}

/** Above everything that is drawn. */
function beyond({ box }: PlotScales): Line {
  return { start: box.top - box.height, end: box.top - box.height };
}

/** Where a label has room at a line: at its right end, or where it leaves at the top; nowhere when it does not come into view. */
function labelPlace({ box }: PlotScales, { start, end }: Line, width: number) {
  const right = box.left + box.width - 4;
  if (end >= box.top + 14 && end <= box.top + box.height) return { x: right, y: end };
  if (end < box.top + 14 && start > box.top + 14) {
    const along = (start - box.top - 14) / (start - end);
    const x = box.left + along * box.width;
    return x - width > box.left + 4 ? { x: Math.min(x, right), y: box.top + 14 } : undefined;
  }
  return undefined;
}

function drawTimes(pen: Pen, scales: PlotScales, colours: PlotColours, words: PlotWords): void {
  const { box, occurred, vertical, axis } = scales;
  pen.fillStyle = colours.label;
  pen.strokeStyle = colours.soft;
  pen.textBaseline = 'top';
  let taken = -Infinity;
  for (const time of ticksOf(occurred, box.width / 90)) {
    const x = Math.round(scales.x(time)) + 0.5;
    stroke(pen, x, box.top + box.height, x, box.top + box.height + 4);
    const text = words.time(time, occurred.high - occurred.low);
    const half = pen.measureText(text).width / 2;
    const middle = Math.min(Math.max(x, half), box.left + box.width - half);
    if (middle - half < taken) continue;
    taken = middle + half + 8;
    pen.textAlign = 'center';
    pen.fillText(text, middle, box.top + box.height + 6);
  }
  if (axis !== 'recorded') return;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const time of ticksOf(vertical, box.height / 60)) {
    const y = Math.round(scales.y(0, time)) + 0.5;
    stroke(pen, box.left - 4, y, box.left, y);
    pen.fillText(words.time(time, vertical.high - vertical.low), box.left - 6, y);
  }
}

function ticksOf({ low, high }: { readonly low: number; readonly high: number }, count: number): number[] {
  return scaleUtc([low, high], [0, 1])
    .ticks(Math.max(2, Math.floor(count)))
    .map(Number);
}

function stroke(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}
