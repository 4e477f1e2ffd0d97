import { glyphs } from './glyphs.ts';
import type { GlyphPart } from './glyphs.ts';
import type { Palette } from './inks.ts';
import { ink } from './inks.ts';
import { face as faceOf, faces, fontFamily } from './surface.ts';
import type { Face, Surface } from './surface.ts';

/** What an SVG says of itself, for those who do not see it. */
export interface SvgNames {
  readonly title: string;
  readonly description: string;
}

/** Writes a drawing as SVG. */
export interface SvgSurface extends Surface {
  /** Ends the drawing; returns the document. */
  finish(names: SvgNames): string;
}

/** Begins an SVG of a size in CSS pixels; `measure` tells how wide text is, which only a browser knows. */
export function createSvgSurface(
  width: number,
  height: number,
  palette: Palette,
  measure: (face: Face, text: string) => number,
): SvgSurface {
  const parts: string[] = [];
  const clips: string[] = [];
  const used = new Set<number>();
  const colour = (of: number | undefined): string => (of === undefined ? 'none' : (palette[of] ?? 'none'));
  const put = (
    name: string,
    attributes: Readonly<Record<string, string | number>>,
    inside?: string,
  ): void => {
    parts.push(element(name, attributes, inside));
  };
  const textOf = (fill: number, face: Face, words: string, x: number, y: number, anchor: string): void => {
    const { size, weight } = faces[face];
    const font = { 'font-size': size, 'font-weight': weight };
    put(
      'text',
      { x, y: y + size * 0.36, fill: colour(fill), 'text-anchor': anchor, ...font },
      escapeXml(words),
    );
  };
  const anchors = { left: 'start', center: 'middle', right: 'end' } as const;
  return {
    width,
    height,
    within(left, top, right, bottom) {
      if (clips.length > 0) parts.push('</g>');
      const box = { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
      clips.push(`<clipPath id="clip-${clips.length}">${element('rect', box)}</clipPath>`);
      parts.push(`<g clip-path="url(#clip-${clips.length - 1})">`);
    },
    box: (of, x, y, across, down) => put('rect', { x, y, width: across, height: down, fill: colour(of) }),
    outline: (of, x, y, across, down, isDotted) =>
      put('rect', {
        x: x + 0.5,
        y: y + 0.5,
        width: Math.max(0, across - 1),
        height: Math.max(0, down - 1),
        fill: 'none',
        stroke: colour(of),
        ...(isDotted ? { 'stroke-dasharray': '2 2' } : {}),
      }),
    across: (of, x, y, length, isDotted) =>
      put('path', {
        d: `M${short(x)} ${short(y + 0.5)}h${short(length)}`,
        stroke: colour(of),
        ...(isDotted ? { 'stroke-dasharray': '2 2' } : {}),
      }),
    down: (of, x, y, length, thickness, isDashed) =>
      put('path', {
        d: `M${short(x + thickness / 2)} ${short(y)}v${short(length)}`,
        stroke: colour(of),
        'stroke-width': thickness,
        ...(isDashed ? { 'stroke-dasharray': '6 4' } : {}),
      }),
    glyph(number, x, y) {
      used.add(number);
      put('use', { href: `#glyph-${number}`, x: x + 0.5, y: y + 0.5 });
    },
    count: (digits, x, y) => textOf(ink.text, faceOf.count, digits, x, y, 'middle'),
    text: (of, face, words, x, y, align) => textOf(of, face, words, x, y, anchors[align]),
    measure,
    finish({ title, description }) {
      const definitions = [...used]
        .toSorted((one, other) => one - other)
        .map((number) => {
          const shapes = (glyphs[number] ?? []).map((part) => glyphShape(part, colour));
          return `<g id="glyph-${number}" stroke-linecap="round" stroke-linejoin="round">${shapes.join('')}</g>`;
        });
      return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc" font-family="${escapeXml(fontFamily)}">`,
        `<title id="title">${escapeXml(title)}</title>`,
        `<desc id="desc">${escapeXml(description)}</desc>`,
        `<defs>${clips.join('')}${definitions.join('')}</defs>`,
        ...parts,
        ...(clips.length > 0 ? ['</g>'] : []),
        '</svg>',
      ].join('\n');
    },
  };
}

function glyphShape(
  { path, fill, stroke, width, dash }: GlyphPart,
  colour: (of: number | undefined) => string,
): string {
  return element('path', {
    d: path,
    fill: colour(fill),
    stroke: colour(stroke),
    ...(width === undefined ? {} : { 'stroke-width': width }),
    ...(dash === undefined ? {} : { 'stroke-dasharray': dash.join(' ') }),
  });
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, inside = ''): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`,
  );
  return `<${name}${written.join('')}${inside === '' ? '/>' : `>${inside}</${name}>`}`;
}

function short(length: number): string {
  return String(Math.round(length * 100) / 100);
}

/** Characters that XML has no place for are left out: they would make the whole document unreadable. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
