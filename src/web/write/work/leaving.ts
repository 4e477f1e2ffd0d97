import { effect } from '@preact/signals';

import type { Client } from '../../../client/index.ts';
import { hasInput } from './draft.ts';
import type { KeptDraft } from './drafts.ts';
import { keepDraft } from './drafts.ts';
import type { Writing } from './writing.ts';

/** Keeps what is written under a name as it is typed, from the first letter on; returns what ends that. */
export function keepWriting(client: Client, name: string, writing: Writing): () => void {
  return effect(() => keepDraft(client, name, leftOf(writing)));
}

/** Returns a form as it would be left, so that it can be gone on with; undefined where nothing is written. */
function leftOf({ draft, open, touched, expected, asJson, keyOf, opened }: Writing): KeptDraft | undefined {
  const json = asJson.json.value;
  const left = {
    draft: draft.value,
    opened: open.value,
    touched: touched.value,
    expected: expected.value,
    json,
    keyOf,
  };
  return json?.fault !== undefined || hasInput(left.draft, opened.kind) ? left : undefined;
}
