import type { PlotColours } from './drawing.ts';

/** Reads the colours of the page for a drawing: they are custom properties of its root. Where colours are forced they have names, which are resolved here. */
export function plotColours(): PlotColours {
  const style = getComputedStyle(document.documentElement);
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  const colour = (name: string) => {
    const text = style.getPropertyValue(`--${name}`).trim();
    if (pen === null) return text;
    pen.fillStyle = text;
    return typeof pen.fillStyle === 'string' ? pen.fillStyle : text;
  };
  return {
    ink: colour('ink'),
    soft: colour('edge'),
    label: colour('ink-soft'),
    line: colour('line'),
    band: colour('sunken'),
    known: colour('accent'),
    corrected: colour('known-at'),
    retracted: colour('bad'),
    accent: colour('ink'),
  };
}
