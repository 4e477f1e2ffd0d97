import { TimelineError } from '../../domain/errors.ts';
import { readingSource, rowAfter } from '../recorder.ts';
import type { WriterLog } from './log.ts';
import type { ReadingIndex } from './reading-index.ts';
import { bytesIn } from './rows.ts';
import type { Statements } from './statements.ts';

/** Events that the index takes from the log in one transaction when it catches up. */
const followedAtATime = 2000;

/** Returns whether an index has followed this log and not another, or this one before it was put back from a copy. */
export function followsLog(sql: Statements, { end }: WriterLog, index: ReadingIndex): boolean {
  const { position, hash } = index.followed();
  if (position === 0) return true;
  if (position > end().position) return false;
  const row = sql.get('SELECT hash FROM event WHERE position = ?', position);
  return row !== undefined && Buffer.compare(bytesIn(row, 'hash'), hash) === 0;
}

/** Brings an index up to the end of the log, out of the events themselves. */
export function catchUp(sql: Statements, log: WriterLog, index: ReadingIndex): void {
  const end = log.end().position;
  let { position } = index.followed();
  while (position < end) {
    const through = Math.min(end, position + followedAtATime);
    while (position < through) {
      position += 1;
      const event = log.eventAt(position);
      const source = readingSource(event);
      const fact =
        source.effect.kind === 'states' ? undefined : factAimedAt(log, index, source.effect.target);
      index.keep(rowAfter(source, fact === undefined ? undefined : index.lastReading(fact), position), event);
    }
    index.commit({
      position,
      hash: bytesIn(sql.get('SELECT hash FROM event WHERE position = ?', position) ?? {}, 'hash'),
    });
  }
}

function factAimedAt(log: WriterLog, index: ReadingIndex, target: string): number {
  const fact = index.rowMadeBy(log.event(target)?.position ?? 0)?.fact;
  if (fact === undefined)
    throw new TimelineError('store-corrupt', `The log has a correction of ${target}, which is not in it`, {
      target,
    });
  return fact;
}
