import { afterAll, describe, expect, test } from 'vitest';

import { news, openTimeline } from '../../src/index.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());
const call = {
  type: 'CallHeld',
  occurred: '2025-07-03',
  data: { title: 'A call', about: [], sources: [{ publisher: 'A paper' }] },
};

async function open(now = { ms: 1_751_900_000_000 }) {
  return openTimeline({ ...news, store: `sqlite:${folder.file()}`, clock: () => now.ms });
}

describe('a fact of an older version', () => {
  test('is stored as it came and read in the newest version, also after the store was opened again', async () => {
    const store = `sqlite:${folder.file()}`;
    const first = await openTimeline({ ...news, store });
    const data = { ...call.data, participants: ['actor:a', 'actor:b'] };
    const { events } = await first.append('diplomacy-a-b', [{ ...call, schemaVersion: 1, data }]);
    await first.close();
    const again = await openTimeline({ ...news, store });
    const [stored] = again.log({ after: 0, limit: 1 });
    expect(stored).toMatchObject({ schemaVersion: 1, data: { participants: ['actor:a', 'actor:b'] } });
    const { reading } = await again.fact(events[0]?.id ?? '');
    expect(reading.data).toMatchObject({ participants: [{ actor: 'actor:a' }, { actor: 'actor:b' }] });
    const { state } = await again.state('situation');
    expect(state).toMatchObject({
      calls: { 'actor:a|actor:b': [{ participants: [{ actor: 'actor:a' }, { actor: 'actor:b' }] }] },
    });
    expect((await again.verify()).faults).toEqual([]);
    await again.close();
  });

  test('that is corrected keeps the version of what was restated', async () => {
    const timeline = await open();
    const { events } = await timeline.append('diplomacy-a-b', [call]);
    const id = events[0]?.id ?? '';
    const data = { ...call.data, title: 'Restated' };
    const { position } = await timeline.correct(id, { reason: 'a slip', data });
    expect(timeline.log({ after: position - 1, limit: 1 })[0]?.data).toMatchObject({ dataVersion: 2, data });
    await timeline.close();
  });
});

describe('a correction that is sent again', () => {
  test('with its id is the same correction, although the clock has moved on', async () => {
    const now = { ms: 1_751_900_000_000 };
    const timeline = await open(now);
    const { events } = await timeline.append('diplomacy-a-b', [call]);
    const id = events[0]?.id ?? '';
    const correction = { id: 'correction-1', reason: 'a slip', data: { ...call.data, title: 'Restated' } };
    const first = await timeline.correct(id, correction);
    now.ms += 60_000;
    expect(await timeline.correct(id, correction)).toEqual({ ...first, repeated: true });
    await expect(timeline.correct(id, { ...correction, reason: 'another' })).rejects.toMatchObject({
      code: 'event-id-reused',
      facts: { eventId: 'correction-1' },
    });
    await timeline.close();
  });

  test('after a retraction reinstates, and sent again is the same', async () => {
    const timeline = await open();
    const { events } = await timeline.append('diplomacy-a-b', [call]);
    const id = events[0]?.id ?? '';
    await timeline.retract(id, { reason: 'withdrawn' });
    expect((await timeline.timeline()).entries).toEqual([]);
    const back = { id: 'back-1', reason: 'it was right' };
    const first = await timeline.correct(id, back);
    expect((await timeline.timeline()).entries).toMatchObject([{ id, reading: { status: 'reinstated' } }]);
    expect(await timeline.correct(id, back)).toEqual({ ...first, repeated: true });
    await timeline.close();
  });
});

describe('what is refused names its place and leaves nothing behind', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`);
  test.each([
    ['an unknown type', { ...call, type: 'Nothing' }, 'unknown-event-type', { eventType: 'Nothing' }],
    [
      'a field of no schema',
      { ...call, data: { ...call.data, titel: 'x' } },
      'invalid-event',
      { pointer: '/data/titel' },
    ],
    [
      'a fault inside',
      { ...call, data: { ...call.data, sources: [{}] } },
      'invalid-event',
      { pointer: '/data/sources/0/publisher' },
    ],
    ['a date that is none', { ...call, occurred: '2025-02-30' }, 'invalid-time', { text: '2025-02-30' }],
    [
      'an instant without offset',
      { ...call, occurred: '2025-07-03T10:00:00' },
      'invalid-time',
      { text: '2025-07-03T10:00:00' },
    ],
    [
      'an end before the start',
      { ...call, occurred: '2025-07-04/2025-07-03' },
      'invalid-time',
      { text: '2025-07-04/2025-07-03' },
    ],
    ['a version of no schema', { ...call, schemaVersion: 9 }, 'unknown-schema', { schemaVersion: 9 }],
    [
      'a correction of nothing',
      { type: 'FactCorrected', occurred: '2025', data: { target: 'nope', reason: 'x', occurred: '2025' } },
      'unknown-event',
      { target: 'nope', pointer: '/data/target' },
    ],
    ['nesting above 32', { ...call, data: { ...call.data, summary: deep } }, 'nesting-too-deep', {}],
    [
      '64 KiB and more',
      { ...call, data: { ...call.data, summary: 'é'.repeat(40_000) } },
      'event-too-large',
      { bytesMax: 65_536 },
    ],
    [
      'a lone surrogate',
      { ...call, data: { ...call.data, title: '\ud800' } },
      'invalid-json',
      { pointer: '/title' },
    ],
    [
      'what is not JSON',
      { ...call, data: { ...call.data, title: 1n } },
      'invalid-event',
      { pointer: '/data' },
    ],
    ['an id with a space', { ...call, id: 'a b' }, 'invalid-event', { pointer: '/id' }],
    ['an id that is a step in a path', { ...call, id: '..' }, 'invalid-event', { pointer: '/id' }],
  ])('%s', async (_, event, code, facts) => {
    const timeline = await open();
    const append = timeline.append('diplomacy-a-b', [call, event, call]);
    await expect(append).rejects.toMatchObject({ code, facts });
    expect(timeline.head()).toEqual({ position: 0, recordedAt: null });
    expect(timeline.streams()).toEqual([]);
    await timeline.close();
  });
});
