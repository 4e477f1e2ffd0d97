import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { parseJson } from '../../src/domain/json.ts';
import { openTimeline } from '../../src/index.ts';
import type { ErrorCode, Timeline } from '../../src/index.ts';
import { makeTempFolder } from '../../tests/support/temp-folder.ts';
import { readJsonLines } from '../lines.ts';
import type { Placed } from '../lines.ts';
import { canUnpack, readVersionName, readVersions } from '../versions.ts';
import type { Version } from '../versions.ts';
import { importOutages } from './importer.ts';
import vocabulary, { inFileOrder, publishedFile } from './timeline.ts';
import type { Outage } from './timeline.ts';

const here = import.meta.dirname;
const script = join(here, 'import.ts');
const start = join(here, '2019-09-30T235017Z_9b469863.sample.json');
const sample = join(here, 'sample.jsonl');
const data = join(here, '../../../shared/data/pge-outages-2019-10-01_22');
const changes = join(data, 'changes.jsonl.gz');
const oracle = join(data, 'oracle.tar.xz');

/** Past every start, so that an outage planned for later is in the version that it was published in. */
const endOfTime = '+275760-09-13T00:00:00Z';

const temp = makeTempFolder();
afterAll(() => temp.remove());

describe('a sample of the outages', () => {
  let timeline: Timeline;
  beforeAll(async () => {
    timeline = await openOutages('memory:');
    await timeline.import(await sampleEvents());
  });
  afterAll(async () => timeline.close());

  const numbersKnownAt = async (knownAt: string, asOf = endOfTime) =>
    (await published(timeline, knownAt, asOf)).map(({ outageNumber }) => outageNumber);
  const startsKnownAt = async (outageNumber: string, knownAt: string) =>
    (await Array.fromAsync(timeline.history({ asOf: endOfTime, knownAt })))
      .filter(({ stream }) => stream === `outage-${outageNumber}`)
      .map(({ occurred }) => occurred);

  test('start from the first version, as known when it was published', async () => {
    const { outages } = await sampleStart();
    expect(await published(timeline, '2019-09-30T23:50:16Z')).toEqual([]);
    expect(await published(timeline, '2019-09-30T23:50:17Z')).toEqual(outages);
  });

  test('keep numbers as text, and a field that is no longer published absent', async () => {
    const [before] = await published(timeline, '2019-09-30T23:50:17Z');
    expect(before).toMatchObject({ estCustAffected: '1', autoEtor: '1569893400' });
    const [after] = await published(timeline, '2019-10-01T00:01:15Z');
    expect(after).toMatchObject({ estCustAffected: '1', currentEtor: '1569912300' });
    expect(after).not.toHaveProperty('autoEtor');
  });

  test('retract what is no longer published, and reinstate it when it is again', async () => {
    expect(await numbersKnownAt('2019-10-07T02:00:11Z')).toContain('645725');
    expect(await numbersKnownAt('2019-10-07T02:10:20Z')).not.toContain('645725');
    expect(await numbersKnownAt('2019-10-07T02:20:32Z')).toContain('645725');
    expect(await numbersKnownAt('2019-10-07T02:30:25Z')).not.toContain('645725');
    const { readings } = await timeline.fact('outage-645725');
    expect(readings.map(({ status, reason }) => reason ?? status)).toEqual([
      'stated',
      'no longer published',
      'published again',
      'no longer published',
    ]);
  });

  test('follow a start that is corrected by an hour and a half, back, and there again', async () => {
    expect(await startsKnownAt('648796', '2019-10-09T14:10:23Z')).toEqual(['2019-10-09T09:01:24Z']);
    expect(await startsKnownAt('648796', '2019-10-09T14:10:24Z')).toEqual(['2019-10-09T07:37:00Z']);
    expect(await startsKnownAt('648796', '2019-10-09T14:20:37Z')).toEqual(['2019-10-09T09:01:24Z']);
    expect(await startsKnownAt('648796', '2019-10-09T14:30:53Z')).toEqual(['2019-10-09T07:37:00Z']);
  });

  test('show on both clocks a start that was corrected by ten hours', async () => {
    const asOf = '2019-10-16T00:00:00Z';
    expect(await startsKnownAt('659998', '2019-10-16T07:00:29Z')).toEqual(['2019-10-16T06:16:56Z']);
    expect(await numbersKnownAt('2019-10-16T07:00:29Z', asOf)).not.toContain('659998');
    expect(await startsKnownAt('659998', '2019-10-16T07:00:30Z')).toEqual(['2019-10-15T20:23:36Z']);
    expect(await numbersKnownAt('2019-10-16T07:00:30Z', asOf)).toContain('659998');
  });

  test('hold a planned outage from when it was published, and in the past only from its start', async () => {
    const knownAt = '2019-10-03T12:00:00Z';
    expect(await startsKnownAt('638942', knownAt)).toEqual(['2019-10-03T15:00:00Z']);
    expect(await numbersKnownAt(knownAt, '2019-10-03T14:59:59Z')).not.toContain('638942');
    expect(await numbersKnownAt(knownAt, '2019-10-03T15:00:00Z')).toContain('638942');
  });

  test('record nothing when they are imported again', async () => {
    const head = timeline.head();
    expect(await timeline.import(await sampleEvents())).toMatchObject({ recorded: 0 });
    expect(timeline.head()).toEqual(head);
  });

  test('are imported by a command of their own, once', async () => {
    const store = `sqlite:${temp.file()}`;
    expect((await run(start, sample, store)).stdout).toBe('23 recorded, 0 there already, position 23\n');
    expect((await run(start, sample, store)).stdout).toBe('0 recorded, 23 there already, position 23\n');
    await expect(run(start, 'nope.jsonl', store)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/no file/),
    });
  });
});

