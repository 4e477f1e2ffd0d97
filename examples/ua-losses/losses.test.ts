import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openTimeline } from '../../src/index.ts';
import type { ErrorCode, Timeline } from '../../src/index.ts';
import { makeTempFolder } from '../../tests/support/temp-folder.ts';
import { readJsonLines } from '../lines.ts';
import type { Placed } from '../lines.ts';
import { canUnpack, readVersions } from '../versions.ts';
import { fileOf, importLosses } from './importer.ts';
import losses, { publishedFile } from './timeline.ts';
import type { LossesRow } from './timeline.ts';

const script = join(import.meta.dirname, 'import.ts');
const sample = join(import.meta.dirname, 'sample.jsonl');
const data = join(import.meta.dirname, '../../../shared/data/ua-losses');
const revisions = join(data, 'derived_revisions.jsonl.gz');
const oracle = join(data, 'oracle.tar.xz');

/** Past every date, so that a row dated in the future is in the version that it was published in. */
const endOfTime = '+275760-09-13T00:00:00Z';

const temp = makeTempFolder();
afterAll(() => temp.remove());

describe('a sample of the claimed losses', () => {
  let timeline: Timeline;
  beforeAll(async () => {
    timeline = await openLosses();
    await timeline.import(importLosses(readJsonLines(sample)));
  });
  afterAll(async () => timeline.close());

  const equipment = async (knownAt: string) => published(timeline, 'equipment', knownAt);
  const rowsOf = async (date: string, knownAt: string) =>
    (await equipment(knownAt)).filter((row) => row['date'] === date);
  const valuesOf = async (field: string, date: string, knownAt: string) =>
    (await rowsOf(date, knownAt)).map((row) => row[field]);
  const datesOfDays = async (firstDay: number, knownAt: string) =>
    (await equipment(knownAt))
      .filter(({ day }) => Number(day) >= firstDay)
      .map(({ date, day }) => [date, day]);
  const readingsOf = async (id: string) => (await timeline.fact(id)).readings;

  test('keep a slip by a digit as it was published, up to its correction', async () => {
    expect(await valuesOf('APC', '2022-03-11', '2022-03-11T10:38:45Z')).toEqual([165]);
    expect(await valuesOf('APC', '2022-03-11', '2022-03-11T10:45:34Z')).toEqual([165]);
    expect(await valuesOf('APC', '2022-03-11', '2022-03-11T10:45:35Z')).toEqual([1165]);
  });

  test('keep numbers as text, null and absent fields apart', async () => {
    const [asText] = await rowsOf('2022-03-11', '2022-03-18T00:00:00Z');
    expect(asText).toMatchObject({ day: '16', BUK: 1 });
    const [asNumber] = await rowsOf('2022-03-11', '2022-03-20T00:00:00Z');
    expect(asNumber).toMatchObject({ day: 16 });
    expect(asNumber).not.toHaveProperty('BUK');
    const [unknown] = await rowsOf('2022-05-01', '2022-05-02T00:00:00Z');
    expect(unknown).toMatchObject({ 'mobile SRBM system': null });
  });

  test('do not take a version that cannot be read for one in which everything is gone', async () => {
    const before = await published(timeline, 'personnel', '2022-04-08T22:30:11Z');
    expect(before).toHaveLength(1);
    expect(await published(timeline, 'personnel', '2022-04-08T22:30:12Z')).toEqual(before);
    const page = await timeline.timeline({ types: ['UnreadableVersionPublished'] });
    expect(page.entries.map(({ data: { error } }) => error)).toEqual(['column-oriented dict, not a list']);
  });

  test('hold a date twice while it is published twice', async () => {
    expect(await valuesOf('tank', '2022-07-17', '2022-07-18T08:02:30Z')).toEqual([1684]);
    expect(await valuesOf('tank', '2022-07-17', '2022-07-18T08:02:31Z')).toEqual([1684, 1687]);
    expect(await valuesOf('tank', '2022-07-17', '2022-07-18T08:08:13Z')).toEqual([1684]);
  });

  test('retract a row that is no longer published, and reinstate it when it is again', async () => {
    expect(await rowsOf('2023-05-09', '2023-05-09T11:38:00Z')).toHaveLength(1);
    expect(await rowsOf('2023-05-09', '2023-05-09T11:48:27Z')).toHaveLength(0);
    expect(await rowsOf('2023-05-09', '2023-05-09T11:48:50Z')).toHaveLength(1);
    const readings = await readingsOf('losses-equipment.2023-05-09.20230509T113800Z');
    expect(readings.map(({ status, reason }) => ({ status, reason }))).toEqual([
      { status: 'stated', reason: undefined },
      { status: 'retracted', reason: 'no longer published' },
      { status: 'reinstated', reason: 'published again' },
    ]);
  });

  test('know a row under the wrong year for five minutes, and under the right one from then on', async () => {
    expect(await valuesOf('day', '2024-01-01', '2025-01-01T13:36:26Z')).toEqual([677, 1043]);
    expect(await valuesOf('day', '2025-01-01', '2025-01-01T13:36:26Z')).toEqual([]);
    expect(await valuesOf('day', '2024-01-01', '2025-01-01T13:41:40Z')).toEqual([677]);
    expect(await valuesOf('day', '2025-01-01', '2025-01-01T13:41:40Z')).toEqual([1043]);
    const readings = await readingsOf('losses-equipment.2024-01-01.dup1041.20250101T133626Z');
    expect(readings.map(({ status, occurred }) => `${status} ${occurred}`)).toEqual([
      'stated 2024-01-01',
      'corrected 2025-01-01',
    ]);
  });

  test('leave a row out of the past of days before its date, and list it as uncertain on that day', async () => {
    const knownAt = '2025-01-01T13:41:40Z';
    const asOf = async (instant: string) =>
      timeline.state('published-losses', { key: 'equipment', asOf: instant, knownAt });
    const dayBefore = await asOf('2024-12-31T23:59:59Z');
    expect(publishedFile(dayBefore.state).at(-1)).toMatchObject({ date: '2024-01-01' });
    const onTheDay = await asOf('2025-01-01T12:00:00Z');
    expect(publishedFile(onTheDay.state).at(-1)).toMatchObject({ date: '2025-01-01' });
    expect(onTheDay.uncertain.map(({ occurred }) => occurred)).toEqual(['2025-01-01']);
  });

  test('give a date that was used by mistake to the row it belongs to on the next day', async () => {
    expect(await datesOfDays(559, '2023-09-05T08:02:43Z')).toEqual([['2023-09-06', 559]]);
    expect(await datesOfDays(559, '2023-09-05T13:20:44Z')).toEqual([['2023-09-05', 559]]);
    expect(await datesOfDays(559, '2023-09-06T06:43:50Z')).toEqual([
      ['2023-09-05', 559],
      ['2023-09-06', 560],
    ]);
  });

  test('record nothing when they are imported again', async () => {
    const head = timeline.head();
    expect(await timeline.import(importLosses(readJsonLines(sample)))).toMatchObject({ recorded: 0 });
    expect(timeline.head()).toEqual(head);
  });

  test('are imported by a command of their own, once', async () => {
    const store = `sqlite:${temp.file()}`;
    expect((await run(sample, store)).stdout).toBe('19 recorded, 0 there already, position 19\n');
    expect((await run(sample, store)).stdout).toBe('0 recorded, 19 there already, position 19\n');
    await expect(run('nope.jsonl', store)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/no file/),
    });
  });
});

