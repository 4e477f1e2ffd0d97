/** What the page as a whole says. */
export const pageTexts = {
  name: 'Asof',
  skip: 'Skip',
  skipToPanel: 'Skip to the panel',
  skipToMoment: 'Skip to the moment',
  timeline: 'Timeline',
  panel: 'Panel',
  loading: 'Loading …',
  partMissing: 'This part of the page did not load.',
  tryAgain: 'Try again',
  close: 'Close',
  dismiss: 'Dismiss',
  notReached: 'The server does not answer',
  triesAgain: 'The page goes on trying by itself.',
  refusedInAddress: (names: readonly string[]) =>
    names.length === 1
      ? `The address says something about ${names.join('')} that means nothing here; the usual is shown instead.`
      : `The address says something about ${listOf(names)} that means nothing here; the usual is shown instead.`,
  aheadOfLog: (position: number) =>
    `The address names position ${position}, which the log has not reached; what is known now is shown instead.`,
  token: {
    title: 'This server asks for a token',
    label: 'Token',
    hint: 'It begins with asof_. It is kept until this tab is closed, and sent to this server only.',
    wrong: {
      'no-token':
        'This is no token: it has a blank, or a character that cannot be seen or sent. Copy it again.',
      refused: 'The server does not take this token.',
    },
    submit: 'Go on',
  },
};

const lists = new Intl.ListFormat('en', { type: 'conjunction' });

function listOf(names: readonly string[]): string {
  return lists.format(names);
}
