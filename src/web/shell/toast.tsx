import './toast.css';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';

/** How long a sentence stays, in milliseconds, and how much longer for each of its characters. */
const stays = { leastMs: 4000, characterMs: 50 };

/** What a toast is shown with. */
export interface ToastProps {
  readonly model: Pick<PageModel, 'told'>;
  /** Whether it tells only what comes after it: in a dialog, which is opened later than what was told before. */
  readonly onlyNew?: boolean;
}

/**
 * Shows for a while what the page tells, and has it read aloud. Each dialog that lets nothing else be used has one of its own: what lies outside
 * of it is not heard.
 */
export function Toast({ model, onlyNew = false }: ToastProps) {
  const told = model.told.value;
  const old = useRef(onlyNew ? told : undefined);
  const [shown, setShown] = useState<{ readonly sentence: string; readonly count: number }>();
  useEffect(() => {
    if (told === undefined || told === old.current) return undefined;
    setShown((before) => ({ ...told, count: (before?.count ?? 0) + 1 }));
    const timer = setTimeout(
      () => setShown(undefined),
      stays.leastMs + told.sentence.length * stays.characterMs,
    );
    return () => clearTimeout(timer);
  }, [told]);
  return (
    <div class="toast-place" role="status">
      {/* The same sentence once more is another text, or it would not be told again. */}
      {shown !== undefined && (
        <p key={shown.count} class="toast">
          {shown.sentence}
        </p>
      )}
    </div>
  );
}
