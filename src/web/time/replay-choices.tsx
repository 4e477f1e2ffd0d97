import { useId } from 'preact/hooks';

import type { Replay, ReplayAxis } from '../model.ts';
import { texts } from '../texts.ts';

/** How a replay goes: along which clock, how fast, and whether it waits where nothing happens. */
export function ReplayChoices({ replay }: { readonly replay: Replay }) {
  const { replay: words } = texts.en.dock;
  const id = useId();
  return (
    <div class="replay-choices">
      <label class="choice">
        <span>{words.axis}</span>
        <select
          class="select"
          value={replay.axis.value}
          onChange={({ currentTarget }) => {
            const axes: readonly ReplayAxis[] = ['occurred', 'recorded'];
            replay.pause();
            replay.axis.value = axes.find((axis) => axis === currentTarget.value) ?? 'occurred';
          }}
        >
          <option value="occurred">{words.axes.occurred}</option>
          <option value="recorded">{words.axes.recorded}</option>
        </select>
      </label>
      <label class="choice">
        <span>{words.speed}</span>
        <select
          class="select"
          value={String(replay.speed.value)}
          onChange={({ currentTarget }) => (replay.speed.value = Number(currentTarget.value))}
        >
          {Object.entries(words.speeds).map(([speed, name]) => (
            <option key={speed} value={speed}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span class="choice">
        <input
          id={id}
          type="checkbox"
          checked={replay.skipsGaps.value}
          onChange={({ currentTarget }) => (replay.skipsGaps.value = currentTarget.checked)}
        />
        <label for={id}>{words.skipGaps}</label>
      </span>
    </div>
  );
}
