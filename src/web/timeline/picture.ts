import { formatTime } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { timelineTexts } from '../texts/timeline.ts';
import { captionLines, captionTall, drawCaption } from './caption.ts';
import { draw } from './draw.ts';
import type { Painting } from './painting.ts';
import { paintingOf } from './paintings.ts';
import { createCanvasSurface } from './pixels.ts';
import type { Scene } from './scene.ts';
import type { SvgNames } from './svg.ts';
import { createSvgSurface } from './svg.ts';
import { wholeScene } from './whole-scene.ts';

/** How many pixels a picture is made of at most, and how many along a side: browsers paint no larger canvas. */
const pixelsMax = 60_000_000;
const sideMax = 32_000;

/**
 * Returns the timeline as SVG: the window that is seen, with all lanes, and below them sentences about it. Undefined where no timeline is on the
 * page.
 */
export function svgOf(model: PageModel, sentences: readonly string[] = []): string | undefined {
  const painting = paintingOf(model);
  if (painting === undefined) return undefined;
  const scene = wholeScene(painting);
  const { width, height } = scene.frame;
  const lines = captionLines(sentences, width, painting.measure);
  const surface = createSvgSurface(width, height + captionTall(lines), painting.palette(), painting.measure);
  draw(scene, surface);
  drawCaption(surface, lines, height);
  const names = namesOf(painting, scene);
  return surface.finish({ ...names, description: [names.description, ...sentences].join('\n') });
}

/** Returns the same as PNG, with so many pixels a CSS pixel, or fewer where that would be more than a browser paints. */
export async function pngOf(
  model: PageModel,
  scale = 2,
  sentences: readonly string[] = [],
): Promise<Blob | undefined> {
  const painting = paintingOf(model);
  if (painting === undefined) return undefined;
  const scene = wholeScene(painting);
  const lines = captionLines(sentences, scene.frame.width, painting.measure);
  const [width, height] = [scene.frame.width, scene.frame.height + captionTall(lines)];
  const canvas = document.createElement('canvas');
  const surface = createCanvasSurface(canvas);
  const most = Math.min(Math.sqrt(pixelsMax / (width * height)), sideMax / Math.max(width, height));
  surface.begin(width, height, Math.min(scale, most), painting.palette());
  draw(scene, surface);
  drawCaption(surface, lines, scene.frame.height);
  surface.show();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('It could not be painted')) : resolve(blob)));
  });
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
