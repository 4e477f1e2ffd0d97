import type { MomentOut } from '../../client/index.ts';
import { appendPointer } from '../../domain/json-pointer.ts';
import { differencesOf } from '../panels/shared/differences.ts';
import { publishersOf } from '../panels/shared/figure.ts';
import { columns, munitionsOf, peopleOf } from '../panels/situation/figures.ts';
import { panelTexts } from '../texts/panels.ts';
import type { CsvCell } from './csv.ts';
import { csvRow, jsonCell } from './csv.ts';

/** A state and the moment that it is of. */
export interface StateSeen {
  readonly state: unknown;
  readonly moment: MomentOut;
}

/** Writes the numbers of a situation as CSV: each with its range, its sources and the moment; what no source gives is empty, and never 0. */
export function numbersCsv({ state, moment }: StateSeen): string {
  const { harms, columns: names, ofClass } = panelTexts.situation;
  const places = [
    ...peopleOf(state).map(({ harm, ...place }) => ({ ...place, name: harms[harm] })),
    ...munitionsOf(state).flatMap(({ className, cells }) =>
      columns.map((column) => ({
        ...cells[column],
        name: ofClass(panelTexts.classOf(className), names[column]),
      })),
    ),
  ];
  const rows = places.map(({ name, steps, figure }) => [
    ...momentCells(moment),
    name,
    [...steps, 'best'].reduce(appendPointer, ''),
    figure?.best,
    figure?.low,
    figure?.high,
    figure?.unit,
    publishersOf(figure?.claims.flatMap(({ sources }) => sources) ?? []).join('; '),
  ]);
  return table(
    ['asOf', 'knownAt', 'knownAtPosition', 'name', 'path', 'best', 'low', 'high', 'unit', 'publishers'],
    rows,
  );
}

/** Writes the values in which two states differ as CSV: where each stands, what it is at either moment, and the fact it is an entry for. */
export function differencesCsv(before: StateSeen, after: StateSeen): string {
  const rows = differencesOf(before.state, after.state, Infinity).map((difference) => [
    ...momentCells(before.moment),
    ...momentCells(after.moment),
    difference.steps.reduce(appendPointer, ''),
    valueCell(difference.before),
    valueCell(difference.after),
    difference.fact,
  ]);
  return table(
    [
      'asOf',
      'knownAt',
      'knownAtPosition',
      'toAsOf',
      'toKnownAt',
      'toKnownAtPosition',
      'path',
      'before',
      'after',
      'fact',
    ],
    rows,
  );
}

function table(names: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [names, ...rows].map(csvRow).join('');
}

function momentCells({ asOf, knownAt, position }: MomentOut): readonly CsvCell[] {
  return [asOf, knownAt ?? undefined, position];
}

function valueCell(value: unknown): CsvCell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined ? undefined : jsonCell(value);
}
