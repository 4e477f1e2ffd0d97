/** What the first view says of writing. */
export const writeAccess = {
  add: 'Add',
  addTitle: 'Add an event',
  readOnly: 'Read only',
  readOnlyWhy: 'Read only: the token in use does not allow adding events.',
  noCorrecting: 'Read only: the token in use does not allow corrections.',
} as const;
