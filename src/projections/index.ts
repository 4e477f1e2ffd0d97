import type { Projection } from '../domain/projection.ts';
import { actors } from './actors.ts';
import { conflicts } from './conflicts.ts';
import { measures } from './measures.ts';
import { places } from './places.ts';
import { situation } from './situation.ts';
import { sources } from './sources.ts';

/** Every projection of the news vocabulary. */
export const newsProjections: readonly Projection[] = [
  situation,
  actors,
  places,
  sources,
  conflicts,
  measures,
];

/** Where the code of these projections stands. */
export const newsSources: readonly string[] = [import.meta.url];

export type { Actor } from './actors.ts';
export type { Conflict } from './conflict.ts';
export type { Conflicts } from './conflicts.ts';
export type { Claim, Figure, Total } from './figures.ts';
export type { Series } from './measures.ts';
export type { Place } from './places.ts';
export type { Situation } from './situation.ts';
export type { Publisher } from './sources.ts';
