import { render } from 'preact';

import type { PageModel } from '../model.ts';
import { PrintSheet } from './print-sheet.tsx';
import { printTimeline } from './print-timeline.ts';

/** Has a page made ready for paper whenever it is printed: what it is of, and the timeline as sharp as paper is. */
export function followPrint(model: PageModel): void {
  let sheet: HTMLElement | undefined;

  function begin(): void {
    const styled = document.querySelector('.timeline');
    if (sheet !== undefined || styled === null) return;
    sheet = document.createElement('div');
    sheet.className = 'print-sheet';
    document.body.prepend(sheet);
    const timeline = printTimeline(model, document.documentElement, styled);
    render(<PrintSheet model={model} timeline={timeline} />, sheet);
  }

  function end(): void {
    if (sheet === undefined) return;
    render(null, sheet);
    sheet.remove();
    sheet = undefined;
  }

  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
  // What only looks as if it were printed, such as a preview, tells so by its medium.
  const paper = matchMedia('print');
  paper.addEventListener('change', ({ matches }) => (matches ? begin() : end()));
  if (paper.matches) begin();
}
