import '../../../src/web/style/index.css';
import './harness.css';
import { render } from 'preact';

import type { LaneKind, View } from '../../../src/web/model.ts';
import { followTheme, themeChoice } from '../../../src/web/theme.ts';
import { DensityStrip } from '../../../src/web/timeline/density-strip.tsx';
import { xOf } from '../../../src/web/timeline/frame.ts';
import { rowMiddle } from '../../../src/web/timeline/lane-places.ts';
import { windowOf } from '../../../src/web/timeline/moving-window.ts';
import { paintingOf } from '../../../src/web/timeline/paintings.ts';
import { pngOf, svgOf } from '../../../src/web/timeline/picture.ts';
import { placeOfEntry } from '../../../src/web/timeline/seen.ts';
import { Timeline } from '../../../src/web/timeline/timeline.tsx';
import { manyReadings } from './many.ts';
import { marksOf } from './marks.ts';
import { createStandIn } from './stand-in.ts';

/**
 * Shows the timeline with generated readings and no server. The address says which: `count`, `seed`, `lanes`, `spread` (days), `theme`,
 * `asOf`, `knownAt`, `from`, `to`, `kind`, `selected`.
 */
const asked = new URL(location.href).searchParams;
const number = (name: string, otherwise: number): number => Number(asked.get(name) ?? otherwise);
const day = 86_400_000;
const spread = number('spread', 200) * day;
const marks = marksOf(
  manyReadings({ count: number('count', 400), seed: number('seed', 1), lanes: number('lanes', 12), spread }),
);
const view: { -readonly [Part in keyof View]?: View[Part] } = {
  lanes: (asked.get('kinds') ?? 'place') as LaneKind,
};
if (asked.has('asOf')) view.asOf = number('asOf', 0);
if (asked.has('knownAt')) view.knownAt = number('knownAt', 0);
if (asked.has('from')) view.window = { from: number('from', 0), to: number('to', 0) };
if (asked.has('zone')) view.zone = asked.get('zone') === 'local' ? 'local' : 'utc';
const standIn = createStandIn({
  marks: asked.get('kind') === 'too-many' ? marksOf([]) : marks,
  kind: (asked.get('kind') ?? 'marks') as 'marks',
  view,
  now: Date.UTC(2025, 0, 1) + spread,
});
if (asked.has('theme')) themeChoice.value = asked.get('theme') === 'dark' ? 'dark' : 'light';
followTheme(document.documentElement);

const root = document.getElementById('page');
if (root !== null)
  render(
    <div class="harness">
      <DensityStrip model={standIn.model} />
      <main>
        <Timeline model={standIn.model} />
      </main>
    </div>,
    root,
  );
/** Tells where a reading is drawn, in the coordinates of the page. */
function placeOf(position: number): { readonly x: number; readonly y: number } | undefined {
  const painting = paintingOf(standIn.model);
  const canvas = document.querySelector('.timeline-canvas');
  if (painting === undefined || canvas === null) return undefined;
  const { scene, frame } = painting;
  const reading = scene.entries.marks.position.indexOf(position);
  const entry = scene.entries.entryOf[scene.entries.entryStart[reading] ?? 0] ?? 0;
  const { lane, layout, item } = placeOfEntry(scene, entry);
  const { left, top } = canvas.getBoundingClientRect();
  const middle = rowMiddle(scene.places, lane, layout.row[item] ?? 0);
  return { x: left + xOf(frame, layout.from[item] ?? 0), y: top + frame.top + middle - frame.scroll };
}

const { shown, move } = windowOf(standIn.model);
const { from: first, to: last } = standIn.model.extent.peek() ?? { from: 0, to: 0 };

Object.assign(globalThis, {
  standIn,
  /** What a benchmark moves it by. */
  shows: () => (paintingOf(standIn.model)?.rested.peek() ?? 0) > 0,
  shown: () => shown.peek(),
  move: (from: number, to: number) => move({ from, to }),
  scrub: (share: number) => standIn.model.scrub({ asOf: first + (last - first) * share }),
  shownWindow: windowOf(standIn.model),
  placeOf,
  svgOf: () => svgOf(standIn.model),
  pngOf: async () => pngOf(standIn.model, 1),
});
