import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import { positionKnownBy } from '../../src/web/model/commit-asking.ts';
import {
  askedPair,
  knownDayEarlier,
  lastCorrection,
  typedAsOf,
  typedKnownAt,
} from '../../src/web/panels/compare/moments.ts';
import { ranked } from '../../src/web/panels/compare/ranking.ts';
import { recordedAfter } from '../../src/web/panels/fact/recorded-after.ts';
import { blankPixels, drawDots, pixelOf } from '../../src/web/panels/knowledge/dots.ts';
import type { Difference } from '../../src/web/panels/shared/differences.ts';
import { inTurn } from '../../src/web/panels/shared/in-turn.ts';
import { askedMoment, fixedMoment } from '../../src/web/panels/shared/moment.ts';
import { morePanelTexts } from '../../src/web/texts/more-panels.ts';
import { marksByHand } from './marks-by-hand.ts';
import { foundingClient } from './panels-founding.ts';

describe('a moment is asked for', () => {
  test('up to the head that is shown, and as of now by when something began last', () => {
    expect(askedMoment({ asOf: 'now', knownAt: 'head' }, 'possible', 34, 9)).toMatchObject({
      asOf: 9,
      knownAt: 34,
    });
    expect(askedMoment({ asOf: 5, knownAt: 3 }, 'certain', 34, 9)).toMatchObject({
      asOf: 5,
      knownAt: 3,
      certainty: 'certain',
    });
    expect(askedMoment({ asOf: 'now', knownAt: 'head' }, 'possible', 0, 9).knownAt).toBeUndefined();
    expect(askedMoment({ asOf: 'now', knownAt: 0 }, 'possible', 0, 9).knownAt).toBe(0);
  });

  test('again as of now when something begins, and of a moment that stays not', () => {
    const open = { asOf: 'now', knownAt: 'head' } as const;
    const keyAt = (edge: number) => askedMoment(open, 'possible', 34, edge).key;
    expect(keyAt(1)).toBe(keyAt(1));
    expect(keyAt(1)).not.toBe(keyAt(2));
    const fixed = { asOf: 5, knownAt: 'head' } as const;
    expect(askedMoment(fixed, 'possible', 34, 1)).toEqual(askedMoment(fixed, 'possible', 34, 2));
    const pairAt = (one: typeof open | { asOf: number; knownAt: 3 }, edge: number) =>
      askedPair({ asOf: 7, knownAt: 3 }, one, 'possible', { now: 99, head: 34, edge }).key;
    expect(pairAt(open, 1)).not.toBe(pairAt(open, 2));
    expect(pairAt({ asOf: 5, knownAt: 3 }, 1)).toBe(pairAt({ asOf: 5, knownAt: 3 }, 2));
  });

  test('as the answer has it, so that what explains an answer is of the same moment', () => {
    const asOf = '2025-07-05T00:00:00Z';
    const fixed = fixedMoment({ asOf, knownAt: '2025-07-06T00:00:00Z', position: 9, certainty: 'possible' });
    expect(fixed).toMatchObject({ asOf, knownAt: 9 });
  });

  test('beside another with one now and one head for both', () => {
    const open = { asOf: 'now', knownAt: 'head' } as const;
    const { before, after } = askedPair(open, { asOf: 7, knownAt: 3 }, 'possible', {
      now: 99,
      head: 34,
      edge: 0,
    });
    expect([before, after]).toMatchObject([
      { asOf: 99, knownAt: 34 },
      { asOf: 7, knownAt: 3 },
    ]);
  });
});

