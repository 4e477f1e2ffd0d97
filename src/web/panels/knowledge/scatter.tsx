import { useEffect, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { theme } from '../../theme.ts';
import { plotColours } from './colours.ts';
import { drawGround } from './draw-ground.ts';
import { drawPoints, drawRing } from './draw-points.ts';
import { drawForPaper } from './paper.ts';
import type { PlotExtents, VerticalAxis } from './plot.ts';
import { plotScales } from './plot.ts';
import type { PlottedPoints } from './points.ts';
import { nearestPoint, plotPoints } from './points.ts';
import { tickWords } from './tick-words.ts';

/** What the scatter is drawn of. */
export interface ScatterProps {
  readonly model: PageModel;
  readonly extents: PlotExtents;
  readonly axis: VerticalAxis;
  /** The index of the reading that is pointed at elsewhere. */
  readonly pointed: number | undefined;
  readonly onPoint: (index: number | undefined) => void;
  readonly onSelect: (index: number) => void;
}

/** How near a pointer has to come to a point, in pixels. */
const reach = 14;
const height = 300;
/** Room for the labels of the axes. */
const edges = { left: { recorded: 76, lag: 8 }, right: 8, top: 8, bottom: 24 };

/** Readings by when they occurred and when they were recorded, on a canvas; the table beside it says the same. */
export function Scatter({ model, extents, axis, pointed, onPoint, onSelect }: ScatterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<PlottedPoints>(undefined);
  const width = useWidth(canvas);
  const { marks } = model.marks.value;
  const at = model.at.value;
  const colours = theme.value;
  const fact = model.view.value.selected === undefined ? undefined : model.fact.value.answer?.position;
  useEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (canvas.current === null || pen === null || pen === undefined || width === 0) return undefined;
    const draw = (): void => {
      if (canvas.current === null) return;
      const scale = devicePixelRatio;
      canvas.current.width = Math.round(width * scale);
      canvas.current.height = Math.round(height * scale);
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.clearRect(0, 0, width, height);
      const box = {
        left: edges.left[axis],
        top: edges.top,
        width: width - edges.left[axis] - edges.right,
        height: height - edges.top - edges.bottom,
      };
      const scales = plotScales(extents, axis, box);
      const inks = plotColours();
      const { font } = getComputedStyle(canvas.current);
      const texts = morePanelTexts.knowledge;
      drawGround(pen, scales, inks, {
        atOnce: texts.atOnce,
        lagName: texts.lagName,
        time: (ms, span) => tickWords(ms, span, model.view.peek().zone),
        font,
      });
      const points = plotPoints(marks, extents.drawn, scales, at);
      drawPoints(pen, points, scales, inks, scale);
      drawn.current = points;
      for (const [point, index] of points.index.entries())
        if (index === pointed || (fact !== undefined && marks.fact[index] === fact))
          drawRing(pen, points.x[point] ?? 0, points.y[point] ?? 0, inks.accent);
    };
    const frame = requestAnimationFrame(draw);
    const end = drawForPaper(draw);
    return () => {
      cancelAnimationFrame(frame);
      end();
    };
  }, [width, marks, extents, axis, at, colours, pointed, fact, model.view.value.zone]);
  const under = (event: MouseEvent) => {
    const points = drawn.current;
    if (points === undefined) return undefined;
    const point = nearestPoint(points, event.offsetX, event.offsetY, reach);
    return point === undefined ? undefined : points.index[point];
  };
  return (
    <canvas
      ref={canvas}
      class={pointed === undefined ? 'scatter' : 'scatter is-pointed'}
      role="img"
      aria-label={morePanelTexts.knowledge.canvas(extents.drawn.length)}
      onPointerMove={(event) => onPoint(under(event))}
      onPointerLeave={() => onPoint(undefined)}
      onClick={(event) => {
        const index = under(event);
        if (index !== undefined) onSelect(index);
      }}
    />
  );
}

/** Follows the width of an element, in CSS pixels. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
