import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { coordinatesOf, coordinatesText } from '../shared/coordinates.ts';
import { itemsOf, memberOf, textOf } from '../shared/json.ts';

/** The places of a fact. */
export interface PlacesProps {
  readonly model: PageModel;
  readonly places: unknown;
}

/** Where a fact says it was; places with coordinates are on the map. */
export function Places({ model, places }: PlacesProps) {
  const told = itemsOf(places);
  if (told.length === 0) return null;
  const texts = panelTexts.fact;
  const isOnMap = told.some((place) => coordinatesOf(place) !== undefined);
  return (
    <section class="fact-section">
      <h3>{texts.places}</h3>
      <ul class="mentions">
        {told.map((place, index) => {
          const at = coordinatesOf(place);
          return (
            <li key={index}>
              {textOf(memberOf(place, 'name')) ?? panelTexts.noTitle}
              {at !== undefined && <span class="quiet"> {coordinatesText(at)}</span>}
            </li>
          );
        })}
      </ul>
      {isOnMap && (
        <button type="button" class="button" onClick={() => model.change({ panel: 'places' }, 'push')}>
          {texts.onMap}
        </button>
      )}
    </section>
  );
}
