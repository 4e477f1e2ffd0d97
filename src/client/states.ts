import type { AskedStates, Client, KeptState } from './client.ts';
import { keepingState } from './kept-state.ts';
import { errorOfProblem } from './problem-error.ts';

/** Subscribes to a projection and keeps its state. */
export async function* keptStates<State>(
  { state, updates }: Pick<Client, 'state' | 'updates'>,
  projection: string,
  { onFault, ...asked }: AskedStates,
): AsyncGenerator<KeptState<State>, void, undefined> {
  const { key, certainty, signal } = asked;
  const followed = keepingState({
    after: asked.after?.toString(),
    subscribe: (after) => updates(projection, { ...asked, after }),
    // Without it no patch would ever give a state: where it cannot be had, the whole state is told anew.
    stateAt: async ({ asOf, position }) =>
      state(projection, { asOf, knownAt: position, certainty, key, signal }),
    tell: async (sentence) => asked.onLost?.(new Error(sentence), 0),
  });
  for await (const { update, after } of followed) {
    if (update.event === 'caught-up') continue;
    if (update.event === 'fault') {
      await onFault?.(errorOfProblem(update.data) ?? new Error(update.data.detail));
      continue;
    }
    if (after === undefined) continue;
    const { moment } = update.data;
    yield {
      // The caller says what shape the projection's states have.
      state: after.state as State,
      position: moment.position,
      moment,
      id: update.id,
      causes: update.event === 'patch' ? update.data.causes : [],
    };
  }
}
