import type { CliContext } from '../../src/cli/context.ts';

/** A terminal whose keys are pressed by hand. */
export interface FakeKeys {
  readonly takeKeys: NonNullable<CliContext['takeKeys']>;
  press(text: string): void;
  /** Whether somebody takes the keys now: the terminal is in raw mode. */
  areTaken(): boolean;
  /** Resolves when somebody takes the keys. */
  taken(): Promise<void>;
}

/** Creates the keys of a terminal. */
export function createFakeKeys(): FakeKeys {
  let heard: ((text: string) => void) | undefined;
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    takeKeys(listener) {
      heard = listener;
      resolve();
      return () => {
        heard = undefined;
      };
    },
    press: (text) => heard?.(text),
    areTaken: () => heard !== undefined,
    taken: async () => promise,
  };
}
