import './density-strip.css';
import './inks.css';
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { recordedTimeAt } from '../model/linking.ts';
import type { TimeWindow } from '../model/window.ts';
import { shownWindow } from '../model/window.ts';
import { timelineTexts } from '../texts/timeline.ts';
import { theme } from '../theme.ts';
import { Brush } from './brush.tsx';
import { followDensity } from './density.ts';
import { drawStrip } from './draw-strip.ts';
import { readPalette } from './palette.ts';

/** How wide one bar is, in CSS pixels. */
const barPx = 3;

/** How many facts there are over all of occurred time, and a brush that chooses the window of the timeline. */
export function DensityStrip({ model }: { readonly model: PageModel }) {
  const root = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useSignal(0);
  const all = useComputed(() => shownWindow({ ...model.view.value, window: undefined }, model.extent.value));
  const buckets = useComputed(() => Math.min(1000, Math.floor(width.value / barPx)));
  const { asked, end } = useMemo(() => followDensity(model, all, buckets), [model]);
  useEffect(() => end, [end]);
  useEffect(() => {
    if (root.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? 0));
    observer.observe(root.current);
    return () => observer.disconnect();
  }, []);
  const palette = useComputed(() => {
    void [theme.value, width.value];
    return root.current === null ? undefined : readPalette(root.current);
  });
  useSignalEffect(() => {
    if (canvas.current === null || palette.value === undefined || all.value === undefined) return;
    const { zone } = model.view.value;
    const { density } = asked.value;
    drawStrip(canvas.current, { width: width.value, all: all.value, density, zone, palette: palette.value });
  });
  const { density: texts } = timelineTexts;
  const { state, density } = asked.value;
  return (
    <div ref={root} class="density" role="region" aria-label={texts.label}>
      <canvas ref={canvas} class="density-canvas" aria-hidden="true" />
      <Rules model={model} all={all} width={width} />
      {all.value !== undefined && <Brush model={model} all={all.value} width={width.value} />}
      {density === undefined && all.value !== undefined && (
        <p class="density-state">{state === 'failed' ? texts.failed : texts.loading}</p>
      )}
    </div>
  );
}

interface RulesProps {
  readonly model: PageModel;
  readonly all: ReadonlySignal<TimeWindow | undefined>;
  readonly width: ReadonlySignal<number>;
}

/** The two moments over all of time; they move with a drag and draw nothing anew. */
function Rules({ model, all, width }: RulesProps) {
  const asOf = useRef<HTMLDivElement>(null);
  const knownAt = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const { asOf: time, position } = model.at.value;
    const recorded = recordedTimeAt(model.commits.value, position, model.head.value);
    placeRule(asOf.current, time, all.value, width.value);
    placeRule(knownAt.current, recorded, all.value, width.value);
  });
  return (
    <>
      <div ref={knownAt} class="density-rule known-at" />
      <div ref={asOf} class="density-rule" />
    </>
  );
}

function placeRule(
  rule: HTMLElement | null,
  time: number | undefined,
  all: TimeWindow | undefined,
  width: number,
): void {
  if (rule === null) return;
  const isSeen = time !== undefined && all !== undefined;
  rule.hidden = !isSeen;
  if (isSeen) rule.style.transform = `translateX(${((time - all.from) / (all.to - all.from)) * width - 1}px)`;
}
