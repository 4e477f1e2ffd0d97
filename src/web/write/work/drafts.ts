import type { Client } from '../../../client/index.ts';
import { isEqualJson } from '../../../domain/equal-json.ts';
import type { WriteKind } from '../form/form-schema.ts';
import type { StreamRevision } from './between.ts';
import type { Draft } from './draft.ts';
import type { JsonText } from './json-text.ts';

/** A draft as it was left, with what its form was opened on. */
export interface KeptDraft {
  readonly draft: Draft;
  readonly opened: ReadonlySet<string>;
  readonly touched: ReadonlySet<string>;
  readonly expected: StreamRevision | undefined;
  /** What was typed as JSON, where it was shown so. */
  readonly json: JsonText | undefined;
  /** Gives its requests their keys: sent again, it is recorded once. */
  readonly keyOf: (request: unknown) => string;
}

const kept = new WeakMap<Client, Map<string, KeptDraft>>();

/** Names the draft of an event, or of what is written about a fact. */
export function draftName(kind: WriteKind, fact = ''): string {
  return fact === '' ? kind : `${kind} ${fact}`;
}

/** Keeps a draft for as long as the page is open, or forgets it; while there is one, leaving the page asks first. */
export function keepDraft(client: Client, name: string, draft: KeptDraft | undefined): void {
  const drafts = kept.get(client) ?? new Map<string, KeptDraft>();
  kept.set(client, drafts);
  if (draft === undefined) drafts.delete(name);
  else drafts.set(name, draft);
  // Adding a listener again adds nothing.
  if (drafts.size > 0) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
}

/** Returns a draft that was kept; undefined for none. */
export function keptDraft(client: Client, name: string): KeptDraft | undefined {
  return kept.get(client)?.get(name);
}

/** Forgets a draft that was recorded; one that something was written into since it was sent stays. */
export function forgetRecorded(client: Client, name: string, recorded: Draft): void {
  const left = keptDraft(client, name);
  const isSame = left?.json?.fault === undefined && isEqualJson(left?.draft, recorded);
  if (isSame) keepDraft(client, name, undefined);
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
