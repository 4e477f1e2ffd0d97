import { geoPath } from 'd3-geo';
import { useEffect, useRef, useState } from 'preact/hooks';

import { morePanelTexts } from '../../texts/more-panels.ts';
import type { Moved } from './framing.ts';
import { notMoved, projectionOf, zoomed } from './framing.ts';
import type { Bounds, LocatedPlace } from './located.ts';
import { labelsWithRoom, markRadius } from './located.ts';
import { followMapPointers, movedByKey } from './map-moves.ts';
import { naturalEarth } from './world.ts';

/** What the map is drawn of. */
export interface PlaceMapProps {
  readonly places: readonly LocatedPlace[];
  readonly bounds: Bounds;
  /** The name of the place that is looked at. */
  readonly chosen: string | undefined;
  readonly onChoose: (key: string) => void;
}

const height = 280;
/** How wide a letter of a label is, about, in pixels. */
const letter = 6.5;
/** How large a country has to be on the map to be named, in square pixels. */
const namedFrom = 3500;

/** Returns what tells a place from the others. */
export function placeKey({ at }: Pick<LocatedPlace, 'at'>): string {
  return at.join(' ');
}

/** Where facts say they were, on coasts and borders of Natural Earth: the list beside it says the same. */
export function PlaceMap({ places, bounds, chosen, onChoose }: PlaceMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [moved, setMoved] = useState<Moved>(notMoved);
  const texts = morePanelTexts.places;
  useEffect(() => {
    if (frame.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(frame.current);
    const end = followMapPointers(frame.current, setMoved);
    return () => {
      observer.disconnect();
      end();
    };
  }, []);
  return (
    <div
      class="map"
      ref={frame}
      style={{ height: `${height}px` }}
      role="group"
      aria-label={texts.keys}
      tabIndex={0}
      onKeyDown={(event) => {
        const next = movedByKey(moved, event);
        if (next === undefined) return;
        event.preventDefault();
        setMoved(next);
      }}
    >
      {width > 0 && (
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={texts.map(places.length)}>
          <Drawing
            places={places}
            bounds={bounds}
            chosen={chosen}
            onChoose={onChoose}
            width={width}
            moved={moved}
          />
        </svg>
      )}
      <div class="map-buttons">
        <MapButton name={texts.zoomIn} sign="+" onClick={() => setMoved(zoomed(moved, 1))} />
        <MapButton name={texts.zoomOut} sign="−" onClick={() => setMoved(zoomed(moved, -1))} />
        <MapButton name={texts.fit} sign="⤢" onClick={() => setMoved(notMoved)} />
      </div>
    </div>
  );
}

interface MapButtonProps {
  readonly name: string;
  readonly sign: string;
  readonly onClick: () => void;
}

function MapButton({ name, sign, onClick }: MapButtonProps) {
  return (
    <button type="button" class="button" aria-label={name} title={name} onClick={onClick}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

interface DrawingProps extends PlaceMapProps {
  readonly width: number;
  readonly moved: Moved;
}

function Drawing({ places, bounds, chosen, onChoose, width, moved }: DrawingProps) {
  const projection = projectionOf(bounds, width, height, moved);
  const path = geoPath(projection);
  const world = naturalEarth();
  const marks = places.flatMap((place) => {
    const at = projection([...place.at]);
    if (at === null) return [];
    const radius = markRadius(place.facts.length);
    const label = place.name === '' ? morePanelTexts.places.unnamed : place.name;
    return [{ place, x: at[0], y: at[1], radius, label, width: label.length * letter }];
  });
  const roomy = labelsWithRoom(
    marks.map((mark) => ({ ...mark, x: mark.x + mark.radius + 4 })),
    15,
  );
  return (
    <>
      <path class="map-land" d={path(world.land) ?? ''} />
      <path class="map-borders" d={path(world.borders) ?? ''} />
      {world.countries.map((country, index) => {
        const name: unknown = country.properties?.['name'];
        if (typeof name !== 'string' || path.area(country) < namedFrom) return null;
        const [x, y] = path.centroid(country);
        return (
          <text key={index} class="map-country" x={x} y={y}>
            {name}
          </text>
        );
      })}
      {marks.map(({ place, x, y, radius, label }, index) => (
        <g
          key={placeKey(place)}
          class={placeKey(place) === chosen ? 'map-mark is-chosen' : 'map-mark'}
          onClick={() => onChoose(placeKey(place))}
        >
          <title>{morePanelTexts.places.place(label, place.facts.length)}</title>
          <circle class="map-reach" cx={x} cy={y} r={Math.max(12, radius)} />
          <circle class="map-dot" cx={x} cy={y} r={radius} />
          {roomy[index] === true && (
            <text class="map-label" x={x + radius + 4} y={y}>
              {label}
            </text>
          )}
        </g>
      ))}
    </>
  );
}
