import { formatCount, formatCountOf } from '../format/numbers.ts';

/** What the live pill and the notice of a changed past say. */
export const liveTexts = {
  label: 'How the page follows the log',
  live: 'Live',
  catchingUp: 'Catching up',
  paused: 'Paused',
  pausedWithNew: (count: number) => `Paused · ${formatCount(count)} new`,
  pausedWithMany: (least: number) =>
    least <= 1
      ? 'Paused. There is something new.'
      : `Paused. There are ${formatCount(least)} new changes or more.`,
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  about: {
    live: 'The page shows now, and everything as soon as it is recorded.',
    'catching-up': 'The page is hearing what was recorded while it was away.',
    paused: 'The past is looked at. What is recorded meanwhile waits, so that nothing moves.',
    reconnecting: 'The connection is lost. It is made again, and goes on where it was: nothing is missed.',
    offline: 'The server does not answer. What is on the screen may be old; the page goes on trying.',
  },
  unseen: (count: number) => `${formatCountOf(count, 'change was', 'changes were')} recorded meanwhile.`,
  showNew: 'Show what is new',
  goLive: 'Go to now',
  reportedLate: (count: number, title: string) =>
    count === 1
      ? `Reported late: ${title}`
      : `${formatCount(count)} events were reported late, the last of them: ${title}`,
  changed: {
    title: (count: number) =>
      count === 1
        ? 'What is known of this past has changed'
        : `What is known of this past has changed in ${formatCount(count)} facts`,
    titleOfMany: (least: number) =>
      least <= 1
        ? 'What is known of this past has changed'
        : `What is known of this past has changed in ${formatCount(least)} facts or more`,
    corrected: 'What is on the screen was corrected',
    known: 'You look at what was known then: that stays as it is.',
    why: {
      stated: 'reported late',
      corrected: 'corrected',
      retracted: 'retracted',
      reinstated: 'reinstated',
      occurred: 'its time has come',
      certainty: 'counts otherwise',
    },
    more: (count: number) => `and ${formatCount(count)} more`,
    show: 'Show as known now',
    open: (title: string) => `Open ${title}`,
    keep: 'Keep what is shown',
  },
};
