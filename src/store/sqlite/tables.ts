import { assert } from '../../domain/assert.ts';
import type { Tables } from '../recorder.ts';
import type { WriterLog } from './log.ts';
import type { ReadingIndex } from './reading-index.ts';
import type { RequestRows } from './requests.ts';

/** Returns what recording needs, out of a log, the index that follows it and the requests beside it. */
export function tablesOf(log: WriterLog, index: ReadingIndex, requests: RequestRows): Tables {
  return {
    ...requests,
    eventAt: log.eventAt,
    event: log.event,
    revisionOf: log.revisionOf,
    factOf(eventPosition) {
      const position = index.rowMadeBy(eventPosition)?.fact;
      assert(position !== undefined, 'every event made a reading');
      return { position, type: log.eventAt(position).type };
    },
    lastReading: index.lastReading,
    insertEvent: log.insert,
    insertReading: index.keep,
  };
}
