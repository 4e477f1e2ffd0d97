import { atPlace } from './errors.ts';
import { parseInstant } from './instant.ts';
import type { Json, JsonObject } from './json.ts';
import type { Condition, DataTemplate, MappedType, Mapping } from './mapping.ts';
import type { Cells } from './template.ts';
import { fillTemplate, fillText } from './template.ts';

/** An event that a row of a table gives; whoever reads the table gives it its id. */
export interface MappedEvent {
  readonly stream: string;
  readonly type: string;
  readonly schemaVersion?: number;
  readonly occurred: string;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt?: number;
  readonly data: JsonObject;
}

/**
 * Returns the events that a row gives through a mapping, in the order the mapping lists them; none when its `when` does not hold.
 *
 * `row` has the text of every column that the mapping needs. Throws `invalid-event` with `column` for a text that does
 * not fit, and `invalid-time` for a recorded time that is no instant.
 */
export function mapRow(mapping: Mapping, row: ReadonlyMap<string, string>): readonly MappedEvent[] {
  const cells = cellsOf(mapping, row);
  if (!holds(mapping.when, cells)) return [];
  return mapping.events
    .filter(({ when }) => holds(when, cells))
    .map((type) => atPlace(type.type, () => mapEvent(mapping, type, cells)));
}

function mapEvent(mapping: Mapping, type: MappedType, cells: Cells): MappedEvent {
  const { recordedAt } = mapping;
  return {
    stream: fillText(mapping.stream, cells, 'stream'),
    type: type.type,
    ...(type.schemaVersion === undefined ? {} : { schemaVersion: type.schemaVersion }),
    occurred: fillText(type.occurred, cells, 'occurred'),
    ...(recordedAt === undefined
      ? {}
      : { recordedAt: parseInstant(fillText(recordedAt, cells, 'recordedAt')) }),
    data: fillObject(type.data, cells),
  };
}

/** Works out the values of a row, each from the columns and the values before it. */
function cellsOf(mapping: Mapping, row: ReadonlyMap<string, string>): Cells {
  const values = new Map<string, string>();
  const cells: Cells = (column) => values.get(column) ?? row.get(column) ?? '';
  for (const { name, cases } of mapping.values) {
    const chosen = cases.find(({ when }) => holds(when, cells));
    values.set(name, chosen === undefined ? '' : String(fillTemplate(chosen.is, cells) ?? ''));
  }
  return cells;
}

function holds(when: readonly Condition[], cells: Cells): boolean {
  return when.every(({ column, test, texts, wanted }) => {
    const text = cells(column);
    if (test === 'empty') return (text === '') === wanted;
    return texts.includes(text) === (test === 'equals');
  });
}

function fillObject(data: DataTemplate, cells: Cells): JsonObject {
  const filled = fillData(data, cells);
  return typeof filled === 'object' && filled !== null && !Array.isArray(filled)
    ? (filled as JsonObject)
    : {};
}

/** Fills data; undefined when it is left out: an optional template, or a list or object that has nothing left in it. */
function fillData(data: DataTemplate, cells: Cells): Json | undefined {
  switch (data.kind) {
    case 'constant':
      return data.value;
    case 'template':
      return fillTemplate(data.template, cells);
    case 'list': {
      const items = data.items.map((item) => fillData(item, cells)).filter((item) => item !== undefined);
      return items.length === 0 && data.items.length > 0 ? undefined : items;
    }
    case 'object': {
      const members = data.members.flatMap(([name, member]): [string, Json][] => {
        const value = fillData(member, cells);
        return value === undefined ? [] : [[name, value]];
      });
      return members.length === 0 && data.members.length > 0 ? undefined : Object.fromEntries(members);
    }
  }
}