describe('the other moment', () => {
  const marks = marksByHand([
    { position: 1, recordedTo: 3, fact: 1, from: 1, status: 0 },
    { position: 3, recordedTo: 7, fact: 1, from: 1, status: 1 },
    { position: 7, recordedTo: Infinity, fact: 1, from: 1, status: 2 },
  ]);

  test('before the last correction is told by where that was recorded', () => {
    expect(lastCorrection(marks, 9)).toBe(7);
    expect(lastCorrection(marks, 6)).toBe(3);
    expect(lastCorrection(marks, 2)).toBeUndefined();
  });

  test('known a day earlier is counted from now where the newest is known, and else from when it was recorded', async () => {
    const { client, close } = await foundingClient();
    const known = async (knownAt: number | 'head', now: number) =>
      knownDayEarlier({
        client,
        commits: signal([]),
        at: signal({ asOf: now, position: knownAt === 'head' ? 34 : knownAt }),
        moment: signal({ asOf: 'now', knownAt }),
        now: signal(now),
      });
    try {
      // Long after the last commit, nothing is new since yesterday.
      expect(await known('head', Date.UTC(2026, 10, 27))).toBe(34);
      expect(await known('head', Date.UTC(2025, 6, 5, 18, 12, 5))).toBe(16);
      expect(await known(34, Date.UTC(2026, 10, 27))).toBeLessThan(34);
      expect(await known(1, Date.UTC(2026, 10, 27))).toBe(0);
    } finally {
      await close();
    }
  });

  test('is typed as a time or as now', () => {
    expect(typedAsOf('2025-07-04T18:00:00Z', 'utc')).toEqual({ value: Date.UTC(2025, 6, 4, 18) });
    expect(typedAsOf('now', 'utc')).toEqual({ value: 'now' });
    expect(typedAsOf('soon', 'utc').fault).toMatch(/\S/);
  });

  test('is typed as a position, as head, or as a time by which something had been recorded', async () => {
    const { client, close } = await foundingClient();
    try {
      expect(await typedKnownAt('16', 'utc', client, 34)).toEqual({ value: 16 });
      expect(await typedKnownAt('head', 'utc', client, 34)).toEqual({ value: 'head' });
      expect(await typedKnownAt('2025-07-04T18:12:05Z', 'utc', client, 34)).toEqual({ value: 16 });
      expect((await typedKnownAt('soon', 'utc', client, 34)).fault).toMatch(/\S/);
      expect(await positionKnownBy(client, Date.UTC(2025, 6, 4, 18, 12, 4))).toBe(15);
      expect(await typedKnownAt('34', 'utc', client, 34)).toEqual({ value: 34 });
      expect(await typedKnownAt('35', 'utc', client, 34)).toEqual({
        fault: 'The log has come to position 34: there is no position 35 yet.',
      });
      // What was recorded since is not on the screen.
      expect(await typedKnownAt('2025-07-04T18:12:05Z', 'utc', client, 12)).toEqual({ value: 12 });
      expect(await positionKnownBy(client, Date.UTC(2020, 0, 1))).toBe(0);
    } finally {
      await close();
    }
  });
});

const after = (recordedtime: string, occurredfrom: string, occurredfromlatest = occurredfrom) =>
  recordedAfter({ recordedtime, occurredfrom, occurredfromlatest });

describe('a fact was recorded', () => {
  const [begin, end] = ['2025-07-04T00:00:00Z', '2025-07-04T23:59:59.999Z'];

  test('after it occurred, or after the latest it may have', () => {
    expect(after('2025-07-04T01:00:00Z', begin)).toEqual({ kind: 'after', ms: 3_600_000 });
    expect(after('2025-07-05T00:00:00Z', begin, end)).toEqual({ kind: 'after-latest', ms: 1 });
  });

  test('on the day on which it occurred, which is not before it did', () => {
    expect(after('2025-07-04T18:00:00Z', begin, end)).toEqual({ kind: 'within', ms: 0 });
  });

  test('before it occurred where it was dated ahead, and at no time where it has no beginning', () => {
    expect(after('2025-07-03T23:00:00Z', begin, end)).toEqual({ kind: 'ahead', ms: 3_600_000 });
    expect(after('2025-07-03T23:00:00Z', 'unknown')).toBeUndefined();
  });
});

