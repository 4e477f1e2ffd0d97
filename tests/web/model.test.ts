import { afterEach, describe, expect, test } from 'vitest';

import { noFilter } from '../../src/web/model/view.ts';
import { takeKnown } from '../../src/web/time/typing.ts';
import type { ServedModel } from './served-model.ts';
import { said, serveModel, until } from './served-model.ts';

let served: ServedModel | undefined;
afterEach(async () => served?.close());

const threeDays = [
  said('first', '2025-07-01T10:00:00Z'),
  said('second', '2025-07-02T10:00:00Z'),
  said('third', '2025-07-03T10:00:00Z'),
];

/** A model of a log of three statements, one a day. */
async function onThreeDays(query = '') {
  served = await serveModel(async (timeline) => timeline.append('statements-a', threeDays), query);
  return served;
}

const titlesOf = ({ model }: ServedModel): readonly string[] => {
  const { answer } = model.state('situation').value;
  const { statements = [] } = (answer?.state ?? {}) as {
    readonly statements?: readonly { readonly title: string }[];
  };
  return statements.map(({ title }) => title);
};

describe('a page that is live', () => {
  test('shows what is recorded as soon as it is', async () => {
    const { model, timeline } = await onThreeDays();
    expect(model.live.value).toEqual({ kind: 'live' });
    await timeline.append('statements-a', [said('fourth', '2025-07-04T10:00:00Z')]);
    await until(() => model.marks.value.marks.count === 4);
    expect(model.head.value.position).toBe(4);
    expect(model.commits.value.at(-1)?.position).toBe(4);
    await until(() => served !== undefined && titlesOf(served).includes('fourth'));
    expect(model.pastChanged.value).toBeUndefined();
  });

  test('keeps marks that are those of a page that is opened afterwards', async () => {
    const one = await onThreeDays();
    await one.timeline.append('statements-a', [said('between', '2025-07-01T22:00:00Z')]);
    await one.timeline.correct('second', { reason: 'Another day', occurred: '2025-06-30' });
    await one.timeline.retract('third', { reason: 'Not said' });
    await one.timeline.append('statements-b', [said('ahead', '2125-01-01')]);
    await until(() => one.model.head.value.position === 7);
    const kept = one.model.marks.value.marks;
    one.model.change({ lanes: 'type' });
    await until(() => one.model.marks.value.isWhole && one.model.marks.value.marks !== kept);
    const { lanes, laneOf, laneStart, types, streams, type, stream, ...fresh } = one.model.marks.value.marks;
    expect({ ...kept, ...fresh }).toEqual({ ...kept });
    expect(kept.count).toBe(7);
    expect([lanes, types, [...type]]).toEqual([kept.types, kept.types, [...kept.type]]);
    expect([streams, [...stream]]).toEqual([kept.streams, [...kept.stream]]);
    expect([laneOf.length, laneStart.length]).toEqual([7, 8]);
  });

  test('says when something on the screen was corrected', async () => {
    const { model, timeline } = await onThreeDays();
    await timeline.correct('second', { reason: 'Another day', occurred: '2025-06-30' });
    await until(() => model.pastChanged.value !== undefined);
    expect(model.pastChanged.value?.causes).toMatchObject([
      { id: 'second', title: 'second', type: 'StatementMade', why: 'corrected', reason: 'Another day' },
    ]);
  });
});

describe('a late event', () => {
  const late = {
    id: 'late',
    type: 'NoteAdded',
    occurred: '2025-07-01T12:00:00Z',
    data: { title: 'Heard of late, and changes no number' },
  } as const;

  test('is told to who looks at now, and what has just occurred is not', async () => {
    const { model, timeline } = await onThreeDays();
    await timeline.append('notes-a', [{ ...late, id: 'soon', occurred: new Date().toISOString() }]);
    await until(() => model.marks.value.marks.count === 4);
    expect(model.told.value).toBeUndefined();
    await timeline.append('notes-a', [late]);
    await until(() => model.told.value !== undefined);
    expect(model.told.value?.sentence).toBe('Reported late: Heard of late, and changes no number');
  });

  test('is told to who looks at the past it belongs to, also where it changes no number', async () => {
    const { model, timeline } = await onThreeDays('?asOf=2025-07-02T20:00:00Z');
    await timeline.append('notes-a', [{ ...late, id: 'after', occurred: '2025-07-03' }, late]);
    await until(() => model.pastChanged.value !== undefined);
    expect(model.pastChanged.value?.causes).toMatchObject([{ id: 'late', why: 'stated' }]);
  });
});

