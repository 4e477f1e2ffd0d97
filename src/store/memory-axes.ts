import { createRecordedAxis, spreadPositions } from './dense-log.ts';
import type { DenseLog } from './dense-log.ts';
import type { EventLog } from './port.ts';
import type { ReadingRow } from './recorder.ts';

/** The readings that a store in memory holds. */
export interface MemoryReadings {
  /** The reading that each event made, by position; they are added to. */
  readonly rows: readonly ReadingRow[];
  /** The readings of each fact, by its position. */
  readonly lines: ReadonlyMap<number, readonly ReadingRow[]>;
}

/** Tells of the two axes of a log in memory. */
export function createMemoryAxes(
  { rows, lines }: MemoryReadings,
  log: DenseLog,
): Pick<EventLog, 'countOccurred' | 'sampleOccurred' | 'shifts' | 'commits' | 'recordedBy'> {
  return {
    countOccurred(position, ranges) {
      const occurred = [...lines.values()]
        .map((line) => placeOf(line.findLast(({ recordedFrom }) => recordedFrom <= position)))
        .filter((ms) => ms !== null);
      return ranges.map(
        ({ afterMs, throughMs }) => occurred.filter((ms) => ms > afterMs && ms <= throughMs).length,
      );
    },
    sampleOccurred: (position, count) =>
      spreadPositions(position, count).flatMap((one) => rows[one - 1]?.when.from ?? []),
    shifts: ({ after, through = rows.length, limit }) =>
      rows.slice(after, Math.min(through, after + limit)).map((row) => ({
        position: row.recordedFrom,
        beforeMs: placeOf(lines.get(row.fact)?.[row.number - 1]),
        afterMs: placeOf(row),
      })),
    ...createRecordedAxis(log),
  };
}

/** Returns where in histories a reading puts its fact, in milliseconds of the Unix epoch; null where it puts it nowhere. */
function placeOf(row: ReadingRow | undefined): number | null {
  return row === undefined || row.status === 'retracted' ? null : row.when.from;
}
