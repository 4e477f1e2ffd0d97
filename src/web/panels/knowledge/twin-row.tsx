import { minInstantMs } from '../../../domain/instant.ts';
import type { Marks, PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import type { Times } from '../shared/times.ts';
import { useTimes } from '../shared/times.ts';
import type { EventAt } from './events-at.ts';
import { lagWords } from './lag-words.ts';
import { lagOf } from './plot.ts';

/** Returns how high a row of the table is in so much room, in pixels: in little, its times take two lines. */
export function rowHeightIn(width: number): number {
  return width > 0 && width < 480 ? 62 : 46;
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
  const texts = morePanelTexts.knowledge;
  const { marks } = model.marks.value;
  const recorded = marks.recordedAt[index] ?? 0;
  const isSelected = event !== undefined && model.view.value.selected === event.id;
  const status = ['stated', 'corrected', 'retracted', 'reinstated'][marks.status[index] ?? 0] ?? 'stated';
  return (
    <div
      class={isPointed ? 'knowledge-row is-pointed' : 'knowledge-row'}
      role="row"
      aria-rowindex={row + 2}
      style={{ transform: `translateY(${row * height}px)`, height: `${height}px` }}
      onPointerEnter={() => onPoint(index)}
      onPointerLeave={() => onPoint(undefined)}
    >
      <span role="cell" class="knowledge-title">
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
      <span class="knowledge-times">
        <span role="cell">{occurredWords(marks, index, event, times)}</span>
        <span aria-hidden="true"> → </span>
        <span role="cell">{times.short(recorded)}</span>
        <span role="cell" class="knowledge-lag">
          {event?.isInferred === true ? texts.inferred : lagWords(lagOf(marks, index), times.duration)}
        </span>
      </span>
    </div>
  );
}

/** Says when it began as its source gives it: a date stays a date. Until that is there, and where a correction leaves it as it was, by the minute. */
function occurredWords(marks: Marks, index: number, event: EventAt | undefined, times: Times): string {
  if (event?.occurred !== undefined) return times.written(startOf(event.occurred));
  const [from = Number.NaN, latest = Number.NaN] = [marks.from[index], marks.fromLatest[index]];
  if (from <= minInstantMs) return morePanelTexts.knowledge.by(times.short(latest));
  return from === latest ? times.short(from) : `${times.short(from)} – ${times.short(latest)}`;
}

/** Returns an occurred time without its end, which no lag is counted from. */
function startOf(occurred: string): string {
  const [, start = '', zone = ''] = /^([^/[]*)[^[]*(\[.*\])?$/su.exec(occurred) ?? [];
  return start === '' ? occurred : start + zone;
}
