/** What is said about what somebody typed for a moment. */
export const typedTexts = {
  empty: 'Type a time, a date or now.',
  noTime: (text: string) =>
    `“${text}” is no time: write one such as 2025-07-03 20:00, 3 July 2025 20:00, a date, or now.`,
  noSuchTime: (text: string, why: string) => `“${text}” ${why}.`,
  ahead: (position: number, head: number) =>
    `The log has come to position ${head}: there is no position ${position} yet.`,
};
