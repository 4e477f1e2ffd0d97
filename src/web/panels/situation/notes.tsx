import type { PageModel } from '../../model.ts';
import { isEmptyFilter, noFilter } from '../../model/view.ts';
import { panelTexts } from '../../texts/panels.ts';

/** Says what the situation is of where that may be mistaken: filters do not reach it, and what may not have happened yet can be left out of it. */
export function Notes({ model }: { readonly model: PageModel }) {
  const { filter, certainty } = model.view.value;
  const texts = panelTexts.situation;
  return (
    <>
      {!isEmptyFilter(filter) && (
        <p class="situation-note">
          {texts.notFiltered}{' '}
          <button
            type="button"
            class="situation-note-button"
            onClick={() => model.change({ filter: noFilter }, 'push')}
          >
            {texts.clearFilters}
          </button>
        </p>
      )}
      {certainty === 'certain' && <p class="situation-note">{texts.onlyCertain}</p>}
    </>
  );
}

/** What to do about a situation that has nothing in it. */
export function emptyMore({ view, moment }: Pick<PageModel, 'view' | 'moment'>): string {
  const { asOf, knownAt } = moment.value;
  const texts = panelTexts.situation;
  if (asOf === 'now' && knownAt === 'head' && view.value.newest === undefined) return texts.emptyNewest;
  if (asOf === 'now') return texts.emptyKnownAt;
  return knownAt === 'head' ? texts.emptyAsOf : texts.emptyMore;
}
