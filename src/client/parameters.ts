import type { AskedFilter } from './asked.ts';
import type { Parameters } from './server.ts';

/** What HTTP takes as an instant and the client also as milliseconds. */
const instants: readonly string[] = ['asOf', 'toAsOf', 'from', 'to'];

/** Returns what is asked for as HTTP takes it: instants in milliseconds as RFC 3339, `now` as nothing. */
export function parametersOf(asked: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(asked).map(([name, value]) => [name, instants.includes(name) ? instantOf(value) : value]),
  );
}

/** Returns the names that HTTP has for filters. */
export function filterParameters({
  types,
  streams,
  publishers,
  text,
  withRetracted,
  ...asked
}: AskedFilter & Parameters): Parameters {
  return parametersOf({
    ...asked,
    type: types,
    stream: streams,
    source: publishers,
    q: text,
    retracted: withRetracted,
  });
}

/** Returns the path of a projection. */
export function pathOfProjection(projection: string): string {
  return `/v1/projections/${encodeURIComponent(projection)}`;
}

function instantOf(value: Parameters[string]): Parameters[string] {
  if (typeof value === 'number') return new Date(value).toISOString();
  return value === 'now' ? undefined : value;
}
