import type { AccessControl } from '../access/port.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { EventLog } from '../store/port.ts';

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
  /** `memory:`, `sqlite:` and a path, or the connection string of a cluster. */
  readonly store: string;
  /** The path of the replica of a log in a cluster. */
  readonly index: string;
  readonly readOnly: boolean;
  /** The path of a TypeScript module with more event types and projections. */
  readonly module?: string | undefined;
}

/** What is copied into which file, or out of which file. */
export interface CopyRequest {
  /** `sqlite:` and a path. */
  readonly store: string;
  /** The path of a TypeScript module with more event types, which the copy is verified by. */
  readonly module: string | undefined;
  readonly file: string;
  /** Whether it may take the place of what is there. */
  readonly force: boolean;
  /** Hears the share that is copied, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** A copy that was read whole and found to hold. */
export interface CopyChecked {
  readonly events: number;
  /** Its last event; its recorded time is in milliseconds of the Unix epoch. */
  readonly head: { readonly position: number; readonly recordedAt: number | null };
  /** The hash that the chain over all events ends in, in hexadecimal. */
  readonly hash: string;
  readonly bytes: number;
}

/** The world that commands run in: `main.ts` gives the real one, tests give their own. */
export interface CliContext {
  readonly version: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The name of the account that the process runs as: what is recorded is signed with it. */
  readonly account: string;
  /** The working directory. */
  readonly cwd: string;
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
  /** The folder of the files that `init` writes. */
  readonly templates: string;
  /** The folder of the page that `serve` shows, where it was built. */
  readonly page: string;
  open(request: OpenRequest): Promise<Timeline>;
  /** Opens a timeline with the store under it, for what also serves the log itself; the store closes with the timeline. */
  openToServe(request: OpenRequest): Promise<{ readonly timeline: Timeline; readonly store: EventLog }>;
  /** Opens the tokens of a store; throws as opening a store does. */
  openAccess(store: string, index: string): AccessControl;
  /** Copies a store into a file, beside whoever writes to it, and verifies the copy. */
  backUp(request: CopyRequest): Promise<CopyChecked>;
  /** Verifies a backup and puts it in the place of a store. */
  restore(request: CopyRequest): Promise<CopyChecked>;
  /** Resolves when the process is asked to end. */
  stopped(): Promise<void>;
}
