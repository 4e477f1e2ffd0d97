import type { PageModel } from '../../model.ts';
import { lazy } from '../../parts/lazy.tsx';
import { panelTexts } from '../../texts/panels.ts';
import type { PanelProps } from '../props.ts';
import { Answered, Empty } from '../shared/answered.tsx';
import { membersOf } from '../shared/json.ts';
import { useLookedAt } from '../shared/looked-at.ts';
import type { ListName } from './entries.ts';
import { listNames } from './entries.ts';
import type { ExplanationProps } from './explanation.tsx';
import { columns, munitionsOf, peopleOf } from './figures.ts';
import { ListCard } from './list-card.tsx';
import { NumberCard } from './number-card.tsx';
import type { NumberCardProps } from './number-card.tsx';
import { useListReadings } from './use-list-readings.ts';
import { Waiting } from './waiting.tsx';

import './situation.css';

/** Comes when the first number is opened. */
const Explanation = lazy<ExplanationProps>(async () => (await import('./explanation.tsx')).Explanation);

/** The situation as of the moment: numbers and lists, or the explanation of one of them. */
export function SituationPanel({ model }: PanelProps) {
  const asked = useLookedAt(model.state('situation'));
  const { explained } = model.view.value;
  return (
    <Answered asked={asked} waiting={<Waiting />}>
      {({ state, moment }) =>
        explained === undefined ? (
          <Cards model={model} state={state} moment={moment} />
        ) : (
          <Explanation key={explained} model={model} path={explained} state={state} moment={moment} />
        )
      }
    </Answered>
  );
}

interface CardsProps {
  readonly model: PageModel;
  readonly state: unknown;
  readonly moment: NumberCardProps['moment'];
}

/** Alerts are asked for by themselves: of them alone there may be too many. */
const onlyAlerts: readonly ListName[] = ['alerts'];
const listsButAlerts = listNames.filter((list) => list !== 'alerts');

function Cards({ model, state, moment }: CardsProps) {
  const texts = panelTexts.situation;
  const lists = useListReadings(model, listsButAlerts, moment.position);
  const alerts = useListReadings(model, onlyAlerts, moment.position);
  const isEmpty = Object.values(membersOf(state)).every((part) => sizeOf(part) === 0);
  return (
    <div class="situation">
      <h2 class="unseen">{panelTexts.tabs.situation}</h2>
      <h3 class="group-title">{texts.people}</h3>
      <div class="number-cards number-cards-people">
        {peopleOf(state).map(({ harm, ...place }) => (
          <NumberCard
            key={harm}
            model={model}
            place={place}
            label={texts.harms[harm]}
            name={texts.harms[harm]}
            moment={moment}
          />
        ))}
      </div>
      {munitionsOf(state).map(({ className, cells }) => {
        const title = panelTexts.classOf(className);
        return (
          <section key={className} aria-label={title}>
            <h3 class="group-title">{title}</h3>
            <div class="number-cards number-cards-munitions">
              {columns.map((column) => (
                <NumberCard
                  key={column}
                  model={model}
                  place={cells[column]}
                  label={texts.columns[column]}
                  name={texts.ofClass(title, texts.columns[column])}
                  moment={moment}
                />
              ))}
            </div>
          </section>
        );
      })}
      {listNames.map((list) => (
        <ListCard
          key={list}
          model={model}
          list={list}
          state={state}
          readings={list === 'alerts' ? alerts : lists}
        />
      ))}
      {isEmpty && <Empty title={texts.empty} more={texts.emptyMore} />}
    </div>
  );
}

function sizeOf(part: unknown): number {
  return Array.isArray(part) ? part.length : Object.keys(membersOf(part)).length;
}
