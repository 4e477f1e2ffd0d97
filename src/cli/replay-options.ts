import type { AskedMoment, AskedReplay } from './asked.ts';
import { momentIn } from './options.ts';
import type { AccessOptions } from './options.ts';

/** The options of `replay`. */
export interface ReplayOptions extends AccessOptions, AskedMoment {
  readonly key?: string;
  readonly axis?: 'occurred' | 'recorded';
  readonly from?: string;
  readonly to?: string;
  readonly speed: number;
  readonly step?: boolean;
  readonly skipGaps?: number | true;
  readonly ndjson?: boolean;
}

/** A replay as it is to be played. */
export interface PlayedOptions extends ReplayOptions {
  readonly projection: string | undefined;
  /** Longest wait between two steps, in milliseconds. */
  readonly gapMsMax: number;
}

/** Returns what is asked for. */
export function replayIn(options: PlayedOptions): AskedReplay {
  const { projection, key, axis, from, to } = options;
  return { ...momentIn(options), projection, key, axis, from, to };
}
