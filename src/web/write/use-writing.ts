import { useEffect, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { sentenceOf } from '../model/fault.ts';
import type { WriteOpening } from './opening.ts';
import type { Begun } from './work/begin.ts';
import { beginWriting } from './work/begin.ts';
import { keepWriting } from './work/leaving.ts';
import type { Writing } from './work/writing.ts';

/** A form on its way, or there. */
export interface OpenWriting {
  /** Undefined while the form is loaded. */
  readonly begun: Begun | undefined;
  /** Why it could not be loaded, as a sentence. */
  readonly failed: string | undefined;
  /** Which attempt this is: each begins a form anew. */
  readonly attempt: number;
  readonly fail: (error: unknown) => void;
  /** Loads the form again. */
  readonly again: () => void;
  /** Tells whether a form is the one that is open now. */
  readonly isOpen: (writing: Writing) => boolean;
}

/** Opens the form for what is to be written, with the draft that was left; what is typed is kept as it is typed. */
export function useWriting(model: PageModel, opening: WriteOpening): OpenWriting {
  const [attempt, setAttempt] = useState(0);
  const [failed, setFailed] = useState<string>();
  const [begun, setBegun] = useState<Begun>();
  const open = useRef<Writing | undefined>(undefined);
  const fail = (error: unknown): void => setFailed(sentenceOf(error));
  useEffect(() => {
    let isOver = false;
    setFailed(undefined);
    setBegun(undefined);
    beginWriting(model, opening).then(
      (one) => void (isOver || setBegun(one)),
      (error: unknown) => void (isOver || fail(error)),
    );
    return () => void (isOver = true);
  }, [attempt]);
  useEffect(() => {
    if (begun === undefined) return undefined;
    open.current = begun.writing;
    // Leaving the page asks from the first letter on, and closing loses nothing.
    const end = keepWriting(model.client, begun.name, begun.writing);
    return () => {
      open.current = undefined;
      end();
    };
  }, [begun]);
  return {
    begun,
    failed,
    attempt,
    fail,
    again: () => setAttempt(attempt + 1),
    isOpen: (writing) => open.current === writing,
  };
}
