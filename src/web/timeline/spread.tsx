import { signal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';

import { followDensity } from './density.ts';
import { drawDensity } from './draw-density.ts';
import { namesWidth } from './frame.ts';
import { windowOf } from './moving-window.ts';
import type { Painting } from './painting.ts';

/** How tall it is, in CSS pixels. */
const tall = 120;

/** How the readings of a window are spread, where they are too many to draw. */
export function Spread({ painting }: { readonly painting: Painting }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { model } = painting;
  const { asked, end } = useMemo(() => followDensity(model, windowOf(model).shown, signal(160)), [model]);
  useEffect(() => end, [end]);
  useSignalEffect(() => {
    const { density } = asked.value;
    const wide = painting.wide.value;
    const left = namesWidth(wide);
    if (canvas.current === null || density === undefined) return;
    // It stands on the axis: a time is at the same place on both.
    canvas.current.style.marginLeft = `${left}px`;
    canvas.current.style.width = `${wide - left}px`;
    drawDensity(canvas.current, density, windowOf(model).shown.value, painting.palette(), tall, tall);
  });
  return <canvas ref={canvas} class="timeline-spread" aria-hidden="true" />;
}
