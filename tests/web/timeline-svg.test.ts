import { describe, expect, test } from 'vitest';

import { compactCount } from '../../src/web/timeline/compact.ts';
import { draw } from '../../src/web/timeline/draw.ts';
import { fitText } from '../../src/web/timeline/fit-text.ts';
import { inkProperties } from '../../src/web/timeline/inks.ts';
import { createSvgSurface } from '../../src/web/timeline/svg.ts';
import { manyReadings } from './harness/many.ts';
import { marksOf } from './harness/marks.ts';
import { sceneOf } from './harness/scene.ts';

const palette = inkProperties.map((_, ink) => `rgb(${ink}, 0, 0)`);
const measure = (_: unknown, text: string) => text.length * 6;
const names = { title: 'A <timeline> & more', description: 'With "quotes" \u0000 and \ud800 half a letter' };

function picture(marks: ReturnType<typeof marksOf>, from: number, to: number, cut = {}) {
  const scene = sceneOf({ marks, frame: { from, to }, cut });
  const surface = createSvgSurface(scene.frame.width, scene.frame.height, palette, measure);
  draw(scene, surface);
  return surface.finish(names);
}

describe('a drawing as SVG', () => {
  test('says what it is, with nothing that XML would stumble over', () => {
    const svg = picture(marksOf([{ position: 1, from: 100, stream: '<script>"&' }]), 0, 1000);
    expect(svg).toContain('<title id="title">A &lt;timeline&gt; &amp; more</title>');
    expect(svg).toContain('With &quot;quotes&quot;  and \ufffd half a letter');
    expect(svg).toContain('role="img" aria-labelledby="title desc"');
    expect(svg).toContain('&lt;script&gt;&quot;&amp;');
    expect(svg).not.toContain('<script');
    expectWellFormed(svg);
  });

  test('draws the same marks as the canvas: a glyph for each reading, by its status and how it stands', () => {
    const marks = marksOf([
      { position: 1, from: 100 },
      { position: 2, from: 300, status: 1, fact: 9 },
      { position: 3, from: 500, status: 2, fact: 8 },
      { position: 4, from: 700 },
      { position: 9, from: 900, fact: 7 },
    ]);
    const svg = picture(marks, 0, 1000, { asOf: 600, position: 5 });
    // A glyph is numbered by how its reading stands, times four, and its status.
    const glyphs = [...svg.matchAll(/<use href="#glyph-(\d+)"/g)].map((match) => Number(match[1]));
    expect(glyphs.filter((number) => number < 20)).toEqual([16, 17, 18, 8, 4]);
    for (const number of glyphs) expect(svg).toContain(`<g id="glyph-${number}"`);
  });

  test('names both moments, the lanes, the zone and the times of the axis', () => {
    const svg = picture(marksOf([{ position: 1, from: 100, stream: 'strikes-kyiv' }]), 0, 86_400_000 * 3);
    for (const words of ['As of a time', 'Known at a time', 'strikes-kyiv', 'UTC', 'Thu 1 Jan 1970', '12:00'])
      expect(svg).toContain(`>${words}<`);
  });

  test('is well formed for all kinds of readings at any zoom', () => {
    const marks = marksOf(manyReadings({ count: 1500 }));
    const start = Date.UTC(2025, 0, 1);
    for (const days of [200, 20, 1])
      expectWellFormed(
        picture(marks, start, start + days * 86_400_000, { asOf: start + 40 * 86_400_000, position: 700 }),
      );
  });
});

describe('short texts', () => {
  test('count in four characters, rounded down', () => {
    expect(
      [0, 999, 1000, 1999, 9999, 10_000, 123_456, 999_999, 1_000_000, 12_345_678].map(compactCount),
    ).toEqual(['0', '999', '1.0k', '1.9k', '9.9k', '10k', '123k', '999k', '1.0M', '12M']);
  });

  test('end in an ellipsis where there is no room, and never within a letter', () => {
    const surface = { measure: (_: unknown, text: string) => Array.from(text).length * 10 };
    expect(fitText(surface, 'short', 60)).toBe('short');
    expect(fitText(surface, 'rather longer', 60)).toBe('rathe…');
    expect(fitText(surface, '🚀🚀🚀🚀🚀🚀', 50)).toBe('🚀🚀🚀…');
  });
});

/** Reads tags and entities one by one: each that opens is closed in its order, and nothing stands bare. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [tag, close, name = '', , empty] of xml.matchAll(
    /<(\/?)([a-zA-Z]+)((?: [a-z-]+="[^"<&]*(?:&[a-z]+;[^"<&]*)*")*)(\/?)>/gi,
  )) {
    expect(tag).toBeDefined();
    if (close === '/') expect(open.pop()).toBe(name);
    else if (empty !== '/') open.push(name);
  }
  expect(open).toEqual([]);
  const text = xml.replaceAll(/<\/?[a-zA-Z]+(?: [a-z-]+="[^"<]*")*\/?>/gi, '');
  expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)|NaN|Infinity|undefined/);
  expect(xml).not.toMatch(/="[^"]*(?:NaN|Infinity|undefined)/);
}