describe('revisions that do not fit', () => {
  const version = {
    recorded_at: '2022-03-11T10:38:45Z',
    commit: 'a3a9fbe7a9be37e6fb5ad34c0f6aad6d3816e585',
    file: 'data/russia_losses_equipment.json',
  };
  const row = { ...version, kind: 'new', date: '2022-03-11', data: { date: '2022-03-11', APC: 165 } };
  const wrong: readonly [string, Placed['value'], ErrorCode, RegExp][] = [
    ['a row that is new twice', row, 'invalid-event', /^line 2: .*published already/],
    [
      'a change of a row that is not there',
      { ...version, kind: 'changed', date: '2022-03-12', set: {}, unset: [] },
      'invalid-event',
      /^line 2: the row 2022-03-12 is not published/,
    ],
    [
      'a row gone that is not there',
      { ...version, kind: 'gone', date: '2022-03-12' },
      'invalid-event',
      /^line 2: the row 2022-03-12 is not published/,
    ],
    ['a day that does not exist', { ...row, date: '2022-02-30' }, 'invalid-time', /^line 2: /],
    ['a kind nobody knows', { ...row, kind: 'moved' }, 'invalid-event', /^line 2 at "\/kind"/],
    [
      'a row with a list in it',
      { ...row, date: '2022-03-12', data: { APC: [165] } },
      'invalid-event',
      /^line 2 at "\/data\/APC"/,
    ],
    [
      'a time of publication that goes back',
      { ...row, date: '2022-03-12', recorded_at: '2022-03-10T00:00:00Z' },
      'recorded-time-backwards',
      /^line 2: /,
    ],
  ];

  test.each(wrong)('are refused with their line and leave nothing: %s', async (_, value, code, message) => {
    const timeline = await openLosses();
    const lines = [
      { place: 'line 1', value: row },
      { place: 'line 2', value },
    ];
    await expect(timeline.import(importLosses(lines))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(timeline.head().position).toBe(0);
    await timeline.close();
  });
});

const hasData = existsSync(revisions);
const unavailable = [
  ...(hasData ? [] : ['../shared/data is not there']),
  ...(canUnpack() ? [] : ['tar or xz is not there']),
];
const because = unavailable.length === 0 ? '' : ` (not run: ${unavailable.join(', ')})`;

describe.skipIf(unavailable.length > 0)(`all claimed losses${because}`, () => {
  let timeline: Timeline;
  beforeAll(async () => {
    timeline = await openLosses();
    await timeline.import(importLosses(readJsonLines(revisions)));
  });
  afterAll(async () => timeline?.close());

  test('are, as known at the time of each of 24 published versions, that version exactly', async () => {
    const versions = await readVersions(oracle);
    for (const version of versions) {
      const rebuilt = await published(timeline, fileOf(version), version.publishedAt);
      expect(rebuilt, version.name).toEqual(JSON.parse(version.text));
    }
    expect(versions).toHaveLength(24);
    process.stdout.write(
      `ua-losses: ${versions.length} of ${versions.length} published versions are equal\n`,
    );
  });

  test('are one event for each revision, but for 9 rows whose date alone was corrected', async () => {
    expect(timeline.head().position).toBe(3775 - 9);
    const moved = (await Array.fromAsync(timeline.history({ asOf: endOfTime }))).filter(
      ({ occurred, earlier }) => earlier.some((reading) => reading.occurred !== occurred),
    );
    expect(moved).toHaveLength(9);
    expect(new Set(moved.map(({ occurred }) => occurred))).toEqual(
      new Set(['2022-10-13', '2023-09-05', '2025-01-01', '2025-01-02', '2025-01-03']),
    );
  });

  test('record nothing when they are imported again, and the log holds every invariant', async () => {
    const repeated = await timeline.import(importLosses(readJsonLines(revisions)));
    expect(repeated).toEqual({ recorded: 0, repeated: 3766, position: 3766 });
    expect((await timeline.verify()).faults).toEqual([]);
  });
});

async function openLosses(): Promise<Timeline> {
  return openTimeline({ store: 'memory:', ...losses });
}

async function published(timeline: Timeline, key: string, knownAt: string): Promise<readonly LossesRow[]> {
  const { state } = await timeline.state('published-losses', { key, asOf: endOfTime, knownAt });
  return publishedFile(state);
}

async function run(...words: readonly string[]) {
  return promisify(execFile)(process.execPath, [script, ...words]);
}
