import { useEffect, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../../model.ts';
import { rowAfterKey, rowsInView, scrollTopFor } from '../../parts/rows.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import type { TwinOrder } from './twin-order.ts';
import { twinRows } from './twin-order.ts';
import { rowHeightIn, TwinRow } from './twin-row.tsx';
import { useEvents } from './use-events.ts';

/** What the table is shown of. */
export interface TwinProps {
  readonly model: PageModel;
  /** Indexes into the marks. */
  readonly drawn: Uint32Array;
  readonly pointed: number | undefined;
  readonly onPoint: (index: number | undefined) => void;
}

const orders: readonly TwinOrder[] = ['occurred', 'recorded', 'lag'];

/** The readings of the drawing as a table of which only the rows in view are there; arrows move from row to row, Enter selects the event. */
export function Twin({ model, drawn, pointed, onPoint }: TwinProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<TwinOrder>('occurred');
  const [place, setPlace] = useState({ top: 0, height: 368, width: 0 });
  const rowHeight = rowHeightIn(place.width);
  const follow = ({ scrollTop: top, clientHeight: height, clientWidth: width }: HTMLElement) =>
    setPlace({ top, height, width });
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => follow(box));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  const [active, setActive] = useState(0);
  const { marks } = model.marks.value;
  const rows = twinRows(marks, drawn, order);
  const range = rowsInView(place.top, place.height, rowHeight, rows.length);
  const seen = [...rows.subarray(range.first, range.end)];
  const events = useEvents(
    model,
    seen.map((index) => marks.position[index] ?? 0),
  );
  const texts = morePanelTexts.knowledge;
  const focusRow = (row: number) => {
    const box = scroller.current;
    if (box === null) return;
    box.scrollTop = scrollTopFor(row, box.scrollTop, box.clientHeight, rowHeight);
    follow(box);
    setActive(row);
    requestAnimationFrame(() =>
      box.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true }),
    );
  };
  return (
    <div class="knowledge-table">
      <h3 id="knowledge-title">{texts.table}</h3>
      <div role="table" aria-labelledby="knowledge-title" aria-rowcount={rows.length + 1}>
        <div class="knowledge-head" role="row" aria-rowindex={1}>
          <span class="unseen" role="columnheader">
            {texts.columns.title}
          </span>
          {orders.map((name) => (
            <span
              key={name}
              role="columnheader"
              aria-sort={order === name ? (name === 'lag' ? 'descending' : 'ascending') : undefined}
            >
              <button type="button" class="sort" onClick={() => setOrder(name)}>
                {texts.columns[name]}
                <span aria-hidden="true">{order === name ? (name === 'lag' ? ' ↓' : ' ↑') : ''}</span>
              </button>
            </span>
          ))}
        </div>
        <div
          ref={scroller}
          class="knowledge-twin"
          role="rowgroup"
          onScroll={({ currentTarget }) => follow(currentTarget)}
          onKeyDown={(event) => {
            const page = Math.floor(place.height / rowHeight);
            const next = rowAfterKey(event.key, active, rows.length, page);
            if (next === undefined) return;
            event.preventDefault();
            event.stopPropagation();
            focusRow(next);
          }}
        >
          <div class="knowledge-room" role="presentation" style={{ height: `${rows.length * rowHeight}px` }}>
            {seen.map((index, offset) => {
              const row = range.first + offset;
              return (
                <TwinRow
                  key={row}
                  model={model}
                  row={row}
                  height={rowHeight}
                  index={index}
                  event={events.get(marks.position[index] ?? 0)}
                  isActive={row === Math.min(active, rows.length - 1)}
                  isPointed={index === pointed}
                  onPoint={onPoint}
                  onActive={() => setActive(row)}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
