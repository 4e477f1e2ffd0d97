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
  if (differences.length === 0 && diff.events.length === 0) return <Empty title={texts.nothing} />;
  return (
    <>
      <h3>{texts.changesOf(diff.events.length)}</h3>
      <Some items={diff.events} first={12} name={texts.changesOf(diff.events.length)} class="changes">
        {(change) => (
          <li key={`${change.id} ${change.by}`} class={`change change-${change.change}`}>
            <ChangeLine model={model} change={change} />
          </li>
        )}
      </Some>
      {diff.more && <p class="quiet">{texts.valuesMore}</p>}
      <h3>{texts.values(differences.length)}</h3>
      <DifferenceRows model={model} differences={differences} />
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
        <span aria-hidden="true">{shapes[change.change]}</span> {texts.kind(change.change)}
      </span>
      <div class="change-body">
        <FactLink model={model} id={change.id} title={change.title} />
        <span class="entry-meta">
          {texts.why(change.why)} · <Unbroken text={panelTexts.occurredAt(times.written(change.occurred))} />{' '}
          · {panelTexts.position(change.byPosition)}
        </span>
        {change.reason !== undefined && (
          <span class="entry-detail">{panelTexts.explanation.reason(change.reason)}</span>
        )}
      </div>
    </>
  );
}
