import { useEffect, useRef } from 'preact/hooks';

import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import { coordinatesText } from '../shared/coordinates.ts';
import { FactLink } from '../shared/fact-link.tsx';
import { textOf } from '../shared/json.ts';
import { Some } from '../shared/more.tsx';
import { useTimes } from '../shared/times.ts';
import type { LocatedPlace } from './located.ts';

/** What a place in the list is shown of. */
export interface PlaceItemProps {
  readonly model: PageModel;
  readonly place: LocatedPlace;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One place of the list: it opens to the facts that say they were there, the latest first. */
export function PlaceItem({ model, place, isOpen, onToggle }: PlaceItemProps) {
  const item = useRef<HTMLLIElement>(null);
  const times = useTimes(model);
  const name = place.name === '' ? morePanelTexts.places.unnamed : place.name;
  useEffect(() => {
    if (isOpen) item.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  return (
    <li ref={item} class="place">
      <button type="button" class="disclosure" aria-expanded={isOpen} onClick={onToggle}>
        <span class="place-name">{name}</span>
        <span class="quiet">
          {' '}
          {panelTexts.facts(place.facts.length)} · {coordinatesText(place.at)}
        </span>
      </button>
      {isOpen && (
        <Some items={place.facts} first={8} name={name} class="mentions">
          {(entry) => (
            <li key={entry.id}>
              <FactLink
                model={model}
                id={entry.id}
                title={textOf(entry.data['title']) ?? panelTexts.noTitle}
              />
              <span class="entry-meta">
                {times.written(entry.occurred)}
                {!entry.certain && ` · ${panelTexts.fact.standing('uncertain')}`}
              </span>
            </li>
          )}
        </Some>
      )}
    </li>
  );
}
