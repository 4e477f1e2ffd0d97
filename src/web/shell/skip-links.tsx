import { texts } from '../texts.ts';

/** Buttons that come first with the keyboard, and lead past what is in between. */
export function SkipLinks() {
  const { page } = texts.en;
  return (
    <nav class="skip" aria-label={page.skip}>
      <button type="button" class="button" onClick={() => goTo('panel')}>
        {page.skipToPanel}
      </button>
      <button type="button" class="button" onClick={() => goTo('moment')}>
        {page.skipToMoment}
      </button>
    </nav>
  );
}

function goTo(id: string): void {
  document.getElementById(id)?.focus();
}
