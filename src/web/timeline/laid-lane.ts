/** Where everything of one lane stands at one zoom level: items, which are single readings or clusters, row by row in the order of time. */
export interface LaneLayout {
  /** Milliseconds of occurred time a CSS pixel, at which it was worked out; it holds for what is zoomed in further. */
  readonly msPerPx: number;
  readonly count: number;
  /** Whether its last row is for clusters. */
  readonly hasClusters: boolean;
  /** The items of row `r` are `rowStart[r] … rowStart[r + 1] - 1`. */
  readonly rowStart: Uint32Array;
  /** By item: its row. */
  readonly row: Uint16Array;
  /** By item: when it begins; when it ends, of a cluster when its last member begins. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** By item: the latest end in its row up to it. */
  readonly reach: Float64Array;
  /** By item: its members are the entries `members[memberStart[i]] … members[memberStart[i + 1] - 1]`; a cluster has more than one. */
  readonly memberStart: Uint32Array;
  readonly members: Uint32Array;
  /** By item: how many rows above a cluster are free. */
  readonly headroom: Uint8Array;
  /** By entry, from the lane's first on: the item it is in. */
  readonly itemOf: Uint32Array;
}
