import type { ReadonlySignal } from '@preact/signals';
import { computed, signal } from '@preact/signals';

import type { Proposed } from '../../../client/index.ts';
import { waitFor } from '../../../client/wait.ts';
import type { Asked, LiveState, PageModel } from '../../model.ts';
import { createAsking } from '../../model/asking.ts';
import { sentenceOf } from '../../model/fault.ts';
import type { Previewed } from './previewing.ts';
import { previewOf } from './previewing.ts';

/** What a preview is asked with. */
export interface PreviewAskingOptions {
  readonly model: Pick<PageModel, 'client' | 'head' | 'live' | 'projections' | 'returns'>;
  /** What is proposed; undefined while it does not hold. */
  readonly proposed: ReadonlySignal<Proposed | undefined>;
  /** Changes when the form learns by itself that something was recorded. */
  readonly learned: ReadonlySignal<unknown>;
  /** How long typing must rest before it is asked, in milliseconds. */
  readonly restMs: number;
  /** Hears why what is proposed is refused, or that it is not. */
  readonly onRefused: (error: unknown) => void;
}

/** A preview that follows what is proposed and what is recorded. */
export interface PreviewAsking {
  /** What was answered of something else than what is proposed now is not in it. */
  readonly preview: ReadonlySignal<Asked<readonly Previewed[]>>;
  /** Asks again what failed. */
  again(): void;
}

/** How much longer than typing the log must rest before the same is asked again. */
const restsOfLog = 4;

/** Asks what would change, again whenever something is recorded, or the server is back. */
export function createPreviewAsking(options: PreviewAskingOptions): PreviewAsking {
  const { model, proposed, learned, restMs, onRefused } = options;
  const { client, head, live, projections, returns } = model;
  const tries = signal(0);
  const of = computed(() => JSON.stringify(proposed.value ?? null));
  let before: string | undefined;
  const asked = createAsking({
    question() {
      if (proposed.value === undefined) return undefined;
      const single = projections.value.filter(({ keyed, health }) => !keyed && health === 'ok');
      const wanted = { proposed: proposed.value, projections: single.map(({ name }) => name) };
      const log = [head.value.position, unseenOf(live.value), learned.value];
      return { ...wanted, of: of.value, key: JSON.stringify([wanted, log]) };
    },
    async ask(question, ending) {
      // Of a log that goes on growing it is asked now and then.
      if (question.of === before) await waitFor(restsOfLog * restMs, ending);
      before = question.of;
      const changes = await previewOf(client, question, ending);
      onRefused(undefined);
      return { of: question.of, changes };
    },
    faultOf(error) {
      onRefused(error);
      return sentenceOf(error);
    },
    frame: (callback) => void setTimeout(callback, restMs),
    // What is typed gives up what is asked; what is recorded waits for it, or a busy log would leave no time for an answer.
    isMoving: () => of.peek() === before,
    again: computed(() => [returns.value, tries.value]),
    returns,
  });
  return {
    preview: computed(() => ofNow(asked.value, of.value)),
    again() {
      before = undefined;
      tries.value += 1;
    },
  };
}

interface Answered {
  /** What was proposed, as JSON. */
  readonly of: string;
  readonly changes: readonly Previewed[];
}

/** While the same is asked again, its answer stays: nothing flickers when something else is recorded. */
function ofNow({ state, answer, fault }: Asked<Answered>, of: string): Asked<readonly Previewed[]> {
  const changes = answer !== undefined && answer.of === of ? answer.changes : undefined;
  return { state: state === 'loading' && changes !== undefined ? 'there' : state, answer: changes, fault };
}

function unseenOf(live: LiveState): number {
  return live.kind === 'paused' ? live.unseen : 0;
}
