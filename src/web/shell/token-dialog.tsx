import './sheet.css';
import { useEffect, useMemo, useRef } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { texts } from '../texts.ts';
import { Toast } from './toast.tsx';
import { createTokenForm } from './token-form.ts';

/** Asks for the token that the server asks for. */
export function TokenDialog({ model }: { readonly model: PageModel }) {
  const { token: words } = texts.en.page;
  const sheet = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const form = useMemo(() => createTokenForm(model), [model]);
  const wrong = form.wrong.value;
  const open = (): void => sheet.current?.showModal();
  useEffect(open, []);
  return (
    <dialog
      ref={sheet}
      class="sheet"
      aria-labelledby="token-title"
      onCancel={(event) => event.preventDefault()}
      // A browser lets that be prevented a few times only; without a token there is nothing to see behind it.
      onClose={open}
    >
      <div class="sheet-head">
        <h2 id="token-title">{words.title}</h2>
      </div>
      <form
        class="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          form.give(field.current?.value ?? '');
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
          aria-invalid={wrong !== undefined}
          aria-describedby="token-hint token-wrong"
        />
        <p id="token-wrong" role="alert">
          {wrong !== undefined && words.wrong[wrong]}
        </p>
        <small id="token-hint">{words.hint}</small>
        <button type="submit" class="button main">
          {words.submit}
        </button>
      </form>
      <Toast model={model} onlyNew />
    </dialog>
  );
}
