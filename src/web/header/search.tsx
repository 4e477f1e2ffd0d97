import { useEffect, useMemo } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';
import { createTypedWords } from './typed-words.ts';

/** Finds facts by words. */
export function Search({ model }: { readonly model: PageModel }) {
  const { header } = texts.en;
  const words = useMemo(() => createTypedWords(model), [model]);
  useEffect(() => words.end, [words]);
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
        value={words.typed.value}
        onInput={({ currentTarget }) => words.type(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') words.find(event.currentTarget.value);
        }}
      />
    </div>
  );
}
