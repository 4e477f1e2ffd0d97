import { useMemo, useState } from 'preact/hooks';

import type { PageModel } from '../../model.ts';
import { sentenceOf } from '../../model/fault.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import type { PanelProps } from '../props.ts';
import { Empty, Fault } from '../shared/answered.tsx';
import { Bands } from './bands.tsx';
import type { EventAt } from './events-at.ts';
import { eventsAt } from './events-at.ts';
import { Legend } from './legend.tsx';
import type { VerticalAxis } from './plot.ts';
import { plotExtents, tellingAxis } from './plot.ts';
import { Scatter } from './scatter.tsx';
import { Twin } from './twin.tsx';

import './knowledge.css';

const axes: readonly VerticalAxis[] = ['recorded', 'lag'];

/** When what is in view occurred, against when it was recorded: how far knowledge was behind the world. */
export function KnowledgePanel({ model }: PanelProps) {
  const { kind, marks, inAll, fault } = model.marks.value;
  const { window } = model.view.value;
  // What is loaded beside the window may be more or less: the same address shows the same.
  const extents = useMemo(() => plotExtents(marks, window), [marks, window]);
  const [chosen, setAxis] = useState<VerticalAxis>();
  const axis = chosen ?? (extents === undefined ? 'recorded' : tellingAxis(extents));
  const [pointed, setPointed] = useState<number>();
  const texts = morePanelTexts.knowledge;
  return (
    <div class={kind === 'loading' ? 'knowledge is-dim' : 'knowledge'} aria-busy={kind === 'loading'}>
      <h2>{texts.lead}</h2>
      <div class="axes" role="group" aria-label={texts.axis}>
        <span class="quiet">{texts.axis}</span>
        {axes.map((name) => (
          <button
            key={name}
            type="button"
            class="button"
            aria-pressed={axis === name}
            onClick={() => setAxis(name)}
          >
            {texts[name]}
          </button>
        ))}
      </div>
      {kind === 'failed' && <Fault sentence={fault ?? ''} hasLast={marks.count > 0} />}
      {extents === undefined ? (
        kind === 'loading' ? (
          <p class="panel-loading">{panelTexts.loading}</p>
        ) : kind === 'too-many' ? (
          <Empty title={texts.tooMany(inAll)} more={texts.tooManyMore} />
        ) : (
          <Empty title={texts.empty} more={texts.emptyMore} />
        )
      ) : (
        <>
          <Scatter
            model={model}
            extents={extents}
            axis={axis}
            pointed={pointed}
            onPoint={setPointed}
            onSelect={(index) => void select(model, marks.position[index] ?? 0)}
          />
          <Legend />
          <Bands model={model} drawn={extents.drawn} />
          <Twin model={model} drawn={extents.drawn} pointed={pointed} onPoint={setPointed} />
        </>
      )}
    </div>
  );
}

/** Selects the event at a position: marks tell positions, and the log the id. */
async function select(model: PageModel, position: number): Promise<void> {
  const found = new Map<number, EventAt>();
  try {
    await eventsAt(model.client, [position], found, new AbortController().signal);
    const event = found.get(position);
    if (event !== undefined) model.change({ selected: event.id }, 'push');
  } catch (error) {
    model.tell(sentenceOf(error));
  }
}
