/** Lets work have its turn, one after the other, in the order in which it came. */
export interface Turns {
  /** Runs work when all that came before it is done, and gives what it gives. */
  run<Result>(work: () => Result | Promise<Result>): Promise<Result>;
}

/** Creates turns that nobody has yet. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    async run(work) {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
