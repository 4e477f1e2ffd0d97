import './sheet.css';
import { useEffect, useRef } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';
import { keysTexts } from '../texts/keys.ts';
import { hasShortcuts, setShortcuts } from './shortcuts.ts';
import { Toast } from './toast.tsx';

/** What the sheet is shown with. */
export interface KeySheetProps {
  readonly model: PageModel;
  readonly onClose: () => void;
}

/** The sheet of keyboard shortcuts. */
export function KeySheet({ model, onClose }: KeySheetProps) {
  const sheet = useRef<HTMLDialogElement>(null);
  useEffect(() => sheet.current?.showModal(), []);
  return (
    <dialog ref={sheet} class="sheet" aria-labelledby="sheet-title" onClose={onClose}>
      <div class="sheet-head">
        <h2 id="sheet-title">{keysTexts.title}</h2>
        <button
          type="button"
          class="button bare"
          aria-label={texts.en.page.close}
          onClick={() => sheet.current?.close()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="sheet-body">
        {keysTexts.sections.map(({ title, rows }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([keys, meaning]) => (
                <div key={meaning}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p class="sheet-switch">
          <input
            id="shortcuts"
            type="checkbox"
            checked={hasShortcuts.value}
            aria-describedby="shortcuts-note"
            onChange={({ currentTarget }) => setShortcuts(currentTarget.checked)}
          />
          <label for="shortcuts">{keysTexts.switch}</label>
          <small id="shortcuts-note">{keysTexts.switchNote}</small>
        </p>
      </div>
      <Toast model={model} onlyNew />
    </dialog>
  );
}
