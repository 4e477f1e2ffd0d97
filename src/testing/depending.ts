import { isEqualJson } from '../domain/equal-json.ts';
import { handedFor } from '../domain/handed.ts';
import { appendPointer, valueAt } from '../domain/json-pointer.ts';
import type { FactFilter, Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';

/**
 * Returns, as a sentence, the first value in a state that is another one when only the facts are folded on which the projection says
 * that it depends; undefined where there is none.
 */
export function whereOther(
  projection: Projection,
  facts: readonly FactRead[],
  key: string,
  state: unknown,
): string | undefined {
  if (projection.dependsOn === undefined) return undefined;
  for (const path of pathsIn(state)) {
    const filter = projection.dependsOn(path);
    if (filter === undefined) continue;
    const alone = fold(
      projection,
      facts.filter((fact) => passes(filter, fact)),
      key,
    );
    if (isEqualJson(valueAt(alone, path), valueAt(state, path))) continue;
    const pointer = path.reduce(appendPointer, '');
    return `the value at ${pointer || 'the whole'} is another one when only ${JSON.stringify(filter)} is folded`;
  }
  return undefined;
}

function fold(projection: Projection, facts: readonly FactRead[], key: string): unknown {
  const isKeyed = projection.key !== undefined;
  const own = isKeyed ? facts.filter((fact) => projection.key?.(fact).includes(key)) : facts;
  return own.reduce((state, fact) => {
    const handed = handedFor(projection, fact);
    return handed === undefined ? state : projection.evolve(state, handed, isKeyed ? key : undefined);
  }, projection.initial);
}

function passes({ types, about }: FactFilter, { type, data }: FactRead): boolean {
  const tags = Array.isArray(data['about']) ? data['about'] : [];
  return (types?.includes(type) ?? true) && (about === undefined || tags.some((tag) => about.includes(tag)));
}

function pathsIn(data: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return [path];
  return [path, ...Object.entries(data).flatMap(([name, part]) => pathsIn(part, [...path, name]))];
}