describe('what is asked beside', () => {
  const never = new AbortController().signal;

  test('is asked a few at a time, in order', async () => {
    const turn = inTurn(2);
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    const run = async (index: number) =>
      turn(async () => {
        begun.push(index);
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
        return index;
      }, never);
    expect(await Promise.all([0, 1, 2, 3, 4].map(run))).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  test('is not begun where it was given up meanwhile, and those after it are', async () => {
    const turn = inTurn(1);
    const abort = new AbortController();
    const done: string[] = [];
    const first = turn(async () => void done.push('first'), never);
    const second = turn(async () => void done.push('second'), abort.signal);
    const third = turn(async () => void done.push('third'), never);
    abort.abort(new Error('given up'));
    await expect(second).rejects.toThrow('given up');
    await Promise.all([first, third]);
    expect(done).toEqual(['first', 'third']);
  });

  test('makes way also when it fails', async () => {
    const turn = inTurn(1);
    await expect(turn(async () => Promise.reject(new Error('no')), never)).rejects.toThrow('no');
    expect(await turn(async () => Promise.resolve(1), never)).toBe(1);
  });
});

describe('dots', () => {
  const points = {
    index: new Uint32Array([0, 1, 2]),
    x: new Float32Array([2, 2, 90]),
    y: new Float32Array([2, 2, 2]),
    farX: new Float32Array([2, 2, 90]),
    farY: new Float32Array([2, 2, 2]),
    kind: new Uint8Array([0, 1, 0]),
  };
  const box = { left: 0, top: 0, width: 4, height: 4 };

  test('are drawn one kind on top of the other, and none outside of the box', () => {
    const pixels = blankPixels(4, 4);
    const [red, blue] = [pixelOf('#ff0000'), pixelOf('#0000ff')];
    drawDots(pixels, points, box, 1, [
      { kind: 0, pixel: red, size: 2 },
      { kind: 1, pixel: blue, size: 1 },
    ]);
    const lit = [...pixels.data].filter((pixel) => pixel !== 0);
    expect(lit.filter((pixel) => pixel === red)).toHaveLength(3);
    expect(lit.filter((pixel) => pixel === blue)).toHaveLength(1);
  });

  test('have the colours that the page has', () => {
    expect([...new Uint8Array(new Uint32Array([pixelOf(' #0b5cad ')]).buffer)]).toEqual([11, 92, 173, 255]);
    expect([...new Uint8Array(new Uint32Array([pixelOf('red')]).buffer)]).toEqual([0, 0, 0, 255]);
  });
});

const at = (path: string): Difference => ({ steps: path.split('/'), before: 1, after: 2 });
const paths = (differences: readonly Difference[]) => differences.map(({ steps }) => steps.join('/'));

describe('values that differ', () => {
  test('are told numbers first, and what those are worked out from is kept apart', () => {
    const { figures, others, workings } = ranked(
      [
        'attacks/a/title',
        'munitions/drone/launched/claims',
        'deliveries/d/status',
        'deliveries/d/sources/0',
        'casualties/killed',
        'positions/p/t/inferred/0',
        'munitions/drone/launched',
      ].map(at),
    );
    expect(paths(figures)).toEqual(['casualties/killed', 'munitions/drone/launched']);
    expect(paths(others)).toEqual(['deliveries/d/status']);
    expect(workings).toHaveLength(4);
  });

  test('are all shown where there is nothing but workings', () => {
    const { others, workings } = ranked([at('attacks/a/title')]);
    expect([paths(others), workings]).toEqual([['attacks/a/title'], []]);
  });
});

describe('what two moments differ in', () => {
  const { changesOf, values } = morePanelTexts.compare;

  test('is not told as taken back where it was not there yet', () => {
    const { kind, why } = morePanelTexts.compare;
    expect([kind('removed', 'stated'), why('stated', 'removed')]).toEqual([
      'not known yet',
      'it was recorded later',
    ]);
    expect(kind('removed', 'occurred')).toBe('not happened yet');
    expect([kind('removed', 'retracted'), why('retracted', 'removed')]).toEqual([
      'removed',
      'it was retracted in between',
    ]);
    expect([kind('added', 'stated'), why('stated', 'added')]).toEqual([
      'added',
      'it was recorded in between',
    ]);
  });

  test('is counted, and where more differs than is listed, that is said of the count', () => {
    expect(changesOf(1, false)).toBe('1 fact differs');
    expect(changesOf(200, false)).toBe('200 facts differ');
    expect(changesOf(200, true)).toBe('More than 200 facts differ');
    expect(values(1, false)).toBe('1 value differs');
    expect(values(500, true)).toBe('500 values or more differ');
  });
});
