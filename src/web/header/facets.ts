import type { Marks, PageModel } from '../model.ts';
import type { CutMoment } from '../model/cut.ts';
import { countBegun, isKnown } from '../model/cut.ts';
import { readReadings } from '../model/readings.ts';
import { isEmptyFilter, noFilter } from '../model/view.ts';

/** Values of one kind that facts can be filtered by, those of most facts first. */
export interface FilterGroup {
  readonly name: 'types' | 'streams' | 'actors' | 'places' | 'sources';
  readonly field: 'types' | 'streams' | 'about' | 'sources';
  /** Undefined counts are of too many facts. */
  readonly values: readonly { readonly value: string; readonly count: number | undefined }[];
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
          values: mostFirst(keys.map(({ key, facts }) => ({ value: key, count: facts }))),
        };
      }),
  ]);
  return [
    { name: 'types', field: 'types', values: await typesOf(model, marks, at) },
    ...groups,
    { name: 'streams', field: 'streams', values: await streamsOf(model, marks, at) },
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
    if (!isKnown(marks, index, position) || marks.status[index] === 2) continue;
    const name = marks[column][index] ?? 0;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return mostFirst(names.map((value, name) => ({ value, count: counts[name] })));
}

/** Reads all readings without the filter; undefined where they are too many to count here. */
async function allMarks(model: PageModel, signal: AbortSignal): Promise<Marks | undefined> {
  const { marks, isWhole } = model.marks.peek();
  if (isWhole && isEmptyFilter(model.view.peek().filter)) return marks;
  const asked = { filter: noFilter, lanes: 'stream', knownAt: model.head.peek().position } as const;
  for await (const read of readReadings(model.client, asked, signal)) if (read.isDone) return read.marks;
  return undefined;
}

async function typesOf(
  { client }: PageModel,
  marks: Marks | undefined,
  at: CutMoment,
): Promise<FilterGroup['values']> {
  if (marks !== undefined) return countByName(marks, 'type', at);
  const { schemas } = await client.get<{ readonly schemas: readonly { readonly type: string }[] }>(
    '/v1/schemas',
  );
  return schemas.map(({ type }) => ({ value: type, count: undefined }));
}

async function streamsOf(
  { client }: PageModel,
  marks: Marks | undefined,
  at: CutMoment,
): Promise<FilterGroup['values']> {
  if (marks !== undefined) return countByName(marks, 'stream', at);
  const { streams } = await client.streams();
  return streams.map(({ stream }) => ({ value: stream, count: undefined }));
}

function mostFirst(values: FilterGroup['values']): FilterGroup['values'] {
  return values.toSorted((one, other) => (other.count ?? 0) - (one.count ?? 0));
}
