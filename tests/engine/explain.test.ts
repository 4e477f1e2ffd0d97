import { afterAll, describe, expect, test } from 'vitest';

import { newsEvents } from '../../src/domain/events/news.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openTimeline } from '../../src/open.ts';
import { newsProjections } from '../../src/projections/index.ts';
import { dayOneMs, dense, minuteMs } from '../support/bad-days.ts';
import { addedUp, explainNaively, saidIn, statesOf } from '../support/explaining.ts';
import { tallied, tallying } from '../support/tally.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const injured = '/casualties/injured/best';
const toldIn = (publisher: string, count: number) => ({
  title: `${count} injured, says ${publisher}`,
  attack: 'kyiv',
  injured: { best: count },
  sources: [{ publisher, grade: 'B2' }],
});

/** Three reports of the injured, of which the second is corrected later, and an alert. */
async function openNews(): Promise<Timeline> {
  let now = Date.UTC(2025, 6, 5);
  const clock = () => (now += 1000);
  const timeline = await openTimeline({
    store: 'memory:',
    events: newsEvents,
    projections: newsProjections,
    clock,
  });
  await timeline.append('strikes-kyiv', [
    { id: 'post', type: 'CasualtiesReported', occurred: '2025-07-04', data: toldIn('Post', 14) },
    { id: 'agency', type: 'CasualtiesReported', occurred: '2025-07-05', data: toldIn('Agency', 23) },
    {
      id: 'alert',
      type: 'AlertStarted',
      occurred: '2025-07-05',
      data: { title: 'Alert', place: 'place:kyiv' },
    },
    { id: 'again', type: 'CasualtiesReported', occurred: '2025-07-06', data: toldIn('Post', 26) },
  ]);
  await timeline.correct('agency', { id: 'mend', reason: 'miscounted', data: toldIn('Agency', 20) });
  return timeline;
}

