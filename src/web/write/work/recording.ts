import type { ReadonlySignal, Signal } from '@preact/signals';
import { signal } from '@preact/signals';

import type { Appended, Client, Proposed } from '../../../client/index.ts';
import { TimelineError } from '../../../client/index.ts';
import { sentenceOf } from '../../model/fault.ts';
import type { Fault } from '../form/fault.ts';
import type { WriteKind } from '../form/form-schema.ts';
import type { Between, StreamRevision } from './between.ts';
import { cameBetween, revisionOf } from './between.ts';
import type { Draft } from './draft.ts';
import { faultOfRefusal } from './refusal.ts';
import { sendTo } from './sending.ts';

/** How a draft is recorded, and what came of it. */
export interface Recording {
  /** Whether it is on its way, or was given up because no server answers. */
  readonly stand: Signal<'open' | 'sending' | 'lost'>;
  /** What came in between, where somebody was faster. */
  readonly between: Signal<Between | undefined>;
  /** What the server refused of it. */
  readonly refused: Signal<readonly Fault[]>;
  /** Records what is proposed now; undefined where it was not recorded. */
  record(): Promise<Appended | undefined>;
}

/** What recording needs. */
export interface RecordingOptions {
  readonly client: Client;
  readonly kind: WriteKind;
  readonly fact: string;
  readonly draft: ReadonlySignal<Draft>;
  readonly proposed: ReadonlySignal<Proposed>;
  readonly expected: Signal<StreamRevision | undefined>;
  readonly keyOf: (request: unknown) => string;
}

/** Makes what records a draft as it stands when that is asked for, whatever is typed while it is on its way. */
export function createRecording(options: RecordingOptions): Recording {
  const { client, kind, fact, draft, proposed, expected, keyOf } = options;
  const stand = signal<'open' | 'sending' | 'lost'>('open');
  const between = signal<Between | undefined>(undefined);
  const refused = signal<readonly Fault[]>([]);

  async function send(sent: Proposed, stream: string): Promise<Appended> {
    const found = await expectedOf(stream);
    const request = { proposed: sent, expectedRevision: found.revision };
    try {
      return await sendTo(client, { ...request, idempotencyKey: keyOf(request) });
    } catch (error) {
      if (isConflict(error)) between.value = await betweenOf(sent, found);
      throw error;
    }
  }

  async function expectedOf(stream: string): Promise<StreamRevision> {
    const known = expected.peek();
    if (known?.stream === stream) return known;
    const found = { stream, revision: await revisionOf(client, stream) };
    if (draft.peek().stream === stream) expected.value = found;
    return found;
  }

  /** Where another stream was chosen meanwhile, this one's events say nothing of it. */
  async function betweenOf(sent: Proposed, found: StreamRevision): Promise<Between | undefined> {
    const came = await cameBetween(client, found, { proposed: sent, fact }).catch(() => undefined);
    return draft.peek().stream === found.stream ? came : undefined;
  }

  function fail(error: unknown): void {
    const isLost = error instanceof TimelineError && error.code === 'store-unreachable';
    stand.value = isLost ? 'lost' : 'open';
    if (isLost || between.peek() !== undefined) return;
    refused.value = [
      isConflict(error) ? { pointer: '', sentence: sentenceOf(error) } : faultOfRefusal(error, kind),
    ];
  }

  return {
    stand,
    between,
    refused,
    async record() {
      stand.value = 'sending';
      between.value = undefined;
      refused.value = [];
      try {
        const appended = await send(proposed.peek(), draft.peek().stream);
        stand.value = 'open';
        return appended;
      } catch (error) {
        fail(error);
        return undefined;
      }
    },
  };
}

function isConflict(error: unknown): boolean {
  return error instanceof TimelineError && error.code === 'wrong-expected-revision';
}
