import type { Feature, FeatureCollection, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import countries from 'world-atlas/countries-110m.json';

/** What is drawn of the world: its land, the borders between countries, and the countries with their names. */
export interface World {
  readonly land: FeatureCollection;
  readonly borders: MultiLineString;
  readonly countries: readonly Feature[];
}

interface Atlas extends Topology {
  readonly objects: {
    readonly countries: GeometryCollection<{ readonly name: string }>;
    readonly land: GeometryCollection;
  };
}

let made: World | undefined;

/** Returns the world of Natural Earth at 1:110 million; it is part of the page, nothing is asked for. */
export function naturalEarth(): World {
  if (made !== undefined) return made;
  // What JSON is imported has the types of its own text, wider than those of the format.
  const topology = countries as unknown as Atlas;
  const { countries: all, land } = topology.objects;
  made = {
    land: feature(topology, land),
    borders: mesh(topology, all, (one, other) => one !== other),
    countries: feature(topology, all).features,
  };
  return made;
}
