import './toast.css';
import { useEffect, useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';

/** How long a sentence stays, in milliseconds, and how much longer for each of its characters. */
const stays = { leastMs: 4000, characterMs: 50 };

/** Shows for a while what the page tells, and has it read aloud. */
export function Toast({ model }: { readonly model: PageModel }) {
  const told = model.told.value;
  const [shown, setShown] = useState(told);
  useEffect(() => {
    setShown(told);
    if (told === undefined) return undefined;
    const timer = setTimeout(
      () => setShown(undefined),
      stays.leastMs + told.sentence.length * stays.characterMs,
    );
    return () => clearTimeout(timer);
  }, [told]);
  return (
    <div class="toast-place" role="status">
      {shown !== undefined && <p class="toast">{shown.sentence}</p>}
    </div>
  );
}
