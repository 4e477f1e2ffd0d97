import { useEffect, useRef } from 'preact/hooks';

import type { Palette } from './inks.ts';
import { ink } from './inks.ts';
import { createCanvasSurface } from './pixels.ts';
import type { Surface } from './surface.ts';

/** A small drawing in the legend: drawn by what draws the timeline. */
export interface SampleProps {
  readonly palette: Palette;
  /** Draws around a middle. */
  readonly draw: (surface: Surface, x: number, y: number) => void;
}

const width = 52;
const height = 20;

/** Shows a sample of what the timeline draws; what it means stands beside it. */
export function Sample({ palette, draw }: SampleProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const surface = createCanvasSurface(canvas.current);
    surface.begin(width, height, devicePixelRatio, palette);
    surface.box(ink.paper, 0, 0, width, height);
    draw(surface, Math.floor(width / 2), Math.floor(height / 2));
    surface.show();
  }, [palette]);
  return <canvas ref={canvas} class="legend-sample" aria-hidden="true" />;
}
