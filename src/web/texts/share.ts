import { formatCount, formatCountOf } from '../format/numbers.ts';

const facts = (count: number): string => formatCountOf(count, 'fact', 'facts');

/** What the share menu, exported files and printed pages say. */
export const shareTexts = {
  link: 'Link',
  linkNote:
    'It names both clocks and the newest position on the screen, so it always shows what is there now.',
  picture: 'Picture of the timeline',
  pictureNote: 'The window on the screen with all its lanes; both moments stand below it.',
  scale: 'Size of PNG',
  scales: { 1: 'As on the screen', 2: 'Twice as large', 3: 'Three times as large' },
  png: 'Save PNG',
  svg: 'Save SVG',
  data: 'Facts',
  dataNote: 'All facts in the window, with the filters, as of this moment on both clocks.',
  withRetracted: 'With what was retracted',
  csv: 'Save CSV',
  ndjson: 'Save NDJSON',
  numbers: 'Numbers',
  numbersNote: 'For a table: each with its range and its sources, and the moment.',
  copySituation: 'Copy situation as CSV',
  copyComparison: 'Copy comparison of the situation as CSV',
  copiedNumbers: 'Copied: paste it into a table.',
  paper: 'Paper',
  print: 'Print',
  running: (count: number) => `${facts(count)} so far`,
  progress: 'How much of the window is written',
  cancel: 'Cancel',
  cancelled: 'Cancelled: nothing was saved.',
  failed: (sentence: string) => `Nothing was saved. ${sentence}`,
  savedFacts: (count: number, name: string) => `Saved ${facts(count)} as ${name}`,
  savedPicture: (name: string) => `Saved the timeline as ${name}`,
  noPicture: 'There is no timeline to save yet.',
  tooLarge: (count: number, bytes: number) =>
    `${formatCount(count)} facts are more than the ${formatCount(Math.floor(bytes / 1_048_576))} MiB that a page saves at once. Choose a shorter window, or use filters.`,
  /** The time is null where nothing was recorded, undefined where it is not known. */
  known: (position: number, time: string | null | undefined) =>
    time === null
      ? 'nothing recorded yet'
      : time === undefined
        ? `position ${position}`
        : `position ${position}, recorded ${time}`,
  window: 'Window',
  fromTo: (from: string, to: string) => `${from} to ${to}`,
  filters: 'Filters',
  words: (text: string) => `words “${text}”`,
  about: 'About',
  permalink: 'Permalink',
  comparedAsOf: (clock: string) => `Compared with: ${clock.toLowerCase()}`,
  printed: 'Timeline as of a moment',
  lanesMore: 'There are more lanes than fit on paper: filter, or save a picture.',
  lanesLeftOut: 'There are more lanes than a picture has room for: these are the first.',
  selected: 'Selected event',
  occurred: 'Occurred',
  recorded: 'Recorded',
  sources: 'Sources',
  standing: 'Stands',
} as const;
