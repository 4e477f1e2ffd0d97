import type { ReadonlySignal, Signal } from '@preact/signals';
import { batch, computed, signal } from '@preact/signals';

import type { Appended } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Fault } from '../form/fault.ts';
import type { Between, StreamRevision } from './between.ts';
import type { Draft } from './draft.ts';
import type { KeptDraft } from './drafts.ts';
import { faultsOfDraft } from './faults-of-draft.ts';
import type { JsonWriting } from './json-text.ts';
import { createJsonWriting } from './json-text.ts';
import type { Opened } from './opening.ts';
import type { PreviewAsking } from './preview-asking.ts';
import { createPreviewAsking } from './preview-asking.ts';
import { proposalOf } from './proposal.ts';
import { createRecording } from './recording.ts';
import { faultOfRefusal } from './refusal.ts';
import { createRequestKeys } from './request-key.ts';

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
  readonly preview: PreviewAsking['preview'];
  /** Asks for the preview again, where it failed. */
  readonly previewAgain: PreviewAsking['again'];
  /** The form as JSON: while what is typed there does not hold, nothing is sent. */
  readonly asJson: JsonWriting;
  /** Whether it is on its way, or was given up because no server answers. */
  readonly stand: ReadonlySignal<'open' | 'sending' | 'lost'>;
  /** What came in between, where somebody was faster. */
  readonly between: Signal<Between | undefined>;
  /** Gives its requests their keys. */
  readonly keyOf: (request: unknown) => string;
  /** Changes the draft; what the server refused of the one before is forgotten. */
  change(draft: Draft): void;
  /** Records it; undefined where it was not recorded: then the faults, or what came in between, say why. */
  send(): Promise<Appended | undefined>;
}

/** What writing needs. */
export interface WritingOptions {
  readonly model: Pick<PageModel, 'client' | 'head' | 'live' | 'projections' | 'returns'>;
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
  const { kind } = opened;
  const draft = signal(kept?.draft ?? opened.draft);
  const schema = signal(opened.schema);
  const expected = signal(kept?.expected ?? opened.expected);
  const touched = signal(kept?.touched ?? nothing);
  const keyOf = kept?.keyOf ?? createRequestKeys();
  const asJson = createJsonWriting({ draft, change, kept: kept?.json });
  const own = computed(() => {
    const fault = asJson.json.value?.fault;
    if (fault !== undefined) return [{ pointer: '', sentence: fault }];
    return faultsOfDraft(kind, draft.value, schema.value);
  });
  const proposed = computed(() => proposalOf(kind, draft.value, fact));
  const sending = { client: model.client, kind, fact, draft, proposed, expected, keyOf };
  const { stand, between, refused, record } = createRecording(sending);
  const foreseen = signal<readonly Fault[]>([]);
  const { preview, again } = createPreviewAsking({
    model,
    proposed: computed(() => (own.value.length > 0 ? undefined : proposed.value)),
    learned: computed(() => between.value?.revision),
    restMs,
    onRefused(error) {
      const fault = error === undefined ? undefined : faultOfRefusal(error, kind);
      foreseen.value = fault === undefined || fault.pointer === '' ? [] : [fault];
    },
  });

  function change(next: Draft): void {
    batch(() => {
      asJson.follow(next);
      if (next.stream !== draft.peek().stream) between.value = undefined;
      draft.value = next;
      refused.value = [];
      foreseen.value = [];
      if (stand.peek() === 'lost') stand.value = 'open';
    });
  }

  return {
    opened,
    draft,
    schema,
    expected,
    open: signal(kept?.opened ?? nothing),
    touched,
    faults: computed(() => [...own.value, ...(refused.value.length > 0 ? refused : foreseen).value]),
    preview,
    previewAgain: again,
    asJson,
    stand,
    between,
    keyOf,
    change,
    async send() {
      if (stand.peek() === 'sending' || own.peek().length > 0) return undefined;
      foreseen.value = [];
      return record();
    },
  };
}
