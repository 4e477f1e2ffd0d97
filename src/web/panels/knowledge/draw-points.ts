import { blankPixels, drawDots, pixelOf } from './dots.ts';
import type { Pen, PlotColours } from './drawing.ts';
import type { PlotBox, PlotScales } from './plot.ts';
import type { PlottedPoints } from './points.ts';
import { pointKinds } from './points.ts';

/** So many points and fewer have shapes of their own; more are dots, for a shape costs some hundred times as much. */
const shapedMax = 3000;

/** What lies under what: what is known lies on top. */
const order = ['not-yet', 'replaced', 'stated', 'retracted', 'corrected', 'reinstated'] as const;

/** Draws the points; `scale` is how many pixels a CSS pixel has. */
export function drawPoints(
  pen: Pen,
  points: PlottedPoints,
  { box }: PlotScales,
  colours: PlotColours,
  scale: number,
): void {
  const colourOf = {
    'not-yet': colours.soft,
    replaced: colours.soft,
    stated: colours.known,
    retracted: colours.retracted,
    corrected: colours.corrected,
    reinstated: colours.corrected,
  };
  if (points.x.length > shapedMax) return drawAsDots(pen, points, box, colourOf, scale);
  drawRanges(pen, points, box, colours.soft);
  pen.lineWidth = 1.5;
  for (const name of order) {
    const kind = pointKinds.indexOf(name);
    pen.strokeStyle = colourOf[name];
    pen.fillStyle = colourOf[name];
    for (let point = 0; point < points.x.length; point++)
      if (points.kind[point] === kind) drawShape(pen, name, points.x[point] ?? 0, points.y[point] ?? 0);
  }
  return undefined;
}

/** Draws a line from each point to the farthest place where it may stand instead. */
function drawRanges(pen: Pen, { x, y, farX, farY }: PlottedPoints, box: PlotBox, colour: string): void {
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let point = 0; point < x.length; point++) {
    if (x[point] === farX[point]) continue;
    pen.moveTo(x[point] ?? 0, y[point] ?? 0);
    pen.lineTo(farX[point] ?? 0, farY[point] ?? 0);
  }
  pen.stroke();
  pen.restore();
}

function drawAsDots(
  pen: Pen,
  points: PlottedPoints,
  box: PlotBox,
  colourOf: Readonly<Record<(typeof order)[number], string>>,
  scale: number,
): void {
  const pixels = blankPixels(Math.ceil(box.width * scale), Math.ceil(box.height * scale));
  const kinds = order.map((name) => ({
    kind: pointKinds.indexOf(name),
    pixel: pixelOf(colourOf[name]),
    size: Math.round((name === 'not-yet' || name === 'replaced' ? 1 : 2) * scale),
  }));
  drawDots(pixels, points, box, scale, kinds);
  const layer = new OffscreenCanvas(pixels.width, pixels.height);
  const image = new ImageData(pixels.width, pixels.height);
  image.data.set(new Uint8ClampedArray(pixels.data.buffer));
  layer.getContext('2d')?.putImageData(image, 0, 0);
  pen.drawImage(layer, box.left, box.top, pixels.width / scale, pixels.height / scale);
}

/** Draws one point by its shape: a disc as stated, a square where corrected, a cross where retracted, a ring where it is not there yet. */
export function drawShape(pen: Pen, kind: (typeof pointKinds)[number], x: number, y: number): void {
  pen.beginPath();
  switch (kind) {
    case 'stated':
      pen.arc(x, y, 3.5, 0, 2 * Math.PI);
      pen.fill();
      return;
    case 'corrected':
    case 'reinstated':
      pen.fillRect(x - 3.5, y - 3.5, 7, 7);
      return;
    case 'retracted':
      pen.moveTo(x - 3.5, y - 3.5);
      pen.lineTo(x + 3.5, y + 3.5);
      pen.moveTo(x + 3.5, y - 3.5);
      pen.lineTo(x - 3.5, y + 3.5);
      pen.stroke();
      return;
    case 'replaced':
      pen.moveTo(x - 3.5, y);
      pen.lineTo(x + 3.5, y);
      pen.stroke();
      return;
    case 'not-yet':
      pen.arc(x, y, 3, 0, 2 * Math.PI);
      pen.stroke();
  }
}

/** Draws a ring around a point that is selected or pointed at. */
export function drawRing(pen: Pen, x: number, y: number, colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, 8, 0, 2 * Math.PI);
  pen.stroke();
}
