/** Which rows of a list of rows of one height are to be there. */
export interface RowRange {
  /** The first, and the one after the last. */
  readonly first: number;
  readonly end: number;
}

/** How many rows are there beyond what is seen, so that scrolling meets no gap. */
const beyond = 6;

/** Returns which rows are seen at a place of scrolling, with some beyond both ends. */
export function rowsInView(scrollTop: number, height: number, rowHeight: number, count: number): RowRange {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - beyond);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + beyond);
  return { first: Math.min(first, end), end };
}

/** Returns where to scroll so that a row is seen wholly; where it is seen already, the same place. */
export function scrollTopFor(row: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop;
}

/** Returns which row a key leads to from one of so many; undefined for a key that leads nowhere. */
export function rowAfterKey(key: string, row: number, count: number, page: number): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: count - 1,
  };
  const next = Object.hasOwn(moves, key) ? moves[key] : undefined;
  return next === undefined || count === 0 ? undefined : Math.min(count - 1, Math.max(0, next));
}
