import type { ReadonlySignal } from '@preact/signals';
import { computed, effect, signal, untracked } from '@preact/signals';

import type { Asked } from '../model.ts';

/** What is asked, and how answers are had. */
export interface AskingOptions<Question, Answer> {
  /** What is to be asked now, made of signals; undefined while it cannot be. Questions with the same `key` are the same. */
  readonly question: () => (Question & { readonly key: string }) | undefined;
  readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  /** Says in a sentence why there is no answer. */
  readonly faultOf: (error: unknown) => string;
  /** Calls back with the next frame that is drawn. */
  readonly frame: (callback: () => void) => void;
  /** Whether a question goes on for long enough that the next one may wait for its answer: while something is dragged. */
  readonly isMoving: () => boolean;
  /** Changes when what failed is worth asking for again. */
  readonly again: ReadonlySignal<unknown>;
  /** Counts how often the server was there again, 0 before it first was: what is on its way from before it went is given up then, as it may hang for ever. */
  readonly returns?: ReadonlySignal<number>;
}

/**
 * Asks a question that goes on changing: one at a time, the latest next, and none that is not looked at.
 *
 * While something is dragged an answer that is on its way is waited for, so that what is shown moves along; else it is
 * given up at once for the new question. `loading` stands from the moment at which the question changes.
 */
export function createAsking<Question, Answer>(
  options: AskingOptions<Question, Answer>,
): ReadonlySignal<Asked<Answer>> {
  const { question, ask, faultOf, frame, isMoving, again, returns } = options;
  const key = computed(() => question()?.key);
  let stop: (() => void) | undefined;
  let running: Running | undefined;
  let answered: string | undefined;
  let isDue = false;

  const asked = signal<Asked<Answer>>(
    { state: 'loading', answer: undefined },
    { watched: begin, unwatched: end },
  );

  function begin(): void {
    stop ??= effect(() => {
      const wanted = key.value;
      void again.value;
      if (hangs(running, returns?.value ?? 0)) giveUp();
      if (wanted === undefined) return;
      if (wanted !== answered) become('loading');
      // What drags does so once a frame: to wait for another would show each state a frame later.
      if (isMoving()) return untracked(go);
      if (isDue) return;
      isDue = true;
      frame(() => {
        isDue = false;
        go();
      });
    });
  }

  function end(): void {
    stop?.();
    stop = undefined;
    giveUp();
  }

  function giveUp(): void {
    running?.abort.abort();
    running = undefined;
  }

  function become(state: 'loading' | 'there'): void {
    const { state: before, answer } = asked.peek();
    if (before !== state) asked.value = { state, answer };
  }

  function go(): void {
    const next = stop === undefined ? undefined : question();
    if (next === undefined || next.key === running?.key) return;
    if (running !== undefined && isMoving()) return;
    giveUp();
    if (next.key === answered) become('there');
    else void run(next);
  }

  async function run(next: Question & { readonly key: string }): Promise<void> {
    const mine = { key: next.key, abort: new AbortController(), since: returns?.peek() ?? 0 };
    running = mine;
    become('loading');
    try {
      const answer = await ask(next, mine.abort.signal);
      if (running !== mine) return;
      answered = next.key;
      asked.value = { state: key.peek() === next.key ? 'there' : 'loading', answer };
    } catch (error) {
      if (running !== mine) return;
      answered = undefined;
      asked.value = { state: 'failed', answer: asked.peek().answer, fault: faultOf(error) };
    }
    running = undefined;
    if (key.peek() !== next.key) go();
  }

  return asked;
}

/** A question that is on its way. */
interface Running {
  readonly key: string;
  readonly abort: AbortController;
  /** How often the server had been there when it was asked. */
  readonly since: number;
}

/** Tells whether a question was asked before the server went and came back; that it came to be there at all gives up nothing. */
function hangs(running: Running | undefined, returns: number): boolean {
  return running !== undefined && running.since > 0 && running.since !== returns;
}
