import { describe, expect, test } from 'vitest';

import { drawAxis } from '../../src/web/timeline/draw-axis.ts';
import { draw } from '../../src/web/timeline/draw.ts';
import { glyph } from '../../src/web/timeline/glyphs.ts';
import { ink } from '../../src/web/timeline/inks.ts';
import type { Face, Surface } from '../../src/web/timeline/surface.ts';
import { face } from '../../src/web/timeline/surface.ts';
import { marksOf } from './harness/marks.ts';
import { sceneOf } from './harness/scene.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const measure = (_: Face, text: string) => text.length * 6;

/** Draws on nothing, and keeps what was drawn. */
function watched(width: number, height: number) {
  const boxes: (Box & { readonly ink: number })[] = [];
  const texts: (Box & { readonly face: Face; readonly text: string })[] = [];
  const glyphs: { readonly glyph: number; readonly x: number; readonly y: number }[] = [];
  const downs: { readonly ink: number; readonly x: number; readonly y: number }[] = [];
  const surface: Surface = {
    width,
    height,
    measure,
    within: () => undefined,
    outline: () => undefined,
    across: () => undefined,
    count: () => undefined,
    box: (colour, x, y, wide, tall) =>
      void boxes.push({ ink: colour, left: x, top: y, right: x + wide, bottom: y + tall }),
    down: (colour, x, y) => void downs.push({ ink: colour, x, y }),
    glyph: (drawn, x, y) => void glyphs.push({ glyph: drawn, x, y }),
    text: (_, of, text, x, y) =>
      void texts.push({
        face: of,
        text,
        left: x,
        right: x + measure(of, text),
        top: y - 6,
        bottom: y + 6,
      }),
  };
  return { surface, boxes, texts, glyphs, downs };
}

describe('titles', () => {
  test('run over no cluster that stands up into their row', () => {
    const minute = 60_000;
    // Some beneath each other, and beside them so many at once that their cluster is half as tall as the lane.
    const apart = Array.from({ length: 9 }, (_, index) => ({ position: index + 1, from: index }));
    const crowd = Array.from({ length: 200 }, (_, index) => ({
      position: index + 10,
      from: 100 * minute + index * 100,
    }));
    const marks = marksOf([...apart, ...crowd]);
    const scene = sceneOf({ marks, frame: { from: -10 * minute, to: 890 * minute } });
    const { surface, boxes, texts } = watched(1000, 500);
    draw(scene, surface);
    const clusters = boxes.filter((box) => box.ink === ink.soft);
    const titles = texts.filter(({ text, left }) => text.includes('report') && left > 100);
    expect(clusters.length).toBeGreaterThan(0);
    expect(Math.max(...clusters.map(({ top, bottom }) => bottom - top))).toBeGreaterThan(60);
    expect(titles.length).toBeGreaterThan(2);
    for (const title of titles)
      for (const box of clusters) expect(isOver(title, box), `${title.text} over a cluster`).toBe(false);
  });
});

/** Draws the axis with both moments. */
function at(asOf: number, knownAt: number) {
  const scene = {
    ...sceneOf({ marks: marksOf([{ position: 1, from: 0 }]), frame: { from: 0, to: 900 } }),
    asOf: { at: asOf, words: 'As of 2025-07-05 23:59 UTC' },
    knownAt: { at: knownAt, words: 'Known at 2025-07-04 09:14 UTC' },
  };
  const drawn = watched(1000, 500);
  drawAxis(scene, drawn.surface);
  const arrows = drawn.glyphs.filter((one) => one.glyph === glyph.toLeft || one.glyph === glyph.toRight);
  const name = drawn.texts.find(({ text, face: of }) => of === face.small && text.startsWith('Known'));
  return { ...drawn, arrows: arrows.map((one) => one.glyph), name };
}

describe('the names of the two moments', () => {
  test('point to a rule that is out of sight, and to none that is in sight', () => {
    expect(at(2000, 750).arrows).toEqual([glyph.toRight]);
    expect(at(2000, 3000).arrows).toEqual([glyph.toRight, glyph.toRight]);
    expect(at(-50, 100).arrows).toEqual([glyph.toLeft]);
    expect(at(300, 600).arrows).toEqual([]);
  });

  test('are tied to a rule that they had to give way from', () => {
    const { boxes, downs, name } = at(2000, 750);
    // The rule is at 850, its name left of the other one.
    expect(name?.right).toBeLessThan(840);
    const tie = boxes.find((box) => box.ink === ink.knownAt && box.bottom - box.top === 2);
    expect(tie?.right).toBe(851);
    expect(tie?.left).toBeLessThanOrEqual((name?.right ?? 0) + 11);
    expect(downs).toContainEqual({ ink: ink.knownAt, x: 849, y: tie?.top });
    expect(boxes.some((box) => box.ink === ink.knownAt && box.top === tie?.top && box.left < 849)).toBe(true);
  });
});

function isOver(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}
