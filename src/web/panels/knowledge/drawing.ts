/** Colours of the drawing, as CSS has them. */
export interface PlotColours {
  readonly ink: string;
  /** Of shapes: what is not there yet, ticks. */
  readonly soft: string;
  /** Of words beside the lines. */
  readonly label: string;
  readonly line: string;
  readonly band: string;
  readonly known: string;
  readonly corrected: string;
  readonly retracted: string;
  readonly accent: string;
}

/** Words in the drawing. */
export interface PlotWords {
  readonly atOnce: string;
  readonly lagName: (name: string) => string;
  readonly time: (ms: number, span: number) => string;
  readonly font: string;
}

/** What draws. */
export type Pen = CanvasRenderingContext2D;
