/** Most entries on one page of an answer. */
export const pageEntriesMax = 1000;
/** Entries on one page when the caller does not say. */
export const pageEntriesUsual = 100;
/** Most readings on one page. */
export const pageReadingsMax = 100_000;
