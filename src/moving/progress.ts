/** What a move is at: comparing what is there already, copying, reading both logs whole, comparing states. */
export type MoveStep = 'comparing' | 'copying' | 'reading' | 'answering';

/** How far a move is in its step, in events, or in states where it compares answers. */
export interface MoveProgress {
  readonly step: MoveStep;
  readonly done: number;
  readonly of: number;
}

/** What every step of a move heeds. */
export interface MoveRun {
  /** The last position that is moved. */
  readonly position: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: MoveProgress) => Promise<void>;
}

/** Events that are read at a time. */
export const readAtATime = 1000;

/** Lets others have their turn, and throws the reason of a signal that aborted meanwhile. */
export async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