describe('a page that looks at the past', () => {
  const evening = Date.UTC(2025, 6, 2, 20);

  test('is not moved by what is recorded, counts it, and shows it when it is told to', async () => {
    const one = await onThreeDays('?asOf=2025-07-02T20:00:00Z');
    const { model, timeline } = one;
    await until(() => titlesOf(one).length === 2);
    const before = { marks: model.marks.value, head: model.head.value, commits: model.commits.value };
    await timeline.append('statements-a', [said('fourth', '2025-07-04T10:00:00Z')]);
    await until(() => JSON.stringify(model.live.value) === '{"kind":"paused","unseen":1}');
    // Time enough to move, were it to.
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(model.live.value).toEqual({ kind: 'paused', unseen: 1 });
    expect({ marks: model.marks.value, head: model.head.value, commits: model.commits.value }).toEqual(
      before,
    );
    expect(model.pastChanged.value).toBeUndefined();
    await model.showNewest();
    expect(model.live.value).toEqual({ kind: 'paused', unseen: 0 });
    expect(model.head.value.position).toBe(4);
    expect(model.marks.value.marks.count).toBe(4);
    expect(model.moment.value.asOf).toBe(evening);
  });

  test('from an address that names the newest position shows what there was by then, and counts what came since', async () => {
    const query = '?asOf=2025-07-02T20:00:00Z&knownAt=1&newest=2';
    const one = await serveModel(async (timeline) => {
      for (const event of threeDays) await timeline.append('statements-a', [event]);
    }, query);
    served = one;
    const { model } = one;
    expect(model.head.value).toEqual({ position: 2, recordedAt: expect.any(Number) });
    expect(model.marks.value.marks.count).toBe(2);
    expect(model.commits.value.map(({ position }) => position).filter((position) => position > 2)).toEqual(
      [],
    );
    expect(model.live.value).toEqual({ kind: 'paused', unseen: 1 });
    expect(one.address()).toBe(query);
    await model.showNewest();
    expect(model.marks.value.marks.count).toBe(3);
    expect(model.live.value).toEqual({ kind: 'paused', unseen: 0 });
    await until(() => one.address() === '?asOf=2025-07-02T20:00:00Z&knownAt=1');
    // What was seen is not taken away again.
    one.goTo(query);
    await until(() => one.address() === '?asOf=2025-07-02T20:00:00Z&knownAt=1');
    expect(model.marks.value.marks.count).toBe(3);
  });

  test('shows what the address says is known, though that is newer than what it says is the newest', async () => {
    const one = await onThreeDays('?asOf=2025-07-02T20:00:00Z&knownAt=3&newest=2');
    expect(one.model.head.value.position).toBe(3);
    await until(() => one.address() === '?asOf=2025-07-02T20:00:00Z&knownAt=3');
  });

  test('hears which late event and which correction changed it, and moves nothing', async () => {
    const one = await onThreeDays('?asOf=2025-07-02T20:00:00Z');
    const { model, timeline } = one;
    await until(() => titlesOf(one).length === 2);
    await timeline.append('statements-a', [said('late', '2025-07-01T12:00:00Z')]);
    await until(() => model.pastChanged.value !== undefined);
    await timeline.retract('first', { reason: 'Not said' });
    await until(() => model.pastChanged.value?.causes.length === 2);
    expect(model.pastChanged.value).toEqual({
      causes: [
        { id: 'late', title: 'late', type: 'StatementMade', why: 'stated', reason: undefined },
        { id: 'first', title: 'first', type: 'StatementMade', why: 'retracted', reason: 'Not said' },
      ],
      inAll: 2,
      position: 5,
    });
    expect(titlesOf(one)).toEqual(['first', 'second']);
    await model.showNewest();
    await until(() => titlesOf(one).join() === 'late,second');
    expect(model.pastChanged.value).toBeUndefined();
  });

  test('hears the same where what was known is fixed, and keeps what was known', async () => {
    const one = await onThreeDays('?asOf=2025-07-02T20:00:00Z&knownAt=1');
    const { model, timeline } = one;
    await until(() => titlesOf(one).length === 1);
    await timeline.retract('first', { reason: 'Not said' });
    await until(() => model.pastChanged.value?.causes.length === 1);
    expect(titlesOf(one)).toEqual(['first']);
    expect(model.at.value).toEqual({ asOf: evening, position: 1 });
  });

  test('forgets the notice with the moment that it was of', async () => {
    const { model, timeline } = await onThreeDays('?asOf=2025-07-02T20:00:00Z');
    await timeline.append('statements-a', [said('late', '2025-07-01T12:00:00Z')]);
    await until(() => model.pastChanged.value !== undefined);
    model.change({ asOf: evening + 1 });
    expect(model.pastChanged.value).toBeUndefined();
  });
});

