import { lazy } from '../../parts/lazy.tsx';
import { panelTexts } from '../../texts/panels.ts';
import type { PanelProps } from '../props.ts';
import { Answered, Empty } from '../shared/answered.tsx';
import { membersOf } from '../shared/json.ts';
import { useLookedAt } from '../shared/looked-at.ts';
import type { ListName } from './entries.ts';
import { listNames } from './entries.ts';
import type { ExplanationProps } from './explanation.tsx';
import { ListCard } from './list-card.tsx';
import { emptyMore, Notes } from './notes.tsx';
import { hasNumbers, useNumbersTold } from './numbers-told.ts';
import type { NumbersProps } from './numbers.tsx';
import { Numbers } from './numbers.tsx';
import { useListReadings } from './use-list-readings.ts';
import { Waiting } from './waiting.tsx';

import './situation.css';

/** Comes when the first number is opened. */
const Explanation = lazy<ExplanationProps>(async () => (await import('./explanation.tsx')).Explanation);

/** The situation as of the moment: numbers and lists, or the explanation of one of them. */
export function SituationPanel({ model }: PanelProps) {
  const asked = useLookedAt(model.state('situation'));
  const areTold = useNumbersTold(model, asked.answer !== undefined);
  const { explained } = model.view.value;
  return (
    <Answered asked={asked} waiting={<Waiting />}>
      {(told) => {
        if (explained !== undefined)
          return <Explanation key={explained} model={model} path={explained} {...told} />;
        const withNumbers = hasNumbers(told.state) || areTold;
        return withNumbers === undefined ? (
          <Waiting />
        ) : (
          <Cards model={model} withNumbers={withNumbers} {...told} />
        );
      }}
    </Answered>
  );
}

interface CardsProps extends NumbersProps {
  /** Whether there is anything to be told of people and munitions, at this moment or another. */
  readonly withNumbers: boolean;
}

/** Alerts are asked for by themselves: of them alone there may be too many. */
const onlyAlerts: readonly ListName[] = ['alerts'];
const listsButAlerts = listNames.filter((list) => list !== 'alerts');
/** Where there are no numbers, what changes most comes first. */
const alertsFirst = [...onlyAlerts, ...listsButAlerts];

function Cards({ model, state, moment, uncertain, withNumbers }: CardsProps) {
  const texts = panelTexts.situation;
  const lists = useListReadings(model, listsButAlerts, moment.position);
  const alerts = useListReadings(model, onlyAlerts, moment.position);
  const isEmpty = Object.values(membersOf(state)).every((part) => sizeOf(part) === 0);
  const empty = isEmpty && <Empty title={texts.empty} more={emptyMore(model)} />;
  return (
    <div class="situation">
      <h2 class="unseen">{panelTexts.tabs.situation}</h2>
      <Notes model={model} />
      {withNumbers ? <Numbers model={model} state={state} moment={moment} uncertain={uncertain} /> : empty}
      {(withNumbers ? listNames : alertsFirst).map((list) => (
        <ListCard
          key={list}
          model={model}
          list={list}
          state={state}
          readings={list === 'alerts' ? alerts : lists}
          uncertain={uncertain}
        />
      ))}
      {withNumbers ? empty : <p class="situation-note">{texts.noNumbers}</p>}
    </div>
  );
}

function sizeOf(part: unknown): number {
  return Array.isArray(part) ? part.length : Object.keys(membersOf(part)).length;
}
