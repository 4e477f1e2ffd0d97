import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ImportedEvent } from '../../src/domain/event.ts';
import { readMapping } from '../../src/domain/mapping.ts';
import type { FactRead, Timeline } from '../../src/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import type { Place } from '../../src/projections/places.ts';
import type { Situation } from '../../src/projections/situation.ts';
import { readBytes } from '../../src/store/files/bytes.ts';
import { readCsv } from '../../src/store/files/csv.ts';
import { readJsonValue } from '../../src/store/files/json.ts';
import { gather } from '../../tests/support/bytes.ts';
import { isWithoutChromium } from '../../tests/support/chromium.ts';
import { lookAtSirens } from '../../tests/support/page-sirens.ts';
import { makeTempFolder } from '../../tests/support/temp-folder.ts';

const here = import.meta.dirname;
const data = join(here, '../../../shared/data');
const official = join(data, 'air-raid-sirens/official_data_en.csv');
const volunteer = join(data, 'air-raid-sirens/volunteer_data_en.csv');
const consolidated = join(data, 'air-raid-sirens-consolidated/derived_alerts.csv');
const revisions = join(data, 'air-raid-sirens/revisions-2022-05-01');

const publishers = {
  official: 'Air-raid alerts, official',
  volunteer: 'Air-raid alerts, volunteer',
  consolidated: 'Air-raid alerts, consolidated dataset',
};
type Source = keyof typeof publishers;

/** CI has twenty minutes: what takes one and is shown by something smaller as well is left to other machines. */
const isInCi = process.env['CI'] === 'true';

const temp = makeTempFolder();
afterAll(() => temp.remove());

describe('the samples', () => {
  let timeline: Timeline;
  beforeAll(async () => {
    timeline = await openTimeline({ store: 'memory:', ...news });
    for (const source of ['official', 'volunteer', 'consolidated'] as const)
      await timeline.import(eventsIn(source, sampleOf(source)));
  });
  afterAll(async () => timeline.close());

  test('give two events a row, and nothing when they are imported again', async () => {
    const { position } = timeline.head();
    expect(position).toBe(2 * (35 + 23 + 11));
    for (const [source, rows] of [
      ['official', 35],
      ['volunteer', 23],
      ['consolidated', 11],
    ] as const)
      expect(await timeline.import(eventsIn(source, sampleOf(source)))).toEqual({
        recorded: 0,
        repeated: 2 * rows,
        position,
      });
  });

  test('have Kyiv under alert by all three witnesses in one night, and by none in the pause', async () => {
    const during = await kyivAt(timeline, '2023-05-16T00:00:00Z');
    expect(during).toEqual({
      [publishers.official]: '2023-05-15T23:24:39+00:00',
      [publishers.volunteer]: '2023-05-15T23:24:56+00:00',
      [publishers.consolidated]: '2023-05-15T23:24:39Z',
    });
    expect(await kyivAt(timeline, '2023-05-16T01:10:00Z')).toEqual({});
  });

  test('name each end that is made up, and no other', async () => {
    const ends = await gather(timeline.history({ types: ['AlertEnded'] }));
    const madeUp = ends.filter(isMadeUp);
    expect(madeUp).toHaveLength(7);
    expect(madeUp[0]?.data).toMatchObject({
      place: 'place:kyiv-city',
      summary: 'Nobody reported this end: the dataset makes it up, 30 minutes after the start.',
      sources: [{ publisher: publishers.volunteer }],
    });
  });

  test('keep an alert of 178 hours as its source has it', async () => {
    const { state } = await timeline.state('places', {
      key: 'place:zaporizka-oblast',
      asOf: '2022-03-10T00:00:00Z',
    });
    const { alerts } = state as Place;
    expect(alerts.inForce[publishers.volunteer]?.since).toBe('2022-03-04T08:02:43+00:00');
  });

  test('put a raion and an oblast that stand in each other’s column where they belong, and say so', async () => {
    const place = 'place:poltavska-oblast/lubenskyi-raion/hrebinkivska-terytorialna-hromada';
    const [start] = await gather(timeline.history({ about: [place] }));
    expect(start).toMatchObject({
      stream: 'sirens-official-poltavska-oblast',
      data: {
        title:
          'Air-raid alert begins in Hrebinkivska terytorialna hromada, Lubenskyi raion, Poltavska oblast',
        inferred: ['place'],
        level: 'hromada',
      },
    });
  });

  test('find the alerts of a hromada under its raion and its oblast, whose own alerts they are not', async () => {
    const about = ['place:poltavska-oblast'];
    const asOf = '2022-03-15T16:50:00Z';
    const found = await gather(timeline.history({ about, asOf }));
    expect(found.map((fact) => fact.data['level'])).toEqual(['hromada', 'hromada']);
    const { state } = await timeline.state('places', { key: 'place:poltavska-oblast', asOf });
    expect((state as Place).alerts.inForce).toEqual({});
  });
});

