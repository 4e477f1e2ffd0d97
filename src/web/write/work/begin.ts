import type { Client, FactOut } from '../../../client/index.ts';
import type { WriteKind } from '../form/form-schema.ts';
import { draftName, keptDraft } from './drafts.ts';
import type { Opened } from './opening.ts';
import { openAbout, openAppend } from './opening.ts';
import type { Writing, WritingOptions } from './writing.ts';
import { createWriting } from './writing.ts';

/** A form that was begun. */
export interface Begun {
  readonly writing: Writing;
  /** The name that its draft is kept under: that of what can be written now, whatever was asked for. */
  readonly name: string;
  /** Whether it goes on with a draft that was left. */
  readonly isGoneOn: boolean;
  /** What was begun about the same fact and cannot be recorded as the fact is now: it is kept all the same. */
  readonly waiting: readonly WriteKind[];
}

/** What a form is asked to be for. */
export type Asking =
  | { readonly kind: 'append'; readonly fact?: undefined }
  | { readonly kind: Exclude<WriteKind, 'append'>; readonly fact: Pick<FactOut, 'id' | 'subject'> };

/** Opens the form for what is to be written, with the draft that was left of it; throws the server's error. */
export async function beginWriting(
  model: WritingOptions['model'],
  asking: Asking,
  restMs?: number,
): Promise<Begun> {
  const { client } = model;
  const fact = asking.fact?.id ?? '';
  const asked = await open(client, asking);
  const name = draftName(asked.kind, fact);
  const kept = keptDraft(client, name);
  // What was left of a new event may have been recorded while its form was loaded.
  const opened = asked.kind === 'append' && kept === undefined ? { ...asked, schema: undefined } : asked;
  return {
    writing: createWriting({ model, fact, opened, kept, ...(restMs === undefined ? {} : { restMs }) }),
    name,
    isGoneOn: kept !== undefined,
    waiting: waitingOf(client, opened.kind, fact),
  };
}

async function open(client: Client, asking: Asking): Promise<Opened> {
  if (asking.kind !== 'append') return openAbout(client, asking.kind, asking.fact);
  return openAppend(client, keptDraft(client, draftName('append'))?.draft.type);
}

/** A fact that is retracted can be reinstated and nothing else, and one that counts cannot be. */
function waitingOf(client: Client, now: WriteKind, fact: string): readonly WriteKind[] {
  if (fact === '') return [];
  const others: readonly WriteKind[] = now === 'reinstate' ? ['correct', 'retract'] : ['reinstate'];
  return others.filter((kind) => keptDraft(client, draftName(kind, fact)) !== undefined);
}
