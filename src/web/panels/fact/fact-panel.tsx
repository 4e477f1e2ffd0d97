import type { FactOut } from '../../../client/index.ts';
import { knownWith } from '../../model/commit-asking.ts';
import { lazy } from '../../parts/lazy.tsx';
import { panelTexts } from '../../texts/panels.ts';
import type { PanelProps } from '../props.ts';
import { useAnswer } from '../shared/answer.ts';
import { Answered, Empty } from '../shared/answered.tsx';
import { textOf } from '../shared/json.ts';
import { useLookedAt } from '../shared/looked-at.ts';
import type { FactDetailProps } from './fact-detail-props.ts';

import './fact.css';

/** Comes when the first event is selected. */
const FactDetail = lazy<FactDetailProps>(async () => (await import('./fact-detail.tsx')).FactDetail);

/** The fact that is selected, as read at the moment. */
export function FactPanel({ model, onWrite }: PanelProps) {
  const { selected, explained } = model.view.value;
  const texts = panelTexts.fact;
  return (
    <div class="fact">
      {explained !== undefined && (
        <button type="button" class="back" onClick={() => model.change({ panel: 'situation' }, 'push')}>
          <span aria-hidden="true">←</span> {texts.backToExplanation}
        </button>
      )}
      {selected === undefined ? (
        <>
          <h2 class="unseen">{panelTexts.tabs.fact}</h2>
          <Empty title={texts.none} more={texts.noneMore} />
        </>
      ) : (
        <Selected key={selected} model={model} onWrite={onWrite} id={selected} />
      )}
    </div>
  );
}

/** What is had of another event that was selected before is not shown for this one. */
function Selected({ model, onWrite, id }: PanelProps & { readonly id: string }) {
  const asked = useLookedAt(model.fact);
  const answer = asked.answer !== undefined && isOf(asked.answer, id) ? asked.answer : undefined;
  // What was not recorded by the moment is not found: whether it was later is asked for by itself.
  const isMissing = asked.state === 'failed';
  const later = useAnswer(
    model,
    isMissing ? { id, key: id } : undefined,
    async (client, { id: of }, signal) => client.fact(of, { signal }),
  ).answer;
  if (isMissing && later !== undefined && model.at.value.position < later.position)
    return <NotKnown model={model} fact={later} />;
  return (
    <Answered asked={{ ...asked, answer }}>
      {(fact) => <FactDetail model={model} fact={fact} onWrite={onWrite} />}
    </Answered>
  );
}

/** An event belongs to a fact that it states, and to one that it corrects or retracts. */
function isOf({ id, readings }: FactOut, event: string): boolean {
  return id === event || readings.some(({ by }) => by === event);
}

/** Says that an event was not recorded yet by the moment, and leads to where it was. */
function NotKnown({ model, fact }: Pick<PanelProps, 'model'> & { readonly fact: FactOut }) {
  const texts = panelTexts.fact;
  return (
    <>
      <h2>{textOf(fact.data['title']) ?? panelTexts.noTitle}</h2>
      <Empty title={texts.notKnown} more={texts.notKnownMore(fact.position)} />
      <button type="button" class="button" onClick={() => void goToKnown(model, fact.position)}>
        {texts.toKnown}
      </button>
    </>
  );
}

/** Goes to where an event is known, unless the reader has gone elsewhere meanwhile. */
async function goToKnown(model: PanelProps['model'], position: number): Promise<void> {
  const before = model.moment.peek();
  const knownAt = await knownWith(model, position);
  if (model.moment.peek() === before) model.change({ knownAt }, 'push');
}
