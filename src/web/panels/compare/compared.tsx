import { useMemo } from 'preact/hooks';

import type { DiffOut, FactChange } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import { Empty } from '../shared/answered.tsx';
import { DifferenceRows } from '../shared/difference-rows.tsx';
import { differencesOf } from '../shared/differences.ts';
import { FactLink } from '../shared/fact-link.tsx';
import { Some } from '../shared/more.tsx';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import { ranked } from './ranking.ts';

/** Both states and what their histories differ in. */
export interface ComparedAnswer {
  readonly diff: DiffOut;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a comparison is shown of. */
export interface ComparedProps {
  readonly model: PageModel;
  readonly answer: ComparedAnswer;
}

/** The most values that are listed. */
const most = 500;

/** The facts that were added, removed or read otherwise from one moment to the other, and the values that differ. */
export function Compared({ model, answer: { diff, before, after } }: ComparedProps) {
  const texts = morePanelTexts.compare;
  const differences = useMemo(() => differencesOf(before, after, most), [before, after]);
  const { figures, others, workings } = useMemo(() => ranked(differences), [differences]);
  const rest = others.length + workings.length;
  const factsDiffer = texts.changesOf(diff.events.length, diff.more);
  if (differences.length === 0 && diff.events.length === 0) return <Empty title={texts.nothing} />;
  return (
    <>
      {figures.length > 0 && <h3>{texts.numbers(figures.length)}</h3>}
      {figures.length > 0 && <DifferenceRows model={model} differences={figures} />}
      <h3>{factsDiffer}</h3>
      <Some items={diff.events} first={12} name={factsDiffer} class="changes">
        {(change) => (
          <li key={`${change.id} ${change.by}`} class={`change change-${change.change}`}>
            <ChangeLine model={model} change={change} />
          </li>
        )}
      </Some>
      {diff.more && <p class="quiet">{texts.valuesMore}</p>}
      {rest > 0 && (
        <h3>
          {figures.length > 0
            ? texts.others(rest, differences.length >= most)
            : texts.values(rest, differences.length >= most)}
        </h3>
      )}
      <DifferenceRows model={model} differences={others} />
      {workings.length > 0 && (
        <details class="compare-workings">
          <summary>{texts.workings(workings.length)}</summary>
          <DifferenceRows model={model} differences={workings} />
        </details>
      )}
      {differences.length >= most && <p class="quiet">{texts.valuesMore}</p>}
    </>
  );
}

/** Shapes beside the words: status is never told by colour alone. */
const shapes: Readonly<Record<FactChange['change'], string>> = { added: '+', removed: '−', reread: '≠' };

function ChangeLine({ model, change }: { readonly model: PageModel; readonly change: FactChange }) {
  const times = useTimes(model);
  const texts = morePanelTexts.compare;
  return (
    <>
      <span class="change-kind">
        <span aria-hidden="true">{shapes[change.change]}</span> {texts.kind(change.change, change.why)}
      </span>
      <div class="change-body">
        <FactLink model={model} id={change.id} title={change.title} />
        <span class="entry-meta">
          {texts.why(change.why, change.change)} ·{' '}
          <Unbroken text={panelTexts.occurredAt(times.written(change.occurred))} /> ·{' '}
          {panelTexts.position(change.byPosition)}
        </span>
        {change.reason !== undefined && (
          <span class="entry-detail">{panelTexts.explanation.reason(change.reason)}</span>
        )}
      </div>
    </>
  );
}