describe('an explanation', () => {
  test('names the facts that set a number, with their sources, what each added, and the value after it', async () => {
    const timeline = await openNews();
    const why = await timeline.explain('situation', injured, { asOf: '2025-07-31T00:00:00Z', knownAt: 4 });
    expect(why).toMatchObject({
      projection: 'situation',
      version: 1,
      path: injured,
      standing: 'present',
      value: 26,
    });
    expect(why.moment.position).toBe(4);
    expect(why.steps.map(({ id, value, contribution }) => [id, value, contribution])).toEqual([
      ['post', 14, 14],
      ['agency', 23, 9],
      ['again', 26, 3],
    ]);
    expect(why.steps[0]).toMatchObject({
      title: '14 injured, says Post',
      type: 'CasualtiesReported',
      stream: 'strikes-kyiv',
      occurred: '2025-07-04',
      status: 'stated',
      by: 'post',
      sources: [{ publisher: 'Post', grade: 'B2' }],
    });
    expect(why).not.toHaveProperty('initial');
    expect(why).not.toHaveProperty('earlier');
    await timeline.close();
  });

  test('reads every fact as it reads at the moment, and says that and why it was corrected', async () => {
    const timeline = await openNews();
    const { steps } = await timeline.explain('situation', injured, { asOf: '2025-07-31T00:00:00Z' });
    expect(steps.map(({ value }) => value)).toEqual([14, 20, 26]);
    expect(steps[1]).toMatchObject({ id: 'agency', status: 'corrected', by: 'mend', reason: 'miscounted' });
    await timeline.close();
  });

  test('of a value that never was says so, of one that is no more that it is gone', async () => {
    const timeline = await openNews();
    const never = await timeline.explain('situation', '/casualties/missing/best');
    expect(never).toMatchObject({ standing: 'never', steps: [] });
    expect(never).not.toHaveProperty('value');
    await timeline.append('alerts-kyiv', [
      { id: 'end', type: 'AlertEnded', occurred: '2025-07-06', data: { title: 'Over', place: 'place:kyiv' } },
    ]);
    const alert = { asOf: '2025-07-31T00:00:00Z' };
    const gone = await timeline.explain('situation', '/alerts/place:kyiv', alert);
    expect(gone.standing).toBe('gone');
    expect(gone.steps.map(({ id }) => id)).toEqual(['alert', 'end']);
    expect(gone.steps[1]).not.toHaveProperty('value');
    await timeline.close();
  });

  test('of the whole state lists every fact that changed it, and what there was before all of them', async () => {
    const timeline = await openNews();
    const why = await timeline.explain('situation', '', { asOf: '2025-07-31T00:00:00Z' });
    expect(why.steps.map(({ id }) => id)).toEqual(['post', 'agency', 'alert', 'again']);
    expect(why.initial).toMatchObject({ attacks: {}, casualties: {} });
    const { state } = await timeline.state('situation', { asOf: '2025-07-31T00:00:00Z' });
    expect(why.value).toEqual(state);
    expect(why.steps.at(-1)?.value).toEqual(state);
    await timeline.close();
  });

  test('lists the latest of many steps, and what there was before them', async () => {
    const timeline = await openNews();
    const why = await timeline.explain('situation', injured, { asOf: '2025-07-31T00:00:00Z', limit: 2 });
    expect(why.steps.map(({ id }) => id)).toEqual(['agency', 'again']);
    expect(why.earlier).toEqual({ value: 14 });
    expect(addedUp(why)).toBe(26);
    await timeline.close();
  });

  test('gives values that nobody can change', async () => {
    const timeline = await openNews();
    const why = await timeline.explain('situation', '/attacks', { asOf: '2025-07-31T00:00:00Z' });
    for (const { value } of why.steps) expect(Object.isFrozen(value)).toBe(true);
    expect(Object.isFrozen(why.value)).toBe(true);
    await timeline.close();
  });

  test('is of one key, of a projection that has keys', async () => {
    const timeline = await openNews();
    const asOf = '2025-07-31T00:00:00Z';
    const why = await timeline.explain('places', '/alerts/inForce', { key: 'place:kyiv', asOf });
    expect(why).toMatchObject({ key: 'place:kyiv', standing: 'present', initial: {} });
    expect(why.steps.map(({ id }) => id)).toEqual(['alert']);
    await expect(timeline.explain('places', '', { key: 'place:nowhere' })).rejects.toMatchObject({
      code: 'unknown-key',
    });
    await expect(timeline.explain('places', '')).rejects.toMatchObject({ code: 'key-required' });
    await timeline.close();
  });

  test.each([
    ['situation', 'casualties', {}, 'invalid-query'],
    ['situation', '/a~2', {}, 'invalid-query'],
    ['situation', '', { limit: 0 }, 'invalid-query'],
    ['situation', '', { limit: 1001 }, 'invalid-query'],
    ['situation', '', { key: 'place:kyiv' }, 'invalid-query'],
    ['situation', '', { asOf: 'yesterday' }, 'invalid-moment'],
    ['nothing', '', {}, 'unknown-projection'],
  ])('of %s at %j with %j is refused', async (projection, path, query, code) => {
    const timeline = await openNews();
    await expect(timeline.explain(projection, path, query)).rejects.toMatchObject({ code });
    await timeline.close();
  });

  test('counts a value that was no number before, or is none after, as nothing', async () => {
    const turns = defineProjection<{ readonly value: unknown }>({
      name: 'turns',
      version: 1,
      description: 'A value that is now a number and now a text.',
      initial: { value: 7 },
      evolve: (_, { data }) => ({ value: Number(data['count']) % 2 === 0 ? data['count'] : 'none' }),
    });
    const timeline = await openTimeline({
      store: 'memory:',
      events: testEvents,
      projections: [turns],
    });
    await timeline.import(tallied(4, 1000));
    const why = await timeline.explain('turns', '/value');
    expect(why.steps.map(({ value, contribution }) => [value, contribution])).toEqual([
      [0, -7],
      ['none', 0],
      [2, 2],
      ['none', -2],
    ]);
    expect(addedUp(why)).toBe(0);
    await timeline.close();
  });

  test('names what failed where the code of the projection does', async () => {
    const failing = tallying({
      onFact({ id }) {
        if (id === 'fact-3') throw new Error('cannot');
      },
    });
    const unsaying: Projection = {
      ...tallying(),
      name: 'unsaying',
      dependsOn() {
        throw new Error('cannot say');
      },
    };
    const timeline = await openTimeline({
      store: 'memory:',
      events: testEvents,
      projections: [failing, unsaying],
    });
    await timeline.import(tallied(5));
    await expect(timeline.explain('tally', '/seen')).rejects.toMatchObject({
      code: 'projection-faulted',
      facts: { eventId: 'fact-3' },
    });
    await expect(timeline.explain('unsaying', '/seen')).rejects.toMatchObject({ code: 'projection-faulted' });
    await timeline.close();
  });
});

