import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import { useTimes } from '../shared/times.ts';
import type { EventAt } from './events-at.ts';
import { drawnTime } from './plot.ts';

/** Returns how high a row of the table is in so much room, in pixels: in little, its times take two lines. */
export function rowHeightIn(width: number): number {
  return width > 0 && width < 380 ? 62 : 46;
}

/** What a row of the table is shown of. */
export interface TwinRowProps {
  readonly model: PageModel;
  readonly onPoint: (index: number | undefined) => void;
  readonly row: number;
  /** In pixels. */
  readonly height: number;
  readonly index: number;
  readonly event: EventAt | undefined;
  readonly isActive: boolean;
  readonly isPointed: boolean;
  readonly onActive: () => void;
}

/** One reading: what it is called, when it occurred and was recorded, and how late that was. */
export function TwinRow({
  model,
  row,
  height,
  index,
  event,
  isActive,
  isPointed,
  onPoint,
  onActive,
}: TwinRowProps) {
  const times = useTimes(model);
  const { marks } = model.marks.value;
  const occurred = drawnTime(marks, index);
  const recorded = marks.recordedAt[index] ?? 0;
  const lag = recorded - occurred;
  const isSelected = event !== undefined && model.view.value.selected === event.id;
  const status = ['stated', 'corrected', 'retracted', 'reinstated'][marks.status[index] ?? 0] ?? 'stated';
  return (
    <div
      class={isPointed ? 'twin-row is-pointed' : 'twin-row'}
      role="row"
      aria-rowindex={row + 2}
      style={{ transform: `translateY(${row * height}px)`, height: `${height}px` }}
      onPointerEnter={() => onPoint(index)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <span role="cell" class="twin-title">
        <button
          type="button"
          class="fact-link"
          data-row={row}
          tabIndex={isActive ? 0 : -1}
          aria-current={isSelected ? 'true' : undefined}
          onFocus={onActive}
          onClick={() => event !== undefined && model.change({ selected: event.id }, 'push')}
        >
          {event?.title ?? '…'}
        </button>
        {status !== 'stated' && <span class={`badge badge-${status}`}>{panelTexts.statusOf(status)}</span>}
      </span>
      <span class="twin-times">
        <span role="cell">{times.short(occurred)}</span>
        <span aria-hidden="true"> → </span>
        <span role="cell">{times.short(recorded)}</span>
        <span role="cell" class="twin-lag">
          {lagWords(lag, times.duration)}
        </span>
      </span>
    </div>
  );
}

function lagWords(lag: number, duration: (ms: number) => string): string {
  const texts = morePanelTexts.knowledge;
  if (lag === 0) return texts.none;
  return lag < 0 ? texts.early(duration(-lag)) : texts.late(duration(lag));
}
