/** The measures of the drawing, in CSS pixels. */
export const sizes = {
  /** How far apart two marks stand at least: the size of one. */
  mark: 11,
  /** A row of marks within a lane. */
  row: 15,
  /** Above and below the rows of a lane. */
  lanePad: 4,
  /** The least rows a lane has: one for marks, one for clusters. */
  rowsMin: 2,
  /** How wide one cluster is at most; what is left without a mark has room for its count. */
  cell: 42,
  /** Between two marks of one row. */
  gap: 2,
  /** How far an interval without a known end is drawn at the least. */
  openStub: 26,
  /** How thick the bar of an interval is. */
  bar: 6,
  /** The axis of occurred time at the top. Above its ticks stands a row with the names of the two rules; where it is narrow they have one each. */
  axis: 40,
  ruleName: 18,
  /** The names of the lanes on the left, where there is room for them. */
  names: 168,
  /** From this width on the names of the lanes stand on the left; below it they stand in the lanes. */
  namesFrom: 620,
  /** Within how far of a mark a pointer means it: targets are 24 wide. */
  reach: 12,
} as const;