describe('in a long log, an explanation is what comparing all states gives', () => {
  const facts = 1500;
  const ways = [
    { store: 'memory', checkpoints: dense, isTelling: false },
    { store: 'memory', checkpoints: false, isTelling: true },
    { store: 'file', checkpoints: dense, isTelling: false },
    { store: 'file', checkpoints: dense, isTelling: true },
    { store: 'file', checkpoints: false, isTelling: false },
  ] as const;

  test.each(ways)(
    '$store, checkpoints $checkpoints, saying what values depend on: $isTelling',
    async ({ store, checkpoints, isTelling }) => {
      for (const isKeyed of [false, true]) {
        const projection = tallying({ isTelling, isKeyed });
        const timeline = await openTimeline({
          store: store === 'memory' ? 'memory:' : `sqlite:${folder.file()}`,
          events: testEvents,
          projections: [projection],
          checkpoints,
        });
        await timeline.import(tallied(facts));
        await timeline.caughtUp();
        await timeline.correct('fact-800', { reason: 'later', occurred: '2025-01-01T15:00:30Z' });
        await timeline.retract('fact-1000', { reason: 'not so' });
        const key = isKeyed ? 'place:lviv' : undefined;
        for (const moment of [
          { asOf: dayOneMs + 2 * facts * minuteMs },
          { asOf: dayOneMs + 2 * facts * minuteMs, knownAt: facts },
          { asOf: dayOneMs + 1480 * minuteMs, certainty: 'certain' as const },
          { asOf: dayOneMs + 700 * minuteMs, knownAt: 710 },
        ]) {
          const states = statesOf(projection, await Array.fromAsync(timeline.history(moment)), key);
          for (const path of [
            [],
            ['seen'],
            ['heard'],
            ['loudest'],
            ['early', '3'],
            ['open'],
            ['total'],
            ['x'],
          ])
            for (const limit of [1, 10, 200]) {
              const question = { ...moment, limit, ...(key === undefined ? {} : { key }) };
              const answer = await timeline.explain(
                'tally',
                path.map((step) => `/${step}`).join(''),
                question,
              );
              expect(saidIn(answer)).toEqual(explainNaively(states, path, limit));
            }
        }
        await timeline.close();
      }
    },
  );
});

test('while a projection is rebuilt, what it explains stays the same', async () => {
  const timeline = await openTimeline({
    store: `sqlite:${folder.file()}`,
    events: testEvents,
    projections: [tallying({ isKeyed: true })],
    checkpoints: dense,
  });
  await timeline.import(tallied(1500));
  await timeline.caughtUp();
  const question = { key: 'place:lviv', asOf: dayOneMs + 3000 * minuteMs, limit: 3 };
  const before = await timeline.explain('tally', '/loudest', question);
  let isRebuilt = false;
  const rebuilt = timeline.rebuild('tally').then(() => {
    isRebuilt = true;
  });
  // What was saved before is removed little by little after the new build has taken its place.
  for (let after = 0; after < 10; after += isRebuilt ? 1 : 0)
    expect(await timeline.explain('tally', '/loudest', question)).toEqual(before);
  await rebuilt;
  await timeline.close();
});
