import { useEffect, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';

/** How long after the last key words are looked for, in milliseconds. */
const settleMs = 250;

/** Finds facts by words. */
export function Search({ model }: { readonly model: PageModel }) {
  const { header } = texts.en;
  const { filter } = model.view.value;
  const [typed, setTyped] = useState(filter.text);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const find = (text: string): void => {
    clearTimeout(timer.current);
    const { filter: now } = model.view.peek();
    if (text !== now.text) model.change({ filter: { ...now, text } });
  };
  useEffect(() => {
    setTyped(filter.text);
    return () => clearTimeout(timer.current);
  }, [filter.text]);
  return (
    <div class="search">
      <Icon name="search" />
      <input
        id="search"
        class="field search-field"
        type="search"
        maxLength={500}
        autocomplete="off"
        aria-label={header.search}
        placeholder={header.searchPlaceholder}
        value={typed}
        onInput={({ currentTarget }) => {
          const text = currentTarget.value;
          setTyped(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => find(text), settleMs);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') find(event.currentTarget.value);
        }}
      />
    </div>
  );
}
