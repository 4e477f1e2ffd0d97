import type { PageModel, PastChanged } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';
import { spokenChange } from './spoken.ts';

/** Most changes that are named one by one. */
const namedMax = 4;

/** Tells that the past on the screen was changed and by what; nothing moves until the reader asks for it. */
export function PastChangedNotice({ model }: { readonly model: PageModel }) {
  const { changed: words } = texts.en.live;
  const changed = model.pastChanged.value;
  const { knownAt, asOf } = model.moment.value;
  const isLive = asOf === 'now' && knownAt === 'head';
  return (
    <div class="notice-place">
      <span class="unseen" role="status">
        {spokenChange(changed, isLive)}
      </span>
      {changed !== undefined && (
        <div class="notice">
          <p class="notice-title">
            <Icon name="wait" />
            <strong>{isLive ? words.corrected : words.title(changed.inAll)}</strong>
            <button
              type="button"
              class="button bare"
              aria-label={isLive ? texts.en.page.dismiss : words.keep}
              title={isLive ? texts.en.page.dismiss : words.keep}
              onClick={() => (model.pastChanged.value = undefined)}
            >
              <Icon name="close" />
            </button>
          </p>
          <Causes model={model} changed={changed} />
          {knownAt !== 'head' && <p>{words.known}</p>}
          {!isLive && (
            <button type="button" class="button main" onClick={() => void show(model)}>
              {words.show}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Causes({ model, changed }: { readonly model: PageModel; readonly changed: PastChanged }) {
  const { changed: words } = texts.en.live;
  const { causes } = changed;
  return (
    <ul class="notice-causes">
      {causes.slice(-namedMax).map(({ id, title, type, why, reason }) => (
        <li key={id}>
          <button
            type="button"
            class="as-link"
            onClick={() => model.change({ selected: id, panel: 'fact' }, 'push')}
          >
            {title === '' ? type : title}
          </button>
          {why !== undefined && `: ${words.why[why]}`}
          {reason !== undefined && ` (${reason})`}
        </li>
      ))}
      {changed.inAll > namedMax && <li>{words.more(changed.inAll - namedMax)}</li>}
    </ul>
  );
}

async function show(model: PageModel): Promise<void> {
  try {
    await model.showNewest();
    model.change({ knownAt: 'head' });
  } catch {
    // The pill says that the server is away; the notice stays.
  }
}
