import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { columns, munitionsOf, peopleOf } from './figures.ts';
import type { NumberCardProps } from './number-card.tsx';
import { NumberCard } from './number-card.tsx';

/** What the cards of numbers are given. */
export interface NumbersProps extends Pick<NumberCardProps, 'moment' | 'uncertain'> {
  readonly model: PageModel;
  readonly state: unknown;
}

/** The numbers of people, and of munitions by class: a card each. */
export function Numbers({ state, ...rest }: NumbersProps) {
  const texts = panelTexts.situation;
  return (
    <>
      <h3 class="group-title">{texts.people}</h3>
      <div class="number-cards number-cards-people">
        {peopleOf(state).map(({ harm, ...place }) => (
          <NumberCard key={harm} place={place} label={texts.harms[harm]} name={texts.harms[harm]} {...rest} />
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
                  place={cells[column]}
                  label={texts.columns[column]}
                  name={texts.ofClass(title, texts.columns[column])}
                  {...rest}
                />
              ))}
            </div>
          </section>
        );
      })}
      <p class="situation-lines">{texts.lines}</p>
    </>
  );
}
