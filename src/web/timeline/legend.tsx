import './legend.css';
import { timelineTexts } from '../texts/timeline.ts';
import { standing } from './cut.ts';
import { glyph, readingGlyph } from './glyphs.ts';
import type { Palette } from './inks.ts';
import { ink } from './inks.ts';
import { Sample } from './sample.tsx';
import type { SampleProps } from './sample.tsx';

type Draw = SampleProps['draw'];

const { legend } = timelineTexts;

const statusRow =
  (status: number): Draw =>
  (surface, x, y) => {
    surface.glyph(readingGlyph(standing.full, status), x, y);
  };
const standingRow =
  (stands: number): Draw =>
  (surface, x, y) => {
    surface.glyph(readingGlyph(stands, 0), x, y);
  };
const bar =
  (length: number): Draw =>
  (surface, x, y) => {
    surface.box(ink.mark, x - length / 2, y - 3, length, 7);
    surface.glyph(readingGlyph(standing.full, 0), x - length / 2, y);
  };

/** What there is to explain, each with its sample. */
const rows: readonly (readonly (readonly [string, Draw])[])[] = [
  [
    [legend.statuses.stated, statusRow(0)],
    [legend.statuses.corrected, statusRow(1)],
    [legend.statuses.retracted, statusRow(2)],
    [legend.statuses.reinstated, statusRow(3)],
  ],
  [
    [legend.standings.may, standingRow(standing.may)],
    [legend.standings.notYet, standingRow(standing.notYet)],
    [legend.standings.notKnown, standingRow(standing.notKnown)],
    [legend.standings.older, standingRow(standing.older)],
  ],
  [
    [legend.shapes.bar, bar(30)],
    [legend.shapes.whisker, drawWhisker],
    [legend.shapes.open, drawOpen],
    [legend.shapes.soft, drawSoft],
    [legend.shapes.cluster, drawCluster],
  ],
  [
    [legend.signs.late, drawLate],
    [legend.signs.uncertain, (surface, x, y) => surface.glyph(glyph.uncertain, x, y)],
    [legend.signs.approximate, (surface, x, y) => surface.glyph(glyph.approximate, x, y)],
    [legend.rules.asOf, (surface, x) => surface.down(ink.asOf, x - 1, 0, 20, 2, false)],
    [legend.rules.knownAt, (surface, x) => surface.down(ink.knownAt, x - 1, 0, 20, 2, true)],
  ],
];

function drawLate(...[surface, x, y]: Parameters<Draw>): void {
  surface.glyph(readingGlyph(standing.full, 0), x, y);
  surface.glyph(glyph.late, x, y);
}

function drawWhisker(...[surface, x, y]: Parameters<Draw>): void {
  surface.across(ink.mark, x - 15, y, 30, false);
  surface.down(ink.mark, x + 15, y - 3, 7, 1, false);
  surface.glyph(readingGlyph(standing.full, 0), x - 15, y);
}

function drawOpen(...[surface, x, y]: Parameters<Draw>): void {
  surface.box(ink.mark, x - 15, y - 3, 20, 7);
  surface.glyph(readingGlyph(standing.full, 0), x - 15, y);
  surface.glyph(glyph.open, x + 7, y);
  surface.across(ink.mark, x + 9, y, 14, true);
}

function drawSoft(...[surface, x, y]: Parameters<Draw>): void {
  surface.box(ink.mark, x - 15, y - 3, 22, 7);
  surface.box(ink.mark, x + 7, y - 2, 4, 5);
  surface.box(ink.mark, x + 11, y, 4, 1);
  surface.glyph(readingGlyph(standing.full, 0), x - 15, y);
}

function drawCluster(...[surface, x, y]: Parameters<Draw>): void {
  surface.box(ink.soft, x - 14, y - 7, 28, 14);
  surface.box(ink.mark, x - 14, y - 7, 28, 2);
  surface.count('57', x, y + 1);
}

/** Explains shapes and signs of the timeline. */
export function Legend({ palette }: { readonly palette: Palette }) {
  return (
    <>
      {rows.map((group) => (
        <ul key={group[0]?.[0]}>
          {group.map(([words, draw]) => (
            <li key={words}>
              <Sample palette={palette} draw={draw} />
              {words}
            </li>
          ))}
        </ul>
      ))}
    </>
  );
}
