import { digesting } from './bad-days.ts';
import type { Digest } from './bad-days.ts';
import type { Serving } from './serving.ts';

/** A log that one process writes through a server, and of which it knows the state at every position. */
export interface CountedLog {
  head(): number;
  /** Appends so many events; after a failure the same again, for what was recorded before is not recorded twice. */
  append(serving: Serving, count: number): Promise<void>;
  /** The state of `digest` at a position. */
  stateAt(position: number): Digest;
  /** The state of one key of `by-tag` at a position. */
  keyedStateAt(position: number, key: string): Digest;
}

/** Keys of the facts, taken in turn. */
export const countedKeys = ['tag:0', 'tag:1', 'tag:2', 'tag:3'] as const;

/** Makes a log whose events occur one after the other, so that the state at a position is that of its first events. */
export function createCountedLog(): CountedLog {
  const { initial, evolve } = digesting();
  const states: Digest[] = [initial];
  const keyed = countedKeys.map(() => [initial]);
  const firstMs = Date.UTC(2025, 0, 1);
  const eventAt = (position: number) => ({
    id: `fact-${position}`,
    type: 'ThingSeen',
    occurred: new Date(firstMs + position * 1000).toISOString(),
    data: { title: `fact ${position}`, count: position % 10, about: [keyOf(position)] },
  });
  const keyOf = (position: number) => countedKeys[position % countedKeys.length] ?? countedKeys[0];
  return {
    head: () => states.length - 1,
    async append(serving, count) {
      const head = states.length - 1;
      const positions = Array.from({ length: count }, (_, index) => head + index + 1);
      await serving.append('seen-here', positions.map(eventAt));
      for (const position of positions) {
        const fact = { position, reading: { by: `fact-${position}` } } as Parameters<typeof evolve>[1];
        states.push(evolve(states.at(-1) ?? initial, fact));
        for (const [index, those] of keyed.entries()) {
          const before = those.at(-1) ?? initial;
          those.push(countedKeys[index] === keyOf(position) ? evolve(before, fact) : before);
        }
      }
    },
    stateAt: (position) => states[position] ?? initial,
    keyedStateAt: (position, key) => keyed[countedKeys.indexOf(key as 'tag:0')]?.[position] ?? initial,
  };
}
