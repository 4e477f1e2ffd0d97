import type { ReadingColumns } from '../../../client/index.ts';
import { isKnown } from '../../model/cut.ts';
import { retracted } from '../../model/statuses.ts';
import type { ListName } from './entries.ts';

/** Which event types a list of the situation is made of. */
export const typesOfList: Readonly<Record<ListName, readonly string[]>> = {
  damage: ['DamageReported'],
  deliveries: ['DeliveryDelayed', 'DeliveryResumed'],
  calls: ['CallHeld'],
  positions: ['PositionDeclared'],
  statements: ['StatementMade'],
  links: ['LinkAssessed'],
  alerts: ['AlertStarted', 'AlertEnded'],
};

/** When what a list is made of occurred, and when it was last revised, as of a moment; all in milliseconds of the Unix epoch. */
export interface ListTimes {
  /** Ascending, also those after the moment. */
  readonly occurred: readonly number[];
  /** Undefined where nothing of it is known or has happened. */
  readonly revised: number | undefined;
}

/** Finds the times of a list in readings that were had for it. */
export function listTimes(
  columns: ReadingColumns,
  list: ListName,
  at: { readonly asOf: number; readonly position: number },
): ListTimes {
  const types = new Set(
    typesOfList[list].flatMap((type) => {
      const index = columns.types.indexOf(type);
      return index === -1 ? [] : [index];
    }),
  );
  const occurred: number[] = [];
  let revised: number | undefined;
  for (let index = 0; index < columns.count; index++) {
    if (!types.has(columns.type[index] ?? -1) || !isKnown(columns, index, at.position)) continue;
    const [from = Number.NaN, recordedAt = 0] = [columns.from[index], columns.recordedAt[index]];
    const isRetracted = columns.status[index] === retracted;
    if (!isRetracted) occurred.push(from);
    if (from <= at.asOf) revised = Math.max(revised ?? recordedAt, recordedAt);
  }
  return { occurred, revised };
}
