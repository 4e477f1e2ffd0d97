import type { AskedMoment } from './asked.ts';
import type { FilterOptions } from './filter-options.ts';
import type { AccessOptions } from './options.ts';

/** The options of `watch`. */
export interface WatchOptions extends AccessOptions, Omit<AskedMoment, 'knownAt'>, FilterOptions {
  readonly timeline?: boolean;
  readonly key?: string;
  readonly after?: string;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}
