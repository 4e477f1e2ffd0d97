import type { PageModel, Replay } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { isNarrow } from '../parts/media.ts';
import { Popover } from '../parts/popover.tsx';
import { texts } from '../texts.ts';
import { ReplayChoices } from './replay-choices.tsx';

/** Plays the timeline: play and pause, to the ends, along which clock, how fast. */
export function ReplayBar({ model: { replay } }: { readonly model: PageModel }) {
  const { replay: words } = texts.en.dock;
  const stand = replay.stand.value;
  const isOn = stand === 'playing' || stand === 'waiting';
  const { done, all } = replay.progress.value;
  return (
    <div class="replay" role="group" aria-label={words.label}>
      <GoButton replay={replay} end="begin" />
      <button
        type="button"
        class="button replay-play"
        disabled={all === 0}
        onClick={() => (isOn ? replay.pause() : replay.play())}
      >
        <Icon name={isOn ? 'pause' : 'play'} />
        {isOn ? words.pause : words.play}
      </button>
      <GoButton replay={replay} end="end" />
      <span class="replay-progress">
        <span role="status">{words.stands[stand]}</span> {words.progress(done, all)}
      </span>
      {isNarrow.value ? (
        <Popover buttonClass="button" label={words.choices} button={words.choices}>
          {() => <ReplayChoices replay={replay} />}
        </Popover>
      ) : (
        <ReplayChoices replay={replay} />
      )}
    </div>
  );
}

function GoButton({ replay, end }: { readonly replay: Replay; readonly end: 'begin' | 'end' }) {
  const { replay: words } = texts.en.dock;
  const name = end === 'begin' ? words.toBegin : words.toEnd;
  return (
    <button
      type="button"
      class="button bare"
      aria-label={name}
      title={name}
      disabled={replay.progress.value.all === 0}
      onClick={() => replay.go(end)}
    >
      <Icon name={end === 'begin' ? 'first' : 'last'} />
    </button>
  );
}
