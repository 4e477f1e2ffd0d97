/** What is said about moments. */
export const momentTexts = {
  asOf: 'As of',
  asOfAbout: 'what had happened',
  knownAt: 'Known at',
  knownAtAbout: 'what had been recorded',
  now: 'now',
  newest: 'newest',
  notKnownYet: 'It was not recorded yet at this moment.',
  nothingKnown: 'nothing recorded yet',
  position: (position: number) => `position ${position}`,
  spokenNow: (time: string) => `now, ${time}`,
  spokenPosition: (position: number, time: string) => `position ${position}, recorded ${time}`,
  spokenNewest: (position: number, time: string) => `the newest, position ${position}, recorded ${time}`,
  ago: (duration: string) => `${duration} ago`,
  inFuture: (duration: string) => `in ${duration}`,
  typedHint: (zone: string) =>
    `A time, a date (its end), yesterday, or now. Without a zone it is taken as ${zone}.`,
  typedKnownHint: (zone: string) =>
    `A time, a date (its end), a position in digits, or newest. Without a zone it is taken as ${zone}.`,
};
