export { given } from './given.ts';
export type { Given, ProjectionGiven } from './given.ts';
export { checkProjection } from './check-projection.ts';
export type { CheckOptions, ProjectionLaw } from './check-projection.ts';
export type { GivenCorrection, GivenEvent, GivenRetraction, GivenStep } from './steps.ts';
