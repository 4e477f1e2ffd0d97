import { assert } from '../domain/assert.ts';
import { TimelineError } from '../domain/errors.ts';
import type { RecordedEvent } from '../domain/event.ts';
import type { FactRead, Reading } from '../domain/reading.ts';
import { compareHistory } from '../domain/reading.ts';
import { spans } from '../domain/span.ts';
import { chainHash, chainStart } from './chain.ts';
import { createLogCounting } from './counters.ts';
import type { CommitCounting } from './counters.ts';
import { factReadOf, readingData, readingOf } from './fact-read.ts';
import { matchesFilter } from './filter.ts';
import type { ImportTarget } from './importer.ts';
import { createImporter, DryRunEnded } from './importer.ts';
import { createMemoryAxes } from './memory-axes.ts';
import { createMemoryProjections } from './memory-projections.ts';
import { createMemoryListing } from './memory-readings.ts';
import { createMemoryRequests } from './memory-requests.ts';
import type { EventLog, FactHistory, HistoryQuery, ImportRequest, StoreOptions, Touch } from './port.ts';
import { readKnown } from './read-data.ts';
import { recordAppend, restating } from './recorder.ts';
import type { ReadingRow, Tables } from './recorder.ts';
import { recordingClock } from './recording-clock.ts';
import { verifyLog } from './verify.ts';
import type { StoredEvent } from './verify.ts';
import { createWaiters } from './waiters.ts';