describe('changes that do not fit', () => {
  const version = { recorded_at: '2019-10-01T00:01:15Z', commit: '8766874039eed760e135c58adbf63303678ac0d5' };
  const wrong: readonly [string, Placed['value'], ErrorCode, RegExp][] = [
    [
      'an outage that is new twice',
      { ...version, kind: 'new', id: '632894', data: { outageNumber: '632894' } },
      'invalid-event',
      /^line 1: outage 632894 is published already/,
    ],
    [
      'a change of an outage that is not there',
      { ...version, kind: 'changed', id: '1', set: {}, unset: [] },
      'invalid-event',
      /^line 1: outage 1 is not published/,
    ],
    [
      'an outage gone that is not there',
      { ...version, kind: 'gone', id: '1' },
      'invalid-event',
      /^line 1: outage 1 is not published/,
    ],
    [
      'an outage whose number is a number',
      { ...version, kind: 'new', id: '1', data: { outageNumber: 1 } },
      'invalid-event',
      /^line 1 at "\/data\/outageNumber"/,
    ],
    [
      'an outage under the number of another',
      { ...version, kind: 'new', id: '1', data: { outageNumber: '2' } },
      'invalid-event',
      /^line 1: .*is published under 1/,
    ],
    [
      'a time of publication that goes back',
      { ...version, recorded_at: '2019-09-01T00:00:00Z', kind: 'gone', id: '632894' },
      'recorded-time-backwards',
      /^line 1: /,
    ],
  ];

  test.each(wrong)('are refused with their line and leave nothing: %s', async (_, value, code, message) => {
    const timeline = await openOutages('memory:');
    const events = importOutages(await sampleStart(), [{ place: 'line 1', value }]);
    await expect(timeline.import(events)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(timeline.head().position).toBe(0);
    await timeline.close();
  });

  test.each(['', '0', 'soon', '99999999999999999999'])(
    'in their start alone are taken, as begun some time up to the publication: %j',
    async (outageStartTime) => {
      const timeline = await openOutages('memory:');
      const change = { ...version, kind: 'new', id: '1', data: { outageNumber: '1', outageStartTime } };
      await timeline.import(importOutages(await sampleStart(), [{ place: 'line 1', value: change }]));
      const { reading } = await timeline.fact('outage-1');
      expect(reading).toMatchObject({
        occurred: '/2019-10-01T00:01:15Z',
        data: { inferred: ['occurred'], outage: { outageStartTime } },
      });
      await timeline.close();
    },
  );
});

const unavailable = [
  ...(existsSync(changes) ? [] : ['../shared/data is not there']),
  ...(canUnpack() ? [] : ['tar or xz is not there']),
];
const because = unavailable.length === 0 ? '' : ` (not run: ${unavailable.join(', ')})`;

describe.skipIf(unavailable.length > 0)(`all outages${because}`, () => {
  let timeline: Timeline;
  let versions: readonly Version[];
  const events = () => importOutages(startOf(versions), readJsonLines(changes));
  beforeAll(async () => {
    versions = await readVersions(oracle);
    timeline = await openOutages(`sqlite:${temp.file()}`);
    await timeline.import(events());
  });
  afterAll(async () => timeline?.close());

  test('are, as known at the time of each of 44 published versions, that version exactly', async () => {
    for (const version of versions) {
      const rebuilt = await published(timeline, version.publishedAt);
      const original: readonly Outage[] = JSON.parse(version.text);
      expect(rebuilt, version.name).toEqual(inFileOrder(original));
      expect(rebuilt.map(regionOf), `order of ${version.name}`).toEqual(original.map(regionOf));
    }
    expect(versions).toHaveLength(44);
    process.stdout.write(
      `outages: ${versions.length - 1} of ${versions.length - 1} published versions and the starting state are equal\n`,
    );
  });

  test('vanish and come back on the recorded axis when the feed flaps, and none of them ended', async () => {
    const at = async (knownAt: string) =>
      new Set((await published(timeline, knownAt)).map(({ outageNumber }) => outageNumber));
    const before = await at('2019-10-10T23:20:21Z');
    const during = await at('2019-10-10T23:20:22Z');
    const after = await at('2019-10-10T23:30:37Z');
    expect(before.difference(during).size).toBe(1590);
    expect(after.difference(during).size).toBe(1569);
    const returned = before.difference(during).intersection(after);
    expect(returned.size).toBe(1544);
    const [one] = returned;
    const { readings } = await timeline.fact(`outage-${one}`, { knownAt: '2019-10-10T23:30:37Z' });
    expect(readings.slice(-2).map(({ status }) => status)).toEqual(['retracted', 'reinstated']);
  });

  test('are one event for each change and each outage to start from', async () => {
    expect(timeline.head().position).toBe(95_868 + 118);
    const repeated = await timeline.import(events());
    expect(repeated).toEqual({ recorded: 0, repeated: 95_986, position: 95_986 });
  });

  test('leave a log that holds every invariant', async () => {
    expect(await timeline.verify()).toMatchObject({ events: 95_986, faults: [] });
  });
});

async function openOutages(store: string): Promise<Timeline> {
  return openTimeline({ store, ...vocabulary });
}

async function sampleEvents() {
  return importOutages(await sampleStart(), readJsonLines(sample));
}

async function sampleStart() {
  const outages = parseJson(await readFile(start, 'utf8'));
  return { ...readVersionName(start), outages };
}

function startOf([first]: readonly Version[]) {
  if (first === undefined) throw new Error('the archive has no version to start from');
  return { ...first, outages: parseJson(first.text) };
}

async function published(timeline: Timeline, knownAt: string, asOf = endOfTime): Promise<readonly Outage[]> {
  const { state } = await timeline.state('published-outages', { asOf, knownAt });
  return publishedFile(state);
}

function regionOf({ regionName }: Outage): string | undefined {
  return regionName;
}

async function run(...words: readonly string[]) {
  return promisify(execFile)(process.execPath, [script, ...words]);
}
