import { retracted } from '../model/statuses.ts';
import { standing } from './cut.ts';
import { ink } from './inks.ts';
import type { Ink } from './inks.ts';

/** One stroke or area of a glyph: an SVG path around 0, 0 in CSS pixels. */
export interface GlyphPart {
  readonly path: string;
  readonly fill?: Ink;
  readonly stroke?: Ink;
  readonly width?: number;
  readonly dash?: readonly number[];
}

/** Outlines by status: stated is round, corrected a diamond, retracted round and struck out, reinstated square. */
const outlines = [
  'M-4.2 0A4.2 4.2 0 1 1 4.2 0A4.2 4.2 0 1 1-4.2 0Z',
  'M-5.2 0L0-5.2L5.2 0L0 5.2Z',
  'M-4.2 0A4.2 4.2 0 1 1 4.2 0A4.2 4.2 0 1 1-4.2 0Z',
  'M-3.9-3.9H3.9V3.9H-3.9Z',
] as const;

/** Their left halves: what may not have happened yet is filled by half. */
const halves = [
  'M0-4.2A4.2 4.2 0 0 0 0 4.2Z',
  'M0-5.2L-5.2 0L0 5.2Z',
  'M0-4.2A4.2 4.2 0 0 0 0 4.2Z',
  'M0-3.9H-3.9V3.9H0Z',
] as const;

/** How many statuses a reading can have. */
export const statuses = outlines.length;

/** Returns the number of the glyph for a reading by how it stands and its status. */
export function readingGlyph(stands: number, status: number): number {
  return stands * statuses + status;
}

const first = (standing.full + 1) * statuses;

/** Glyphs that stand beside those of readings. */
export const glyph = {
  /** On the shoulder of a reading that was reported late. */
  late: first,
  /** Beside a reading whose source is not certain, or gives a time that is about right. */
  uncertain: first + 1,
  approximate: first + 2,
  /** Around what is selected, and around what has the focus. */
  selected: first + 3,
  focus: first + 4,
  /** At the end of an interval whose end is open, and of a time that is about right. */
  open: first + 5,
  /** Where a rule lies beyond the edge. */
  toLeft: first + 6,
  toRight: first + 7,
  /** Around what the pointer is on. */
  hovered: first + 8,
} as const;

const others: readonly (readonly GlyphPart[])[] = [
  [{ path: 'M1.6-6.8H7.4V-1Z', fill: ink.late, stroke: ink.paper, width: 0.8 }],
  [
    { path: 'M-2.1-2.4C-2.1-4.9 2.1-4.9 2.1-2.5C2.1-0.9 0-0.9 0 1', stroke: ink.muted, width: 1.3 },
    { path: 'M-0.7 2.4H0.7V3.8H-0.7Z', fill: ink.muted },
  ],
  [{ path: 'M-3.2 0.8C-1.8-1.6-0.9-0.9 0 0C0.9 0.9 1.8 1.6 3.2-0.8', stroke: ink.muted, width: 1.3 }],
  [
    { path: 'M-8 0A8 8 0 1 1 8 0A8 8 0 1 1-8 0Z', stroke: ink.paper, width: 4 },
    { path: 'M-8 0A8 8 0 1 1 8 0A8 8 0 1 1-8 0Z', stroke: ink.selected, width: 2 },
  ],
  [
    { path: 'M-9-9H9V9H-9Z', stroke: ink.paper, width: 4 },
    { path: 'M-9-9H9V9H-9Z', stroke: ink.focus, width: 2 },
  ],
  [{ path: 'M-2-3.5L2.5 0L-2 3.5', stroke: ink.mark, width: 1.6 }],
  [{ path: 'M3-4L-2 0L3 4', stroke: ink.onRule, width: 1.6 }],
  [{ path: 'M-3-4L2 0L-3 4', stroke: ink.onRule, width: 1.6 }],
  [{ path: 'M-7.5 0A7.5 7.5 0 1 1 7.5 0A7.5 7.5 0 1 1-7.5 0Z', stroke: ink.muted, width: 1.4 }],
];

/** All glyphs by number, each drawn part by part. */
export const glyphs: readonly (readonly GlyphPart[])[] = [
  ...Object.values(standing).flatMap((stands) => outlines.map((_, status) => readingParts(stands, status))),
  ...others,
];

function readingParts(stands: number, status: number): readonly GlyphPart[] {
  const path = outlines[status] ?? outlines[0];
  const strike = status === retracted ? [{ path: 'M-6.5 0H6.5', stroke: strikeInk(stands), width: 1.6 }] : [];
  return [...body(path, halves[status] ?? halves[0], stands, status), ...strike];
}

function strikeInk(stands: number): Ink {
  return stands >= standing.may ? ink.retracted : faintInk(stands);
}

function faintInk(stands: number): Ink {
  if (stands === standing.older) return ink.older;
  return stands === standing.notKnown ? ink.notKnown : ink.notYet;
}

/** A body is filled where the reading is part of the past; a retracted one never is. */
function body(path: string, half: string, stands: number, status: number): readonly GlyphPart[] {
  if (stands === standing.older) return [{ path, fill: ink.paper, stroke: ink.older, width: 1 }];
  if (stands === standing.notKnown)
    return [{ path, fill: ink.paper, stroke: ink.notKnown, width: 1.3, dash: [1.4, 1.5] }];
  if (stands === standing.notYet) return [{ path, fill: ink.paper, stroke: ink.notYet, width: 1.3 }];
  if (status === retracted) return [{ path, fill: ink.paper, stroke: ink.retracted, width: 1.3 }];
  if (stands === standing.full) return [{ path, fill: ink.mark }];
  return [
    { path, fill: ink.paper, stroke: ink.mark, width: 1.3 },
    { path: half, fill: ink.mark },
  ];
}
