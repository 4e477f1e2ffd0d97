import type { PageModel } from '../model.ts';
import type { Painting } from './painting.ts';

const paintings = new WeakMap<PageModel, Painting>();

/** Keeps which drawing is of a model, for pictures of it. */
export function keepPainting(painting: Painting): void {
  paintings.set(painting.model, painting);
}

/** Returns the drawing of a model; undefined while there is none. */
export function paintingOf(model: PageModel): Painting | undefined {
  return paintings.get(model);
}
