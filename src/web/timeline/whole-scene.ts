import { createAxisCache } from './axis-cache.ts';
import type { Frame } from './frame.ts';
import { namesWidth } from './frame.ts';
import type { Painting } from './painting.ts';
import type { Scene } from './scene.ts';
import { axisTall } from './stage.ts';

/** How tall a picture is at most, in CSS pixels. */
const tallMax = 12_000;

/** Tells whether there are more lanes than a picture has room for. */
export function isCutShort({ tall }: Pick<Painting, 'tall'>): boolean {
  return tall.peek() > tallMax;
}

/** Which part of all lanes a scene shows, in CSS pixels. */
export interface ScenePart {
  readonly width: number;
  readonly height: number;
  readonly scroll: number;
}

/** Returns what is seen, as tall as all lanes, and without what belongs to the pointer and the keyboard. */
export function wholeScene({ scene, stage, tall, frame: seen }: Painting): Scene {
  const frame: Frame = { ...seen, scroll: 0, height: Math.min(Math.ceil(tall.peek()), tallMax) };
  return sceneIn({ scene, stage }, frame);
}

/** Returns a part of the same for another width, such as that of a sheet of paper. */
export function scenePart({ scene, stage, frame: seen, model }: Painting, part: ScenePart): Scene {
  const [left, top] = [namesWidth(part.width), axisTall(part.width)];
  const axis = createAxisCache()(seen.from, seen.to, part.width - left, model.view.peek().zone);
  return { ...sceneIn({ scene, stage }, { ...seen, ...part, left, top }), axis };
}

function sceneIn({ scene, stage }: Pick<Painting, 'scene' | 'stage'>, frame: Frame): Scene {
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
