import { formatTime } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { timelineTexts } from '../texts/timeline.ts';
import { draw } from './draw.ts';
import type { Frame } from './frame.ts';
import type { Painting } from './painting.ts';
import { paintingOf } from './paintings.ts';
import { createCanvasSurface } from './pixels.ts';
import type { Scene } from './scene.ts';
import type { SvgNames } from './svg.ts';
import { createSvgSurface } from './svg.ts';

/** How tall a picture is at most, in CSS pixels, and of how many pixels: browsers paint no larger canvas. */
const tallMax = 12_000;
const pixelsMax = 60_000_000;

/** Returns the timeline as SVG: the window that is seen, with all lanes. Undefined where no timeline is on the page. */
export function svgOf(model: PageModel): string | undefined {
  const painting = paintingOf(model);
  if (painting === undefined) return undefined;
  const scene = wholeScene(painting);
  const { width, height } = scene.frame;
  const surface = createSvgSurface(width, height, painting.palette(), painting.measure);
  draw(scene, surface);
  return surface.finish(namesOf(painting, scene));
}

/** Returns the same as PNG, with so many pixels a CSS pixel, or fewer where that would be more than a browser paints. */
export async function pngOf(model: PageModel, scale = 2): Promise<Blob | undefined> {
  const painting = paintingOf(model);
  if (painting === undefined) return undefined;
  const scene = wholeScene(painting);
  const { width, height } = scene.frame;
  const canvas = document.createElement('canvas');
  const surface = createCanvasSurface(canvas);
  surface.begin(width, height, Math.min(scale, Math.sqrt(pixelsMax / (width * height))), painting.palette());
  draw(scene, surface);
  surface.show();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('It could not be painted')) : resolve(blob)));
  });
}

/** Returns what is seen, as tall as all lanes, and without what belongs to the pointer and the keyboard. */
function wholeScene({ scene, stage, tall, frame: seen }: Painting): Scene {
  const frame: Frame = { ...seen, scroll: 0, height: Math.min(Math.ceil(tall.peek()), tallMax) };
  stage.beginFrame(Infinity);
  const layoutOf: Scene['layoutOf'] = (lane) => stage.layoutOf(lane, frame);
  return {
    ...scene,
    frame,
    focus: -1,
    hovered: -1,
    layoutOf,
    tallyOf: (lane) => stage.tallyOf(layoutOf(lane)),
  };
}

function namesOf({ model }: Painting, { frame, lanesName, asOf, knownAt, entries }: Scene): SvgNames {
  const { zone } = model.view.peek();
  const [from, to] = [frame.from, frame.to].map((time) => formatTime(Math.round(time), zone, 'minute'));
  const { picture } = timelineTexts;
  return {
    title: picture.title(lanesName, from ?? '', to ?? ''),
    description: picture.description(asOf.words, knownAt?.words ?? '', entries.marks.count),
  };
}