/** Opens a log that lives in this process and ends with it: the reference that other stores are compared with. */
export function openMemoryStore({ catalogue, clock }: StoreOptions): EventLog {
  const events: StoredEvent[] = [];
  const positions = new Map<string, number>();
  const streams = new Map<string, number[]>();
  const rows: ReadingRow[] = [];
  const lines = new Map<number, ReadingRow[]>();
  const restate = restating(catalogue);
  const readData = readKnown(catalogue);
  const times = recordingClock(clock, null);
  const waiters = createWaiters(0);
  const counting = createLogCounting(Number.NEGATIVE_INFINITY);
  let undo: (() => void)[] = [];
  let closed = false;
  let sorted: { readonly key: string; readonly facts: readonly FactRead[] } | undefined;

  const stored = (position: number): StoredEvent => {
    const found = events[position - 1];
    assert(found !== undefined, `position ${position} is in the log`);
    return found;
  };
  const line = (fact: number): ReadingRow[] => lines.get(fact) ?? [];
  const rowMadeBy = (position: number) => rows[position - 1];

  const dataOf = (row: ReadingRow) =>
    readingData(readData, stored(row.fact).event.type, stored(row.dataPosition).event);

  const requests = createMemoryRequests(
    (position) => stored(position).event,
    (step) => undo.push(step),
  );

  const tables: Tables = {
    event: (id) => {
      const position = positions.get(id);
      return position === undefined ? undefined : stored(position).event;
    },
    revisionOf: (stream) => {
      const length = streams.get(stream)?.length ?? 0;
      return length === 0 ? undefined : length - 1;
    },
    factOf: (position) => {
      const fact = rowMadeBy(position)?.fact;
      assert(fact !== undefined, 'every event made a reading');
      return { position: fact, type: stored(fact).event.type };
    },
    lastReading: (fact) => {
      const last = line(fact).at(-1);
      assert(last !== undefined, 'every fact has a reading');
      return last;
    },
    eventAt: (position) => stored(position).event,
    requestOf: requests.requestOf,
    insertRequest: requests.insertRequest,
    insertEvent(event, dataText) {
      const hash = chainHash(events.at(-1)?.hash ?? chainStart, { ...event, dataText });
      const inStream = streams.get(event.stream) ?? [];
      events.push({ event, dataText, hash });
      positions.set(event.id, event.position);
      streams.set(event.stream, inStream);
      inStream.push(event.position);
      undo.push(() => {
        events.pop();
        positions.delete(event.id);
        inStream.pop();
      });
    },
    insertReading(row) {
      const readings = line(row.fact);
      lines.set(row.fact, readings);
      readings.push(row);
      rows.push(row);
      undo.push(() => {
        readings.pop();
        rows.pop();
      });
    },
  };

  function transaction<Result>(work: (counted: CommitCounting) => Result): Result {
    if (closed) throw new TimelineError('store-closed', 'The store is closed');
    undo = [];
    try {
      const counted = counting.begin();
      const result = work(counted);
      counted.commit();
      sorted = undefined;
      const last = events.at(-1)?.event;
      if (last !== undefined) {
        times.recorded(last.recordedAt);
        waiters.advance(last.position);
      }
      return result;
    } catch (error) {
      for (const step of undo.toReversed()) step();
      throw error;
    }
  }

  const readingsAt = (fact: number, position: number): Reading[] => {
    const known = line(fact).filter((row) => row.recordedFrom <= position);
    return known.map((row) =>
      readingOf(row, dataOf(row), stored(row.recordedFrom).event, known[row.number + 1]?.recordedFrom),
    );
  };
  const factAt = (fact: number, position: number): FactRead | undefined => {
    const earlier = readingsAt(fact, position);
    const last = earlier.pop();
    return last === undefined ? undefined : factReadOf(stored(fact).event, last, earlier);
  };
  const factsAt = (position: number): readonly FactRead[] => {
    const key = `${position} of ${events.length}`;
    if (sorted?.key === key) return sorted.facts;
    const facts = [...lines.keys()]
      .map((fact) => factAt(fact, position))
      .filter((fact) => fact !== undefined);
    sorted = { key, facts: facts.toSorted(compareHistory) };
    return sorted.facts;
  };

  const endOf = ({ fact, number }: ReadingRow, position: number): number => {
    const end = line(fact)[number + 1]?.recordedFrom ?? 0;
    return end <= position ? end : 0;
  };
  const touchOf = (row: ReadingRow): Touch => {
    const before = row.number === 0 ? undefined : line(row.fact)[row.number - 1];
    const fromMs = row.when.from;
    const { recordedAt } = stored(row.recordedFrom).event;
    const touchedMs = Math.min(fromMs, before?.when.from ?? fromMs);
    return { position: row.recordedFrom, fromMs, touchedMs, recordedAt };
  };
  const { projections, membersOf } = createMemoryProjections();
  const history: EventLog['history'] = (query) => {
    const members = membersOf(query.series);
    const facts = factsAt(query.position);
    return pageOf(
      members === undefined ? facts : facts.filter(({ reading }) => members.has(reading.recordedFrom)),
      query,
    );
  };

  const importTarget: Omit<ImportTarget, 'onRecorded'> = {
    tables,
    restate,
    head: () => headOf(events.at(-1)?.event),
    stamp: times.stamp,
  };

  const head = () => headOf(events.at(-1)?.event);
  const recordedAtOf = (position: number) => events[position - 1]?.event.recordedAt ?? null;

  return {
    name: 'memory:',
    async append(request) {
      const recordedAt = times.stamp();
      return transaction((counted) => {
        const place = () => ({ position: events.length + 1, recordedAt });
        const result = recordAppend(tables, restate, request, place);
        if (!result.repeated) counted.appended(request.events, recordedAt);
        return result;
      });
    },
    async import(handedOver, options = {}) {
      const all: ImportRequest[] = [];
      for await (const some of handedOver) all.push(...some);
      try {
        return transaction((counted) => {
          const importer = createImporter({ ...importTarget, onRecorded: counted.imported });
          for (const request of all) importer.take(request);
          if (options.by !== undefined) importer.note(options.by);
          if (options.dryRun === true) throw new DryRunEnded(importer.result());
          return importer.result();
        });
      } catch (error) {
        if (error instanceof DryRunEnded) return error.result;
        throw error;
      }
    },
    head,
    positionAt(wanted) {
      const instant = Math.min(wanted, times.now());
      times.promise(instant);
      return { position: events.findLastIndex(({ event }) => event.recordedAt <= instant) + 1, instant };
    },
    recordedAtOf,
    ...createMemoryAxes({ rows, lines }, { head, recordedAtOf }),
    ...createMemoryListing({ rows, lines, dataOf, eventAt: tables.eventAt }),
    event: tables.event,
    readLog: ({ after, through = events.length, limit }) =>
      events.slice(after, Math.min(through, after + limit)).map(({ event }) => event),
    readStream(stream, { from, through = events.length, backwards = false, limit }) {
      const known = (streams.get(stream) ?? []).filter((position) => position <= through);
      const chosen = backwards ? known.slice(0, from + 1).toReversed() : known.slice(from);
      return chosen.slice(0, limit).map((position) => stored(position).event);
    },
    streams: ({ after = '', limit } = {}) =>
      [...streams.entries()]
        .filter(([stream, inStream]) => inStream.length > 0 && compareNames(stream, after) > 0)
        .map(([stream, inStream]) => {
          const { revision, position, recordedAt } = stored(inStream.at(-1) ?? 0).event;
          return { stream, revision, position, recordedAt };
        })
        .toSorted((a, b) => compareNames(a.stream, b.stream))
        .slice(0, limit),
    audit: requests.audit,
    history,
    historyPlaces: (query) =>
      history(query).map(({ when, position, reading }) => ({
        from: when.from,
        position,
        recordedFrom: reading.recordedFrom,
      })),
    touches: ({ after, through = events.length, limit }) =>
      rows.slice(after, Math.min(through, after + limit)).map(touchOf),
    readingsMade: ({ after, through = events.length, limit }) =>
      rows.slice(after, Math.min(through, after + limit)).map((row) => {
        const fact = factAt(row.fact, row.recordedFrom);
        const before = factAt(row.fact, row.recordedFrom - 1);
        assert(fact !== undefined, 'a reading that was made can be read');
        return { ...touchOf(row), fact, ...(before === undefined ? {} : { before }) };
      }),
    frontierAt: (position) =>
      rows
        .slice(0, position)
        .reduce(
          (latest, { when, recordedFrom }) =>
            when.from > stored(recordedFrom).event.recordedAt ? latest : Math.max(latest, when.from),
          Number.NEGATIVE_INFINITY,
        ),
    lastTouch: ({ series, afterMs, throughMs, position }) => {
      const members = membersOf(series);
      return rows
        .filter(
          ({ when, recordedFrom }) =>
            when.from > afterMs && when.from <= throughMs && recordedFrom <= position,
        )
        .filter(({ recordedFrom }) => members?.has(recordedFrom) ?? true)
        .reduce((last, row) => Math.max(last, row.recordedFrom, endOf(row, position)), 0);
    },
    countFacts: ({ series, afterMs, throughMs, position, certainty, withRetracted = false, asOf }) =>
      pageOf(factsAt(position), {
        position,
        asOf,
        certainty,
        withRetracted,
        order: 'oldest-first',
        limit: Number.MAX_SAFE_INTEGER,
      }).filter(
        ({ when, reading }) =>
          when.from > afterMs &&
          when.from <= throughMs &&
          (membersOf(series)?.has(reading.recordedFrom) ?? true),
      ).length,
    bytes: () => events.reduce((sum, { dataText }) => sum + dataText.length, 0),
    projections,
    spanning: (position, asOf, withRetracted = false) =>
      factsAt(position).filter(
        (fact) => (withRetracted || fact.reading.status !== 'retracted') && spans(fact, asOf),
      ),
    fact(id, position): FactHistory | undefined {
      const known = positions.get(id);
      if (known === undefined || known > position) return undefined;
      const fact = tables.factOf(known).position;
      return { event: stored(fact).event, readings: readingsAt(fact, position) };
    },
    effectsOf: (id, position) =>
      events.slice(0, position).flatMap(({ event }) => (event.causationId === id ? [event] : [])),
    reached: waiters.wait,
    endAfter: waiters.endAfter,
    verify: async () =>
      verifyLog({
        catalogue,
        events,
        rowMadeBy,
        rowOf: (fact, number) => line(fact)[number],
        factOf: (eventId) => rowMadeBy(positions.get(eventId) ?? 0)?.fact,
        recordedToOf: (row) => line(row.fact)[row.number + 1]?.recordedFrom,
      }),
    counters: counting.now,
    wordsLag: () => 0,
    health: () => (closed ? 'closed' : 'ok'),
    async close() {
      closed = true;
    },
  };
}

/** Compares by code points, as the bytes of UTF-8 do. */
function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function headOf(last: RecordedEvent | undefined) {
  return { position: last?.position ?? 0, recordedAt: last?.recordedAt ?? null };
}

function pageOf(facts: readonly FactRead[], query: HistoryQuery): readonly FactRead[] {
  const { asOf, certainty, withRetracted = false, order, after, limit } = query;
  const chosen = facts.filter(
    (fact) =>
      (certainty === 'certain' ? fact.when.fromLatest : fact.when.from) <= asOf &&
      (withRetracted || fact.reading.status !== 'retracted') &&
      matchesFilter(fact, query),
  );
  const ordered = order === 'oldest-first' ? chosen : chosen.toReversed();
  const direction = order === 'oldest-first' ? 1 : -1;
  const start =
    after === undefined
      ? 0
      : ordered.findIndex(
          (fact) => direction * (fact.when.from - after.from || fact.position - after.position) > 0,
        );
  return start < 0 ? [] : ordered.slice(start, start + limit);
}
