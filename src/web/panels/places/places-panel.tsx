import { useMemo, useState } from 'preact/hooks';

import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import type { PanelProps } from '../props.ts';
import { Answered, Empty } from '../shared/answered.tsx';
import type { Bounds, LocatedPlace } from './located.ts';
import { boundsOf, countUnlocated, locatedPlaces } from './located.ts';
import { PlaceMap, placeKey } from './map.tsx';
import { PlaceItem } from './place-item.tsx';
import type { LatestFacts } from './use-located.ts';
import { factsMax, useLatestFacts } from './use-located.ts';

import './places.css';

/** What is shown before anything has coordinates: the whole world. */
const everywhere: Bounds = { west: -170, south: -55, east: 180, north: 75 };

/** What happened where as of the moment, on a map and as a list. */
export function PlacesPanel({ model }: PanelProps) {
  const asked = useLatestFacts(model);
  return <Answered asked={asked}>{(latest) => <Located model={model} latest={latest} />}</Answered>;
}

interface LocatedProps {
  readonly model: PageModel;
  readonly latest: LatestFacts;
}

/** The most places that are drawn and listed. */
const most = 300;

function Located({ model, latest: { entries, isPart } }: LocatedProps) {
  const places = useMemo(() => locatedPlaces(entries).slice(0, most), [entries]);
  const bounds = useKept(boundsOf(places));
  const [chosen, setChosen] = useState<string>();
  const texts = morePanelTexts.places;
  const unlocated = countUnlocated(entries);
  const isOpen = (place: LocatedPlace) => placeKey(place) === chosen;
  return (
    <div class="places">
      <h2>{texts.lead}</h2>
      <PlaceMap
        key={JSON.stringify(bounds)}
        places={places}
        bounds={bounds ?? everywhere}
        chosen={chosen}
        onChoose={(key) => setChosen(key)}
      />
      <p class="map-note">{texts.borders}</p>
      {places.length === 0 ? (
        <Empty title={texts.empty} />
      ) : (
        <>
          <h3>{texts.list}</h3>
          <ul class="place-list">
            {places.map((place) => (
              <PlaceItem
                key={placeKey(place)}
                model={model}
                place={place}
                isOpen={isOpen(place)}
                onToggle={() => setChosen(isOpen(place) ? undefined : placeKey(place))}
              />
            ))}
          </ul>
        </>
      )}
      {unlocated > 0 && <p class="quiet">{texts.unlocated(unlocated)}</p>}
      {isPart && <p class="quiet">{texts.latest(factsMax)}</p>}
    </div>
  );
}

/** Keeps what the map shows while the moment moves over places that are in it already: a map that jumps cannot be read. */
function useKept(bounds: Bounds | undefined): Bounds | undefined {
  const [kept, setKept] = useState(bounds);
  const fits =
    bounds === undefined ||
    (kept !== undefined &&
      kept.west <= bounds.west &&
      kept.east >= bounds.east &&
      kept.south <= bounds.south &&
      kept.north >= bounds.north);
  if (fits) return kept;
  setKept(bounds);
  return bounds;
}
