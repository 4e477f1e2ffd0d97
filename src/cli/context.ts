import type { Timeline } from '../engine/timeline.ts';

/** Where a command writes. */
export interface Output {
  /** Resolves when it can take more; rejects with the code `EPIPE` when nobody reads any more. */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  /** How many columns the terminal has now; undefined where there is none. */
  readonly columns: number | undefined;
}

/** What a command does with the keys of a terminal; the text is what they send, several keys at once when they come fast. */
export type KeysHeard = (text: string) => void;

/** What opens a timeline. */
export interface OpenRequest {
  /** `memory:`, or `sqlite:` and a path. */
  readonly store: string;
  readonly readOnly: boolean;
  /** The path of a TypeScript module with more event types and projections. */
  readonly module?: string | undefined;
}

/** The world that commands run in: `main.ts` gives the real one, tests give their own. */
export interface CliContext {
  readonly version: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /**
   * Takes each key of the terminal as it is pressed, unseen, until what it returns is called; Ctrl-C comes as a key too.
   *
   * Undefined where standard input is no terminal.
   */
  readonly takeKeys: ((heard: KeysHeard) => () => void) | undefined;
  /** The folder of streams that `serve` puts into an empty store. */
  readonly foundingStreams: string;
  open(request: OpenRequest): Promise<Timeline>;
  /** Resolves when the process is asked to end. */
  stopped(): Promise<void>;
}
