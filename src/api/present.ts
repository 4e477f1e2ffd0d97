type Present<Members> = { [Name in keyof Members]: Exclude<Members[Name], undefined> };

/** Drops members that are undefined: what is absent is not there. */
export function present<Members extends object>(members: Members): Present<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  // Only members that are undefined are gone, and their names were optional.
  return Object.fromEntries(entries) as Present<Members>;
}