describe('a row without an end', () => {
  test('gives an alert that is in force for as long as nobody ends it', async () => {
    const timeline = await openTimeline({ store: 'memory:', ...news });
    const rows = [
      'region,started_at,finished_at,naive',
      'Luhanska oblast,2022-04-04 16:45:00+00:00,,False',
      'Крим,2022-12-10 22:22:00+00:00,,False',
    ];
    const bytes = async function* () {
      yield Buffer.from(rows.join('\r\n'));
    };
    const mapping = await mappingOf('volunteer');
    expect(await timeline.import(readCsv(bytes(), mapping))).toMatchObject({ recorded: 2 });
    for (const key of ['place:luhanska-oblast', 'place:крим']) {
      const { state } = await timeline.state('places', { key, asOf: '2025-07-04T00:00:00Z' });
      expect(Object.keys((state as Place).alerts.inForce)).toEqual([publishers.volunteer]);
    }
    await timeline.close();
  });
});

describe.skipIf(!existsSync(official))('the whole files (skipped when ../shared/data is not there)', () => {
  let timeline: Timeline;
  const results: Partial<Record<Source, unknown>> = {};
  const files = { official, volunteer, consolidated };
  const rowsOf = { official: 43_031, volunteer: 54_514, consolidated: 74_675 };

  beforeAll(async () => {
    timeline = await openTimeline({ store: `sqlite:${temp.file()}`, ...news });
    for (const source of ['official', 'volunteer', 'consolidated'] as const)
      results[source] = await timeline.import(eventsIn(source, files[source]));
  }, 600_000);
  afterAll(async () => timeline.close());

  test('give two events a row', () => {
    const { official: first, volunteer: second, consolidated: third } = rowsOf;
    expect(results).toEqual({
      official: { recorded: 2 * first, repeated: 0, position: 2 * first },
      volunteer: { recorded: 2 * second, repeated: 0, position: 2 * (first + second) },
      consolidated: { recorded: 2 * third, repeated: 0, position: 2 * (first + second + third) },
    });
  });

  test.skipIf(isInCi)('record nothing when one is imported again (not in CI, where samples do)', async () => {
    const { position } = timeline.head();
    expect(await timeline.import(eventsIn('volunteer', volunteer))).toEqual({
      recorded: 0,
      repeated: 2 * rowsOf.volunteer,
      position,
    });
  });

  test('name the 2,395 ends that are made up, each half an hour after its start', async () => {
    const starts = new Map<unknown, number>();
    let madeUp = 0;
    let halfHours = 0;
    for await (const fact of timeline.history({ publishers: [publishers.volunteer] })) {
      if (fact.type === 'AlertStarted') starts.set(fact.data['alert'], fact.when.from);
      if (!isMadeUp(fact)) continue;
      madeUp += 1;
      if (fact.when.from - (starts.get(fact.data['alert']) ?? 0) === 30 * 60_000) halfHours += 1;
    }
    expect({ madeUp, halfHours }).toEqual({ madeUp: 2395, halfHours: 2395 });
  });

  test('pair the two sources of Kyiv within ten minutes in 891 of 913 cases, and never exactly', async () => {
    const ours = await kyivStarts(timeline, publishers.official);
    const theirs = await kyivStarts(timeline, publishers.volunteer);
    const gaps = ours.map((start) => Math.min(...theirs.map((other) => Math.abs(other - start))));
    expect(gaps).toHaveLength(913);
    expect(gaps.filter((gap) => gap <= 600_000)).toHaveLength(891);
    expect(gaps.filter((gap) => gap === 0)).toHaveLength(0);
  });

  test('have 4,401 alerts of a raion or hromada while their oblast has one of its own', async () => {
    const spans = await spansOf(timeline, publishers.official);
    const whole = Map.groupBy(spans.filter(isWhole), ({ place }) => place);
    const parts = spans.filter((span) => !isWhole(span));
    const overlapping = parts.filter(({ place, from, to }) =>
      whole.get(place.replace(/\/.*/, ''))?.some((other) => other.from < to && from < other.to),
    );
    expect({ parts: parts.length, overlapping: overlapping.length }).toEqual({
      parts: 6494,
      overlapping: 4401,
    });
    expect(new Set(spans.map(({ place }) => place)).size).toBe(216);
  });

  test('keep lengths that cannot be: 178 hours, and a merged one of 604 days', async () => {
    expect(hours(await longest(timeline, publishers.volunteer))).toBe(178);
    const merged = await longest(timeline, publishers.consolidated);
    expect({ place: merged?.place, days: Math.floor(hours(merged) / 24) }).toEqual({
      place: 'place:kharkivska-oblast',
      days: 604,
    });
  });

  test('put rows that came late and out of order where they occurred', async () => {
    const events = await gather(eventsIn('volunteer', volunteer));
    const starts = events
      .filter(({ type }) => type === 'AlertStarted')
      .map(({ occurred }) => Date.parse(occurred));
    expect(starts.filter((start, index) => start < (starts[index - 1] ?? 0))).toHaveLength(98);
    let before = -Infinity;
    for await (const { when } of timeline.history({ publishers: [publishers.volunteer] })) {
      expect(when.from).toBeGreaterThanOrEqual(before);
      before = when.from;
    }
  });

  test('have Kyiv under alert in the founding night, by the witness that reaches so far', async () => {
    expect(await kyivAt(timeline, '2025-07-03T23:30:00Z')).toEqual({
      [publishers.consolidated]: '2025-07-03T17:00:32Z',
    });
    expect(await kyivAt(timeline, '2025-07-04T02:00:00Z')).toEqual({});
    expect(await kyivAt(timeline, '2023-05-16T00:00:00Z')).toEqual({
      [publishers.official]: '2023-05-15T23:24:39+00:00',
      [publishers.volunteer]: '2023-05-15T23:24:56+00:00',
      [publishers.consolidated]: '2023-05-15T23:24:39Z',
    });
  });

  test('have the same alerts in force as a plain look at the rows, for every place at several instants', async () => {
    const spans = (
      await Promise.all(Object.values(publishers).map(async (one) => spansOf(timeline, one)))
    ).flat();
    for (const asOf of [
      '2022-03-15T16:50:00Z',
      '2022-10-10T06:00:00Z',
      '2024-02-21T11:00:00Z',
      '2025-07-03T23:30:00Z',
    ]) {
      const at = Date.parse(asOf);
      const { state } = await timeline.state('situation', { asOf });
      const inForce = spans.filter(({ from, to }) => from <= at && at < to);
      const expected = inForce.map(({ place, publisher }) => `${place} ${publisher}`).toSorted();
      expect(expected.length).toBeGreaterThan(0);
      expect(alertsIn(state).toSorted()).toEqual(expected);
    }
  });

  test('published on one evening, with CRLF and without, give the same events for the same rows', async () => {
    const first = await gather(
      eventsIn('official', join(revisions, '20220427T162715Z_3170726d_full_data.csv')),
    );
    const later = await gather(
      eventsIn('official', join(revisions, '20220501T191634Z_4847c0f7_full_data.csv')),
    );
    const known = new Set(first.map(({ id }) => id));
    expect(later.length).toBeGreaterThan(8000);
    expect(later.filter(({ id }) => known.has(id)).length).toBeGreaterThan(7000);
  });

  test.skipIf(isWithoutChromium)('are looked at on the page, which counts as the server does', async () =>
    lookAtSirens(timeline),
  );

  test.skipIf(isInCi)('leave a store that verifies (not in CI, where the outages do)', async () => {
    expect(await timeline.verify()).toMatchObject({ events: timeline.head().position, faults: [] });
  });
});