describe('a moment that is dragged', () => {
  test('asks for no state that it has, and for none between two changes', async () => {
    const one = await onThreeDays('?asOf=2025-07-01T12:00:00Z');
    await until(() => titlesOf(one).length === 1);
    const before = one.asked.length;
    for (let minute = 0; minute < 60; minute += 1)
      one.model.scrub({ asOf: Date.UTC(2025, 6, 1, 13, minute) });
    one.model.scrub(undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(one.asked.slice(before).filter((path) => path.startsWith('/v1/projections'))).toEqual([]);
    expect(one.model.state('situation').value.state).toBe('there');
    one.model.scrub({ asOf: Date.UTC(2025, 6, 2, 12) });
    await until(() => titlesOf(one).length === 2);
    one.model.scrub(undefined);
    await until(() => one.address() === '?asOf=2025-07-02T12:00:00Z');
  });

  test('moves both clocks where they are linked: what did we know then', async () => {
    served = await serveModel(async (timeline) => {
      await timeline.append('statements-a', [said('first', '2025-07-01')]);
      await new Promise((resolve) => setTimeout(resolve, 3));
      await timeline.append('statements-a', [said('second', '2025-07-02')]);
    });
    const { model } = served;
    const [one, two] = model.commits.value;
    model.change({ linked: true });
    expect(model.moment.value).toEqual({ asOf: 'now', knownAt: 'head' });
    model.scrub({ asOf: (two?.recordedAt ?? 0) - 1 });
    expect(model.moment.value.knownAt).toBe(1);
    model.scrub({ asOf: Date.UTC(2025, 6, 5) });
    expect(model.moment.value.knownAt).toBe(0);
    model.scrub({ knownAt: 1 });
    expect(model.moment.value.asOf).toBe(one?.recordedAt);
    model.scrub(undefined);
    expect(model.view.value).toMatchObject({ linked: true, knownAt: 1, asOf: one?.recordedAt });
  });

  test('stands at the time that is typed for what was known, where both clocks are linked', async () => {
    const { model } = await onThreeDays('?linked=yes&asOf=2025-07-02T20:00:00Z');
    expect(await takeKnown(model, '2125-07-04')).toBeUndefined();
    expect(model.moment.value).toEqual({ asOf: Date.UTC(2125, 6, 5) - 1, knownAt: 3 });
    expect(await takeKnown(model, '20:00')).toBeUndefined();
    expect(model.moment.value.knownAt).toBeTypeOf('number');
  });

  test('steps to the next change on either clock, and past the last to now and the newest', async () => {
    const { model, timeline } = await onThreeDays('?asOf=2025-07-02T10:00:00Z');
    await timeline.retract('first', { reason: 'Not said' });
    await until(() => model.live.value.kind === 'paused' && model.live.value.unseen === 1);
    await model.showNewest();
    await model.step('occurred', 1);
    expect(model.moment.value.asOf).toBe(Date.UTC(2025, 6, 3, 10));
    await model.step('occurred', 1);
    expect(model.moment.value.asOf).toBe('now');
    await model.step('occurred', 1);
    expect(model.told.value?.sentence).toBe('There is nothing after this.');
    await model.step('recorded', -1);
    expect(model.moment.value.knownAt).toBe(3);
    await model.step('recorded', 1);
    expect(model.moment.value.knownAt).toBe(4);
    await model.step('recorded', 1);
    expect(model.moment.value.knownAt).toBe('head');
  });
});

describe('the address', () => {
  test('is followed when the reader goes back, and written without a step for each small change', async () => {
    const one = await onThreeDays('?panel=sources');
    one.model.change({ asOf: Date.UTC(2025, 6, 2) });
    one.model.change({ panel: 'fact' }, 'push');
    expect(one.address()).toBe('?asOf=2025-07-02T00:00:00Z&panel=fact');
    one.goTo('?asOf=2025-07-02T00:00:00Z&panel=sources');
    expect(one.model.view.value).toMatchObject({ panel: 'sources', asOf: Date.UTC(2025, 6, 2) });
  });

  test('that makes no sense is told calmly', async () => {
    const { model } = await onThreeDays('?asof=yesterday&lanes=sideways');
    expect(model.told.value?.sentence).toMatch(/about lanes and asof that means nothing here/);
    expect(model.view.value.lanes).toBe('stream');
  });

  test('that makes no sense in several ways is told of all of them at once', async () => {
    const { model } = await onThreeDays('?asOf=soon&knownAt=99&newest=98&from=x&color=red&event=none');
    await until(() => model.moment.value.knownAt === 'head');
    await until(() => model.fact.value.state === 'failed' || model.fact.value.answer === undefined);
    const sentence = model.told.value?.sentence ?? '';
    for (const part of ['asOf', 'from', 'color', 'position 99', 'position 98'])
      expect(sentence).toContain(part);
  });

  test('that names a position to come shows what is known now', async () => {
    const { model } = await onThreeDays('?knownAt=99');
    await until(() => model.moment.value.knownAt === 'head');
    expect(model.told.value?.sentence).toMatch(/position 99, which the log has not reached/);
  });

  test('that names a newest position to come shows all there is', async () => {
    const { model } = await onThreeDays('?asOf=2025-07-02T20:00:00Z&newest=99');
    await until(() => model.view.value.newest === undefined);
    expect(model.told.value?.sentence).toMatch(/position 99, which the log has not reached/);
    expect(model.marks.value.marks.count).toBe(3);
  });

  test('that links the clocks and names one of them moves the other to it', async () => {
    const { model } = await onThreeDays('?linked=yes&asOf=2025-07-02T20:00:00Z');
    await until(() => model.moment.value.knownAt === 0);
    expect(model.moment.value.asOf).toBe(Date.UTC(2025, 6, 2, 20));
  });

  test('that names an instant of the log is taken for the position it had', async () => {
    const { model } = await onThreeDays('?knownAt=2020-01-01T00:00:00Z');
    await until(() => model.moment.value.knownAt === 0);
  });
});

describe('a filter', () => {
  test('is held against what comes, too', async () => {
    const { model, timeline } = await onThreeDays('?q=second');
    expect(model.marks.value.marks.count).toBe(1);
    await timeline.append('statements-a', [
      said('fourth', '2025-07-04'),
      said('second again', '2025-07-05', 'again'),
    ]);
    await until(() => model.head.value.position === 5);
    expect(model.marks.value.marks.count).toBe(2);
    model.change({ filter: noFilter });
    await until(() => model.marks.value.marks.count === 5);
  });
});

describe('a server that goes away', () => {
  test('is told, waited for, and nothing is missed when it is back', async () => {
    const one = await onThreeDays();
    const { model, timeline } = one;
    await one.setServing(false);
    await until(() => model.live.value.kind === 'reconnecting' || model.live.value.kind === 'offline');
    await timeline.append('statements-a', [said('meanwhile', '2025-07-04')]);
    await one.setServing(true);
    await until(() => model.live.value.kind === 'live' && model.head.value.position === 4);
    await until(() => titlesOf(one).includes('meanwhile'));
    expect(model.marks.value.marks.count).toBe(4);
  });

  test('in the middle of a replay holds it at the change that it could not show, and it goes on from there', async () => {
    const one = await onThreeDays();
    const { model } = one;
    const shown: string[] = [];
    const watch = setInterval(() => {
      const { state, answer } = model.state('situation').value;
      if (state !== 'there' || answer === undefined) return;
      const titles = titlesOf(one).join();
      if (titles !== shown.at(-1)) shown.push(titles);
    }, 1);
    await until(() => model.state('situation').value.state === 'there');
    shown.length = 0;
    model.replay.speed.value = 86_400;
    model.replay.play();
    await until(() => titlesOf(one).join() === 'first');
    await one.setServing(false);
    await until(() => model.replay.stand.value === 'waiting');
    const held = model.moment.value.asOf;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(model.moment.value.asOf).toBe(held);
    await one.setServing(true);
    await until(() => model.replay.stand.value === 'ended');
    clearInterval(watch);
    expect(shown.slice(-3)).toEqual(['first', 'first,second', 'first,second,third']);
  });
});
