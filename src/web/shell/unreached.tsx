import './unreached.css';
import type { PageModel } from '../model.ts';
import { texts } from '../texts.ts';

/** Says why nothing is there yet: the server does not answer. What is on the screen already stays, and the pill says the same. */
export function Unreached({ model }: { readonly model: PageModel }) {
  const { page } = texts.en;
  const fault = model.fault.value;
  if (fault === undefined || fault.asksForToken || model.projections.value.length > 0) return null;
  return (
    <div class="unreached" role="alert">
      <h2>{page.notReached}</h2>
      <p>{fault.sentence}</p>
      <p>{page.triesAgain}</p>
      <button type="button" class="button" onClick={() => model.retry()}>
        {page.tryAgain}
      </button>
    </div>
  );
}
