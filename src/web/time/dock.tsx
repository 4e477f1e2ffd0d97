import './dock.css';
import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';
import { OccurredScrubber } from './occurred-scrubber.tsx';
import { RecordedScrubber } from './recorded-scrubber.tsx';
import { ReplayBar } from './replay-bar.tsx';

/** What moves the moment: the two clocks, free or linked, and the replay. */
export function Dock({ model }: { readonly model: PageModel }) {
  const { dock } = texts.en;
  const { linked } = model.view.value;
  return (
    <section class="dock" id="moment" aria-label={dock.label} tabIndex={-1}>
      <h2 class="unseen">{dock.label}</h2>
      <div class="dock-clocks">
        <OccurredScrubber model={model} />
        <RecordedScrubber model={model} />
      </div>
      <button
        type="button"
        class="button dock-link"
        aria-pressed={linked}
        aria-label={dock.linkLong}
        title={dock.linkLong}
        onClick={() => model.change({ linked: !linked })}
      >
        <Icon name="link" />
        <span>{linked ? dock.linked : dock.link}</span>
      </button>
      <ReplayBar model={model} />
    </section>
  );
}
