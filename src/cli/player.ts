/** How a replay is given its time by whoever watches. */
export interface Player {
  /** How many times as fast as it went; 0 as fast as it is read. */
  readonly speed: number;
  readonly isPaused: boolean;
  /** How much of the way to the next step is left, in milliseconds of the axis. */
  readonly msLeft: number;
  /** Waits as long as so many milliseconds of the axis take; no time passes while it is paused. */
  wait(axisMs: number): Promise<void>;
  /** Waits while it is paused, until it goes on or one step is asked for. */
  gate(): Promise<void>;
  /** Stops or goes on. */
  pause(): void;
  /** Takes the next step at once; what is paused stays so. */
  step(): void;
  /** Lets no more time pass before the next step. */
  skip(): void;
  /** Plays so many times as fast as now. */
  change(factor: number): void;
}

/** What a player is made of. */
export interface PlayerOptions {
  readonly speed: number;
  readonly isPaused: boolean;
  /** Longest wait between two steps, in milliseconds. */
  readonly gapMsMax: number;
  /** Milliseconds of any epoch. */
  readonly clock: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends every wait. */
  readonly signal: AbortSignal;
  /** Hears that time has passed. */
  readonly onTick?: () => Promise<void>;
}

/** How often is told that time passes, in milliseconds. */
const tickMs = 250;

/** A speed stays in a range that numbers can count in. */
const speeds = { least: 1 / 1024, most: 2 ** 40 };

/** What whoever watches changes next, and when that was. */
interface Change {
  readonly controller: AbortController;
  at: number | undefined;
}

function nextChange(): Change {
  return { controller: new AbortController(), at: undefined };
}

/** Creates a player. */
export function createPlayer({ clock, signal, onTick, ...options }: PlayerOptions): Player {
  let { speed, isPaused } = options;
  let msLeft = 0;
  let isSkipped = false;
  let steps = 0;
  let change = nextChange();
  const changed = (): void => {
    change.at = clock();
    change.controller.abort();
    change = nextChange();
  };
  const untilChanged = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const either = AbortSignal.any([signal, change.controller.signal]);
    if (either.aborted) return;
    either.addEventListener('abort', () => resolve(), { once: true });
    await promise;
  };
  const isHeld = (): boolean => isPaused && steps === 0 && !signal.aborted;
  const isOver = (): boolean => isSkipped || steps > 0 || signal.aborted;

  return {
    get speed() {
      return speed;
    },
    get isPaused() {
      return isPaused;
    },
    get msLeft() {
      return msLeft;
    },
    async wait(axisMs) {
      msLeft = axisMs;
      isSkipped = false;
      let gapMsLeft = options.gapMsMax;
      while (msLeft > 0 && gapMsLeft > 0 && !isOver()) {
        if (isPaused) {
          await untilChanged();
          continue;
        }
        if (speed === 0) break;
        // Whoever watches may change the speed meanwhile: what has passed, passed at this one.
        const [speedNow, awaited, startedAt] = [speed, change, clock()];
        const whole = msLeft / speedNow;
        const ms = Math.min(whole, gapMsLeft, tickMs);
        await options.wait(ms, AbortSignal.any([signal, awaited.controller.signal]));
        const passed = Math.min(ms, Math.max(0, (awaited.at ?? Number.POSITIVE_INFINITY) - startedAt));
        msLeft = passed === whole ? 0 : msLeft - passed * speedNow;
        gapMsLeft -= passed;
        await onTick?.();
      }
      msLeft = 0;
    },
    async gate() {
      while (isHeld()) await untilChanged();
      steps = Math.max(0, steps - 1);
    },
    pause() {
      isPaused = !isPaused;
      changed();
    },
    step() {
      steps += 1;
      changed();
    },
    skip() {
      isSkipped = true;
      changed();
    },
    change(factor) {
      if (speed > 0) speed = Math.min(speeds.most, Math.max(speeds.least, speed * factor));
      changed();
    },
  };
}
