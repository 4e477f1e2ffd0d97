import './sheet.css';
import { useEffect, useRef } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { texts } from '../texts.ts';
import { keepToken, token } from './token.ts';

/** Asks for the token that the server asks for. */
export function TokenDialog({ model }: { readonly model: PageModel }) {
  const { token: words } = texts.en.page;
  const sheet = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const isRefused = token.value !== undefined;
  useEffect(() => sheet.current?.showModal(), []);
  const give = (): void => {
    const given = field.current?.value.trim() ?? '';
    if (given === '') return;
    keepToken(given);
    model.retry();
  };
  return (
    <dialog
      ref={sheet}
      class="sheet"
      aria-labelledby="token-title"
      onCancel={(event) => event.preventDefault()}
    >
      <div class="sheet-head">
        <h2 id="token-title">{words.title}</h2>
      </div>
      <form
        class="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          give();
        }}
      >
        <label for="token">{words.label}</label>
        <input
          ref={field}
          id="token"
          class="field"
          type="password"
          autocomplete="off"
          required
          aria-invalid={isRefused}
          aria-describedby="token-hint token-refused"
        />
        <p id="token-refused" role="alert">
          {isRefused && words.refused}
        </p>
        <small id="token-hint">{words.hint}</small>
        <button type="submit" class="button main">
          {words.submit}
        </button>
      </form>
    </dialog>
  );
}
