import type { Marks, PageModel } from '../model.ts';
import type { CutMoment } from '../model/cut.ts';
import { countBegun, isKnown } from '../model/cut.ts';
import { readReadings } from '../model/readings.ts';
import { retracted } from '../model/statuses.ts';
import { isEmptyFilter, noFilter } from '../model/view.ts';

/** Values of one kind that facts can be filtered by, those of most facts first. */
export interface FilterGroup {
  readonly name: 'types' | 'streams' | 'actors' | 'places' | 'sources';
  readonly field: 'types' | 'streams' | 'about' | 'sources';
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** What is counted: where there are too many facts to count here, readings of types, and events of streams. */
  readonly counted: 'facts' | 'readings' | 'events';
}

/** The projections whose keys are what facts can be filtered by. */
const keyed = [
  { name: 'actors', field: 'about' },
  { name: 'places', field: 'about' },
  { name: 'sources', field: 'sources' },
] as const;

/** Reads what facts there are at the moment by type, actor, place, source and stream. */
export async function readFacets(model: PageModel, signal: AbortSignal): Promise<readonly FilterGroup[]> {
  const at = model.at.peek();
  const there = new Set(model.projections.peek().map(({ name }) => name));
  const [marks, ...groups] = await Promise.all([
    allMarks(model, signal),
    ...keyed
      .filter(({ name }) => there.has(name))
      .map(async ({ name, field }): Promise<FilterGroup> => {
        const { keys } = await model.client.keys(name, { asOf: at.asOf, knownAt: at.position, signal });
        return {
          name,
          field,
          counted: 'facts',
          values: mostFirst(keys.map(({ key, facts }) => ({ value: key, count: facts }))),
        };
      }),
  ]);
  return [
    { name: 'types', field: 'types', ...(await typesOf(model, marks, at, signal)) },
    ...groups,
    { name: 'streams', field: 'streams', ...(await streamsOf(model, marks, at, signal)) },
  ];
}

/** Counts the facts that have begun by a moment and are not retracted, by a column that numbers names. */
export function countByName(
  marks: Marks,
  column: 'type' | 'stream',
  { asOf, position }: CutMoment,
): FilterGroup['values'] {
  const names = column === 'type' ? marks.types : marks.streams;
  const counts = names.map(() => 0);
  const begun = countBegun(marks.from, asOf);
  for (let index = 0; index < begun; index += 1) {
    if (!isKnown(marks, index, position) || marks.status[index] === retracted) continue;
    const name = marks[column][index] ?? 0;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return mostFirst(names.map((value, name) => ({ value, count: counts[name] ?? 0 })));
}

/** Reads all readings without the filter; undefined where they are too many to count here. */
async function allMarks(model: PageModel, signal: AbortSignal): Promise<Marks | undefined> {
  const { marks, isWhole } = model.marks.peek();
  if (isWhole && isEmptyFilter(model.view.peek().filter)) return marks;
  const asked = { filter: noFilter, lanes: 'stream', knownAt: model.head.peek().position } as const;
  for await (const read of readReadings(model.client, asked, signal)) if (read.isDone) return read.marks;
  return undefined;
}

type Counted = Pick<FilterGroup, 'values' | 'counted'>;

/** Asks of each type how many readings there are by the moment, where they are too many to read; a type that nothing is of is left out. */
export async function typesOf(
  { client }: Pick<PageModel, 'client'>,
  marks: Marks | undefined,
  { asOf, position }: CutMoment,
  signal: AbortSignal,
): Promise<Counted> {
  if (marks !== undefined)
    return { values: countByName(marks, 'type', { asOf, position }), counted: 'facts' };
  const { schemas } = await client.get<{ readonly schemas: readonly { readonly type: string }[] }>(
    '/v1/schemas',
    {},
    { signal },
  );
  const values = await Promise.all(
    schemas.map(async ({ type }) => {
      const asked = { types: [type], to: asOf, knownAt: position, limit: 1, signal };
      return { value: type, count: (await client.readings(asked)).inAll };
    }),
  );
  return { values: mostFirst(values).filter(({ count }) => count > 0), counted: 'readings' };
}

/** Lists the streams by how many events they have, where readings are too many to read. */
export async function streamsOf(
  { client }: Pick<PageModel, 'client'>,
  marks: Marks | undefined,
  at: CutMoment,
  signal: AbortSignal,
): Promise<Counted> {
  if (marks !== undefined) return { values: countByName(marks, 'stream', at), counted: 'facts' };
  const { streams } = await client.streams({ signal });
  const values = streams.map(({ stream, revision }) => ({ value: stream, count: revision + 1 }));
  return { values: mostFirst(values), counted: 'events' };
}

function mostFirst(values: FilterGroup['values']): FilterGroup['values'] {
  return values.toSorted((one, other) => other.count - one.count);
}
