import type { LiveState, PageModel } from '../model.ts';
import type { IconName } from '../parts/icon.tsx';
import { Icon } from '../parts/icon.tsx';
import { Popover } from '../parts/popover.tsx';
import { texts } from '../texts.ts';
import { spokenLive } from './spoken.ts';

const icons: Readonly<Record<LiveState['kind'], IconName>> = {
  live: 'live',
  'catching-up': 'wait',
  paused: 'pause',
  reconnecting: 'wait',
  offline: 'off',
};

/** Says whether the page follows the log, and what to do where it does not. */
export function LivePill({ model }: { readonly model: PageModel }) {
  const { live: words } = texts.en;
  const live = model.live.value;
  return (
    <>
      <Popover
        buttonClass={`button pill ${live.kind}`}
        label={words.label}
        button={
          <>
            <Icon name={icons[live.kind]} />
            <span>{nameOf(live)}</span>
          </>
        }
      >
        {(close) => <About model={model} close={close} />}
      </Popover>
      {/* What stands in a button is its name, and not told when it changes. */}
      <span class="unseen" role="status">
        {spokenLive(live)}
      </span>
    </>
  );
}

function About({ model, close }: { readonly model: PageModel; readonly close: () => void }) {
  const { live: words } = texts.en;
  const live = model.live.value;
  const unseen = live.kind === 'paused' ? live.unseen : 0;
  return (
    <div class="pill-about">
      <p>{words.about[live.kind]}</p>
      {model.fault.value !== undefined && <p>{model.fault.value.sentence}</p>}
      {unseen > 0 && <p>{words.unseen(unseen)}</p>}
      {live.kind === 'paused' && (
        <p class="pill-actions">
          {unseen > 0 && (
            <button
              type="button"
              class="button"
              onClick={() => {
                void model.showNewest().catch(() => undefined);
                close();
              }}
            >
              {words.showNew}
            </button>
          )}
          <button
            type="button"
            class="button main"
            onClick={() => {
              model.change({ asOf: 'now', knownAt: 'head' });
              close();
            }}
          >
            {words.goLive}
          </button>
        </p>
      )}
      {(live.kind === 'offline' || live.kind === 'reconnecting') && (
        <button type="button" class="button" onClick={() => model.retry()}>
          {texts.en.page.tryAgain}
        </button>
      )}
    </div>
  );
}

function nameOf(live: LiveState): string {
  const { live: words } = texts.en;
  return live.kind === 'paused' && live.unseen > 0 ? words.pausedWithNew(live.unseen) : spokenLive(live);
}
