import type { Ink } from './inks.ts';

/** How text is set. */
export const face = { label: 0, strong: 1, count: 2, small: 3 } as const;

/** One of the faces. */
export type Face = (typeof face)[keyof typeof face];

/** Size in CSS pixels and weight of each face, by its number. */
export const faces = [
  { size: 11, weight: 400 },
  { size: 12, weight: 600 },
  { size: 10, weight: 600 },
  { size: 10.5, weight: 400 },
] as const;

/** The fonts of the drawing: those of the system. */
export const fontFamily =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

/** Where a text stands to the place it is drawn at. */
export type Align = 'left' | 'center' | 'right';

/** What can be drawn on; all lengths are CSS pixels from the upper left corner. Text is drawn over everything else. */
export interface Surface {
  readonly width: number;
  readonly height: number;
  /** Cuts what is drawn from here on to a box. */
  within(left: number, top: number, right: number, bottom: number): void;
  box(ink: Ink, x: number, y: number, width: number, height: number): void;
  outline(ink: Ink, x: number, y: number, width: number, height: number, isDotted: boolean): void;
  /** A line of one pixel across, or one of a thickness down. */
  across(ink: Ink, x: number, y: number, length: number, isDotted: boolean): void;
  down(ink: Ink, x: number, y: number, length: number, thickness: number, isDashed: boolean): void;
  glyph(glyph: number, x: number, y: number): void;
  /** A short count in digits, with its middle at a place. */
  count(text: string, x: number, y: number): void;
  /** Text with its middle at a height. */
  text(ink: Ink, face: Face, text: string, x: number, y: number, align: Align): void;
  measure(face: Face, text: string): number;
}
