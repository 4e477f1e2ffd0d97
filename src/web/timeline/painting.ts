import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

import type { PageModel } from '../model.ts';
import { levelOf } from './arrangement.ts';
import { draw } from './draw.ts';
import { followModel } from './following.ts';
import { msPerPx, namesWidth } from './frame.ts';
import { createHover } from './hover.ts';
import type { Hover } from './hover.ts';
import type { Palette } from './inks.ts';
import { laneAtHeight } from './lane-places.ts';
import type { LiveScene } from './live-scene.ts';
import { createLiveScene, takeOver, tallOf } from './live-scene.ts';
import { readPalette } from './palette.ts';
import { createCanvasSurface } from './pixels.ts';
import { axisTall, nameTallOf } from './stage.ts';
import type { Face } from './surface.ts';
import { createTitles } from './titles.ts';
import type { Titles } from './titles.ts';

/** A timeline that is drawn, and drawn again whenever what it shows changes. */
export interface Painting extends LiveScene {
  readonly model: PageModel;
  readonly titles: Titles;
  /** Counts up whenever the drawing has come to rest. */
  readonly rested: ReadonlySignal<number>;
  /** How tall axis and lanes are together, in CSS pixels. */
  readonly tall: ReadonlySignal<number>;
  /** How wide the drawing is, in CSS pixels. */
  readonly wide: ReadonlySignal<number>;
  readonly hover: Hover;
  /** Tells how wide text is that it draws. */
  measure(face: Face, text: string): number;
  /** The colours it is drawn with. */
  palette(): Palette;
  /** Takes the size of what is drawn on, and how far its lanes are scrolled, in CSS pixels. */
  resize(width: number, height: number): void;
  scrollTo(scroll: number): void;
  end(): void;
}

/** How much of a frame may go to working out rows and clusters, in milliseconds; what is left then waits for the next. */
const layoutBudgetMs = 5;

/** How long nothing must change until the drawing is at rest, in milliseconds. */
const restMs = 120;

/** How long zoom levels are worked out ahead at a time, and the pause until more of them are, in milliseconds. */
const preparedMs = 6;
const pauseMs = 24;

/** Begins to draw the timeline of a model on a canvas; colours are read from the custom properties of an element. */
export function beginPainting(model: PageModel, canvas: HTMLCanvasElement, styled: Element): Painting {
  const surface = createCanvasSurface(canvas);
  const titles = createTitles(model);
  const live = createLiveScene(model, titles);
  const { frame, stage, scene, missing } = live;
  const [rested, tall, wide] = [signal(0), signal(0), signal(0)];
  let palette: Palette = readPalette(styled);
  let asked = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;

  function paint(): void {
    asked = 0;
    if (frame.width <= 1) return;
    missing.length = 0;
    stage.beginFrame(layoutBudgetMs);
    surface.begin(frame.width, frame.height, devicePixelRatio, palette);
    draw(scene, surface);
    surface.show();
    if (stage.isBehind) ask();
    clearTimeout(resting);
    resting = setTimeout(rest, restMs);
  }

  function ask(): void {
    if (asked === 0) asked = requestAnimationFrame(paint);
  }

  function rest(): void {
    titles.want('drawing', [...missing]);
    rested.value += 1;
    prepareMore();
  }

  function prepareMore(): void {
    const until = performance.now() + preparedMs;
    if (!prepare(live, () => performance.now() < until)) resting = setTimeout(prepareMore, pauseMs);
  }

  function placeRows(): void {
    stage.setRoom(frame.height - frame.top, nameTallOf(frame.width));
    takeOver(live);
    tall.value = tallOf(live);
  }

  const stop = followModel(model, live, titles, (what) => {
    if (what === 'rows') placeRows();
    if (what === 'colours') palette = readPalette(styled);
    ask();
  });
  return {
    ...live,
    model,
    titles,
    hover: createHover(live.hovered),
    rested,
    tall,
    wide,
    palette: () => palette,
    measure: surface.measure,
    resize(width, height) {
      [frame.width, frame.height, frame.left, frame.top] = [
        width,
        height,
        namesWidth(width),
        axisTall(width),
      ];
      wide.value = width;
      placeRows();
      ask();
    },
    scrollTo(scroll) {
      frame.scroll = scroll;
      ask();
    },
    end() {
      stop();
      clearTimeout(resting);
      cancelAnimationFrame(asked);
    },
  };
}

/** Works out the lanes in sight at the next zoom levels while there is time, so that zooming does not wait for them; tells whether all are. */
function prepare({ stage, frame }: LiveScene, hasTime: () => boolean): boolean {
  const { arrangement } = stage;
  const { places } = arrangement;
  const level = levelOf(msPerPx(frame));
  const first = Math.max(0, laneAtHeight(places, frame.scroll));
  for (const next of [level - 1, level + 1, level - 2, level + 2])
    for (let lane = first; lane < places.rows.length; lane += 1) {
      if ((places.top[lane] ?? 0) > frame.scroll + frame.height) break;
      if (arrangement.has(lane, next)) continue;
      if (!hasTime()) return false;
      arrangement.layoutOf(lane, next);
    }
  return true;
}