async function kyivStarts(timeline: Timeline, publisher: string): Promise<readonly number[]> {
  const query = { publishers: [publisher], about: ['place:kyiv-city'], types: ['AlertStarted'] };
  return (await gather(timeline.history(query))).map(({ when }) => when.from);
}

function isWhole({ place }: Span): boolean {
  return !place.includes('/');
}

async function longest(timeline: Timeline, publisher: string): Promise<Span | undefined> {
  return (await spansOf(timeline, publisher)).toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
}

function hours(span?: Span): number {
  return Math.floor(((span?.to ?? 0) - (span?.from ?? 0)) / 3_600_000);
}

interface Span {
  readonly publisher: string;
  readonly place: string;
  readonly from: number;
  readonly to: number;
}

/** Pairs starts and ends by the name of the alert, as a reader of the events would. */
async function spansOf(timeline: Timeline, publisher: string): Promise<readonly Span[]> {
  const starts = new Map<string, number>();
  const spans: Span[] = [];
  for await (const { type, data: said, when } of timeline.history({ publishers: [publisher] })) {
    const name = String(said['alert']);
    if (type === 'AlertStarted') starts.set(name, when.from);
    else
      spans.push({
        publisher,
        place: String(said['place']),
        from: starts.get(name) ?? Number.NaN,
        to: when.from,
      });
  }
  return spans;
}

function alertsIn(state: unknown): readonly string[] {
  const { alerts } = state as Pick<Situation, 'alerts'>;
  return Object.entries(alerts).flatMap(([place, byPublisher]) =>
    Object.keys(byPublisher).map((publisher) => `${place} ${publisher}`),
  );
}

async function kyivAt(timeline: Timeline, asOf: string): Promise<Readonly<Record<string, string>>> {
  const { state } = await timeline.state('places', { key: 'place:kyiv-city', asOf });
  const { inForce } = (state as Place).alerts;
  return Object.fromEntries(Object.entries(inForce).map(([publisher, { since }]) => [publisher, since]));
}

function isMadeUp({ data: said }: FactRead): boolean {
  return Array.isArray(said['inferred']) && said['inferred'].includes('occurred');
}

function sampleOf(source: Source): string {
  return join(here, `sample-${source}.csv`);
}

async function mappingOf(source: Source) {
  return readMapping(await readJsonValue(readBytes(join(here, `${source}.mapping.json`))));
}

async function* eventsIn(source: Source, path: string): AsyncGenerator<ImportedEvent> {
  yield* readCsv(readBytes(path), await mappingOf(source));
}
