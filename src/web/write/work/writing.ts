import type { ReadonlySignal, Signal } from '@preact/signals';
import { batch, computed, signal } from '@preact/signals';

import type { Appended } from '../../../client/index.ts';
import { TimelineError } from '../../../client/index.ts';
import type { Asked, PageModel } from '../../model.ts';
import { createAsking } from '../../model/asking.ts';
import { sentenceOf } from '../../model/fault.ts';
import type { Fault } from '../form/fault.ts';
import type { Between, StreamRevision } from './between.ts';
import { cameBetween, revisionOf } from './between.ts';
import type { Draft } from './draft.ts';
import type { KeptDraft } from './drafts.ts';
import { faultsOfDraft } from './faults-of-draft.ts';
import type { Opened } from './opening.ts';
import type { Previewed } from './previewing.ts';
import { previewOf } from './previewing.ts';
import { proposalOf } from './proposal.ts';
import { faultOfRefusal } from './refusal.ts';
import { createRequestKeys } from './request-key.ts';
import { sendTo } from './sending.ts';

/** A form that is being filled in. */
export interface Writing {
  readonly opened: Opened;
  readonly draft: ReadonlySignal<Draft>;
  readonly schema: Signal<Opened['schema']>;
  /** Where the stream was when it was chosen; undefined while it is looked up. */
  readonly expected: Signal<StreamRevision | undefined>;
  /** JSON Pointers of members that are open although nothing stands in them. */
  readonly open: Signal<ReadonlySet<string>>;
  /** JSON Pointers of fields that something was typed into: their faults are shown. */
  readonly touched: Signal<ReadonlySet<string>>;
  /** Everything that is wrong, in the order of the form. */
  readonly faults: ReadonlySignal<readonly Fault[]>;
  readonly preview: ReadonlySignal<Asked<readonly Previewed[]>>;
  /** Whether it is on its way, or was given up because no server answers. */
  readonly stand: ReadonlySignal<'open' | 'sending' | 'lost'>;
  /** What came in between, where somebody was faster. */
  readonly between: Signal<Between | undefined>;
  /** Changes the draft; what the server refused of the one before is forgotten. */
  change(draft: Draft): void;
  /** Records it; undefined where it was not recorded: then the faults, or what came in between, say why. */
  send(): Promise<Appended | undefined>;
}

/** What writing needs. */
export interface WritingOptions {
  readonly model: Pick<PageModel, 'client' | 'projections'>;
  /** The id of the fact that is written about; empty for a new event. */
  readonly fact: string;
  readonly opened: Opened;
  readonly kept?: KeptDraft | undefined;
  /** How long typing must rest before a preview is asked for, in milliseconds. */
  readonly restMs?: number;
}

const nothing: ReadonlySet<string> = new Set();

/** Makes what a form stands on: the draft, what is wrong with it, what it would change, and its sending. */
export function createWriting({ model, fact, opened, kept, restMs = 300 }: WritingOptions): Writing {
  const { client, projections } = model;
  const { kind } = opened;
  const draft = signal(kept?.draft ?? opened.draft);
  const schema = signal(opened.schema);
  const expected = signal(kept?.expected ?? opened.expected);
  const touched = signal(kept?.touched ?? nothing);
  const refused = signal<readonly Fault[]>([]);
  const between = signal<Between | undefined>(undefined);
  const stand = signal<'open' | 'sending' | 'lost'>('open');
  const own = computed(() => faultsOfDraft(kind, draft.value, schema.value));
  const keyOf = createRequestKeys();
  const proposed = computed(() => proposalOf(kind, draft.value, fact));
  const preview = createAsking({
    question() {
      if (own.value.length > 0) return undefined;
      const single = projections.value.filter(({ keyed, health }) => !keyed && health === 'ok');
      const asked = { proposed: proposed.value, projections: single.map(({ name }) => name) };
      return { ...asked, key: JSON.stringify(asked) };
    },
    ask: async (question, ending) => previewOf(client, question, ending),
    faultOf(error) {
      const fault = faultOfRefusal(error, kind);
      if (fault.pointer !== '') refused.value = [fault];
      return sentenceOf(error);
    },
    frame: (callback) => void setTimeout(callback, restMs),
    isMoving: () => false,
    again: signal(0),
  });

  async function record(): Promise<Appended | undefined> {
    try {
      const { revision } = await expectedNow();
      const request = { proposed: proposed.peek(), expectedRevision: revision };
      return await sendTo(client, { ...request, idempotencyKey: keyOf(request) });
    } catch (error) {
      await fail(error);
      return undefined;
    }
  }

  async function expectedNow(): Promise<StreamRevision> {
    const { stream } = draft.peek();
    const known = expected.peek();
    if (known?.stream === stream) return known;
    return (expected.value = { stream, revision: await revisionOf(client, stream) });
  }

  async function fail(error: unknown): Promise<void> {
    const code = error instanceof TimelineError ? error.code : undefined;
    stand.value = code === 'store-unreachable' ? 'lost' : 'open';
    if (code === 'store-unreachable') return;
    if (code !== 'wrong-expected-revision') return void (refused.value = [faultOfRefusal(error, kind)]);
    const { stream, revision } = await expectedNow();
    const came = await cameBetween(client, stream, revision).catch(() => undefined);
    if (came === undefined) refused.value = [{ pointer: '', sentence: sentenceOf(error) }];
    between.value = came;
  }

  return {
    opened,
    draft,
    schema,
    expected,
    open: signal(kept?.opened ?? nothing),
    touched,
    faults: computed(() => [...own.value, ...refused.value]),
    preview,
    stand,
    between,
    change(next) {
      batch(() => {
        draft.value = next;
        refused.value = [];
        if (stand.peek() === 'lost') stand.value = 'open';
      });
    },
    async send() {
      if (stand.peek() === 'sending' || own.peek().length > 0) return undefined;
      stand.value = 'sending';
      between.value = undefined;
      refused.value = [];
      const appended = await record();
      if (stand.peek() === 'sending') stand.value = 'open';
      return appended;
    },
  };
}
