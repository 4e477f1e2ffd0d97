/** What is drawn with which colour: numbers, so that choosing one costs nothing. */
export const ink = {
  paper: 0,
  /** The background beyond as of. */
  beyond: 1,
  /** The background of the axis and of the names. */
  edge: 2,
  line: 3,
  grid: 4,
  text: 5,
  muted: 6,
  /** A reading that holds and has begun. */
  mark: 7,
  /** The inside of what may not have happened yet, and of clusters. */
  soft: 8,
  notYet: 9,
  notKnown: 10,
  older: 11,
  retracted: 12,
  late: 13,
  asOf: 14,
  knownAt: 15,
  selected: 16,
  focus: 17,
  /** The text on the chip of a rule. */
  onRule: 18,
} as const;

/** One of the inks. */
export type Ink = (typeof ink)[keyof typeof ink];

/** The custom property that each ink is read from, by its number. */
export const inkProperties: readonly string[] = Object.keys(ink).map(
  (name) => `--timeline-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
);

/** Colours by ink, as CSS writes them: `rgb(1, 2, 3)`. */
export type Palette = readonly string[];
