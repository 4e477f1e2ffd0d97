import { signal } from '@preact/signals';
import { afterEach, describe, expect, test } from 'vitest';

import type { Timeline } from '../../src/index.ts';
import {
  knownBefore,
  knownWith,
  positionKnownBy,
  readCommitOver,
} from '../../src/web/model/commit-asking.ts';
import { recordedTimeAt } from '../../src/web/model/linking.ts';
import { takeKnown } from '../../src/web/time/typing.ts';
import type { ServedModel } from './served-model.ts';
import { said, serveModel, until } from './served-model.ts';

let served: ServedModel | undefined;
afterEach(async () => served?.close());

const away = async () => Promise.reject(new Error('Away'));

const later = async () => new Promise((resolve) => setTimeout(resolve, 3));

/** One statement, three of one commit, and one more: their commits end at the positions 1, 4 and 5. */
async function fill(timeline: Timeline): Promise<void> {
  await timeline.append('statements-a', [said('one', '2025-07-01')]);
  await later();
  await timeline.append('statements-a', [
    said('two', '2025-07-02'),
    said('three', '2025-07-03'),
    said('four', '2025-07-04'),
  ]);
  await later();
  await timeline.append('statements-a', [said('five', '2025-07-05')]);
}

async function onThreeCommits(query = ''): Promise<ServedModel> {
  served = await serveModel(fill, query);
  return served;
}

describe('a step along the clock of the log', () => {
  test('goes from the end of a commit to the end of another, on and back, and never into one', async () => {
    const { model } = await onThreeCommits('?knownAt=1');
    const seen: unknown[] = [];
    for (const direction of [1, 1, 1, -1, -1, -1, -1] as const) {
      await model.step('recorded', direction);
      seen.push(model.moment.value.knownAt);
    }
    expect(seen).toEqual([4, 5, 'head', 4, 1, 0, 0]);
  });

  test('goes from within a commit, where an address leads, to its end or to before it', async () => {
    const one = await onThreeCommits('?knownAt=3');
    await one.model.step('recorded', 1);
    expect(one.model.moment.value.knownAt).toBe(4);
    one.goTo('?knownAt=3');
    await one.model.step('recorded', -1);
    expect(one.model.moment.value.knownAt).toBe(1);
  });

  test('takes the clock of the world along to when that was recorded where they are linked', async () => {
    const { model } = await onThreeCommits('?knownAt=1&linked=yes&asOf=2025-07-10T00:00:00Z');
    await model.step('recorded', 1);
    expect(model.moment.value).toEqual({ asOf: model.commits.value[1]?.recordedAt, knownAt: 4 });
  });

  test('asks for a commit that is left out on the page', async () => {
    const { model, asked } = await onThreeCommits('?knownAt=1');
    const left = model.commits as { value: typeof model.commits.value };
    left.value = model.commits.value.filter(({ position }) => position !== 4);
    await model.step('recorded', 1);
    expect(model.moment.value.knownAt).toBe(4);
    await model.step('recorded', -1);
    expect(model.moment.value.knownAt).toBe(1);
    expect(asked.filter((path) => path.startsWith('/v1/commits?after=')).length).toBeGreaterThan(0);
  });

  test('is not taken by an answer that comes after the reader has gone elsewhere', async () => {
    const { model } = await onThreeCommits('?knownAt=1');
    const left = model.commits as { value: typeof model.commits.value };
    left.value = [];
    const step = model.step('recorded', 1);
    model.change({ knownAt: 5 });
    await step;
    expect(model.moment.value.knownAt).toBe(5);
  });
});

describe('a commit', () => {
  test('is found by any of its positions, on the page or at the server', async () => {
    const { model } = await onThreeCommits();
    const commits = model.commits.value;
    for (const known of [commits, []])
      expect(
        await Promise.all([1, 2, 3, 4, 5].map(async (at) => readCommitOver(model.client, known, at))),
      ).toEqual([0, 1, 1, 1, 2].map((index) => commits[index]));
    expect(await readCommitOver(model.client, [], 99)).toBeUndefined();
    expect(recordedTimeAt(commits, 2)).toBe(commits[1]?.recordedAt);
  });

  test('is known by an instant whole or not at all', async () => {
    const { model } = await onThreeCommits();
    const at = model.commits.value[1]?.recordedAt ?? 0;
    expect(await positionKnownBy(model.client, at)).toBe(4);
    expect(await positionKnownBy(model.client, at - 1)).toBe(1);
    expect(await positionKnownBy(model.client, 0)).toBe(0);
  });

  test('leaves nothing of itself in what was known before one of its events', async () => {
    const { model } = await onThreeCommits();
    expect(await Promise.all([1, 2, 3, 4, 5].map(async (at) => knownBefore(model, at)))).toEqual([
      0, 1, 1, 1, 4,
    ]);
    expect(await knownBefore({ client: model.client, commits: signal([]) }, 3)).toBe(1);
  });

  test('is known whole where the reader is led to when one of its events was', async () => {
    const { model } = await onThreeCommits();
    expect(await Promise.all([1, 2, 4, 5].map(async (at) => knownWith(model, at)))).toEqual([1, 4, 4, 5]);
    expect(await knownWith({ client: { ...model.client, commits: away }, commits: signal([]) }, 3)).toBe(3);
  });
});

describe('a time that is typed for the clock of the log', () => {
  test('is that of the last commit by then in the whole log, and not only among those on the page', async () => {
    const { model } = await onThreeCommits();
    const [, two] = model.commits.value;
    const left = model.commits as { value: typeof model.commits.value };
    left.value = model.commits.value.filter(({ position }) => position !== 4);
    expect(await takeKnown(model, new Date(two?.recordedAt ?? 0).toISOString())).toBeUndefined();
    expect(model.moment.value.knownAt).toBe(4);
  });

  test('leads linked clocks to it', async () => {
    const { model } = await onThreeCommits('?linked=yes');
    const at = model.commits.value[1]?.recordedAt ?? 0;
    await takeKnown(model, new Date(at).toISOString());
    expect(model.moment.value).toEqual({ asOf: at, knownAt: 4 });
  });

  test('shows nothing that is not on the screen yet', async () => {
    const { model, timeline } = await onThreeCommits('?asOf=2025-07-10T00:00:00Z');
    await timeline.append('statements-a', [said('six', '2025-07-06')]);
    await until(() => model.live.value.kind === 'paused' && model.live.value.unseen === 1);
    await takeKnown(model, '2100-01-01T00:00:00Z');
    expect(model.moment.value.knownAt).toBe(5);
  });

  test('is refused with a sentence where the server is away, and moves nothing that was moved meanwhile', async () => {
    const one = await onThreeCommits();
    const { model } = one;
    const taken = takeKnown(model, '2020-01-01T00:00:00Z');
    model.change({ knownAt: 5 });
    await taken;
    expect(model.moment.value.knownAt).toBe(5);
    await one.setServing(false);
    expect(await takeKnown(model, '2020-01-01T00:00:00Z')).toMatch(/\.$/);
    expect(model.moment.value.knownAt).toBe(5);
  });
});
