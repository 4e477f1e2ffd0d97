import { effect } from '@preact/signals';
import { useEffect, useMemo, useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { sentenceOf } from '../model/fault.ts';
import type { WriteOpening } from './opening.ts';
import { hasInput } from './work/draft.ts';
import { draftName, keepDraft, keptDraft } from './work/drafts.ts';
import type { Opened } from './work/opening.ts';
import { openAbout, openAppend } from './work/opening.ts';
import type { Writing } from './work/writing.ts';
import { createWriting } from './work/writing.ts';

/** A form on its way, or there. */
export interface OpenWriting {
  /** Undefined while the form is loaded. */
  readonly writing: Writing | undefined;
  /** Why it could not be loaded, as a sentence. */
  readonly failed: string | undefined;
  /** Which attempt this is: each begins a form anew. */
  readonly attempt: number;
  /** Whether it goes on with a draft that was left. */
  readonly isGoneOn: boolean;
  readonly fail: (error: unknown) => void;
  /** Loads the form again. */
  readonly again: () => void;
  /** Forgets what was written. */
  readonly forget: () => void;
  /** Whether anything is written that is kept. */
  readonly isKept: () => boolean;
}

/** Opens the form for what is to be written, with the draft that was left; what is typed is kept as it is typed. */
export function useWriting(model: PageModel, opening: WriteOpening): OpenWriting {
  const { client } = model;
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState<string>();
  const [writing, setWriting] = useState<Writing>();
  const name = draftName(opening.kind, opening.fact?.id);
  const kept = useMemo(() => keptDraft(client, name), [name, attempt]);
  const fail = (error: unknown): void => setFailed(sentenceOf(error));
  useEffect(() => {
    let isOver = false;
    setFailed(undefined);
    setWriting(undefined);
    open(model, opening, kept?.draft.type).then(
      (opened) => {
        const left = opened.kind === opening.kind ? kept : undefined;
        const of = { model, fact: opening.fact?.id ?? '', opened, kept: left };
        if (!isOver) setWriting(createWriting(of));
      },
      (error: unknown) => void (isOver || fail(error)),
    );
    return () => void (isOver = true);
  }, [name, attempt]);
  // Leaving the page asks from the first letter on, and closing loses nothing.
  useEffect(() => (writing === undefined ? undefined : effect(() => keep(model, name, writing))), [writing]);
  return {
    writing,
    failed,
    attempt,
    isGoneOn: kept !== undefined && kept.draft.type === writing?.draft.peek().type,
    fail,
    again: () => setAttempt(attempt + 1),
    forget: () => keepDraft(client, name, undefined),
    isKept: () => keptDraft(client, name) !== undefined,
  };
}

async function open({ client }: PageModel, opening: WriteOpening, type?: string): Promise<Opened> {
  return opening.kind === 'append' ? openAppend(client, type) : openAbout(client, opening.kind, opening.fact);
}

function keep({ client }: PageModel, name: string, writing: Writing): void {
  const { open: opened, touched, expected } = writing;
  const draft = writing.draft.value;
  const kept = { draft, opened: opened.value, touched: touched.value, expected: expected.value };
  keepDraft(client, name, hasInput(draft, writing.opened.kind) ? kept : undefined);
}
