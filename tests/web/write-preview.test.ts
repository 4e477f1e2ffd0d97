import { effect } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import { TimelineError } from '../../src/client/index.ts';
import { openAbout } from '../../src/web/write/work/opening.ts';
import type { Writing } from '../../src/web/write/work/writing.ts';
import { said, until } from './served-model.ts';
import type { ServedWriting } from './write-served.ts';
import { serveWriting, withReason } from './write-served.ts';

let served: ServedWriting;
beforeEach(async () => {
  served = await serveWriting();
});
afterEach(async () => served.close());

/** A form that corrects the title of the fact to `mine`. */
async function correcting(): Promise<Writing> {
  const fact = { id: 'first', subject: 'statements-a' };
  const writing = served.writingOf(await openAbout(served.model.client, 'correct', fact), 'first');
  withReason(writing, 'A wrong title', { title: 'mine' });
  return writing;
}

/** Whether the preview says that a title becomes `mine`. */
function says(writing: Writing, before: string): boolean {
  const { answer = [] } = writing.preview.value;
  return answer.some(({ differences }) =>
    differences.some((one) => one.before === before && one.after === 'mine'),
  );
}

const correctTitle = async (title: string): Promise<unknown> => {
  const { data } = await served.model.client.fact('first');
  return served.timeline.correct('first', { reason: 'Another', data: { ...data, title } });
};

/** Puts something before the previews that are asked for. */
function beforePreviews(act: (signal: AbortSignal | undefined) => Promise<void>): void {
  const { client } = served.model;
  const preview = client.preview.bind(client);
  Object.assign(client, {
    async preview(...asked: Parameters<Client['preview']>) {
      await act(asked[2]?.signal);
      return preview(...asked);
    },
  });
}

describe('a preview', () => {
  test('follows what others record, and stays on the screen while it is asked again', async () => {
    const writing = await correcting();
    await until(() => says(writing, 'first'));
    const states = new Set<string>();
    const stop = effect(() => void states.add(writing.preview.value.state));
    await correctTitle('theirs');
    await until(() => says(writing, 'theirs'));
    stop();
    expect([...states]).toEqual(['there']);
  });

  test('follows what others record while the past is looked at, too', async () => {
    served.model.change({ asOf: Date.parse('2025-08-01T00:00:00Z') });
    const writing = await correcting();
    await until(() => says(writing, 'first'));
    await correctTitle('theirs');
    await until(() => says(writing, 'theirs'));
    expect(served.model.live.value).toEqual({ kind: 'paused', unseen: 1 });
  });

  test('is asked again by itself when the server is back', async () => {
    const writing = await correcting();
    await until(() => says(writing, 'first'));
    await served.setServing(false);
    await until(() => served.model.live.value.kind === 'reconnecting');
    withReason(writing, 'A wrong title, told again');
    await until(() => writing.preview.value.state === 'failed');
    await served.setServing(true);
    await until(() => says(writing, 'first') && writing.preview.value.state === 'there');
  });

  test('is asked again when that is asked for; what it was refused for is wrong no more', async () => {
    let isRefused = true;
    const pointer = '/correct/data/title';
    beforePreviews(async () => {
      if (isRefused) throw new TimelineError('invalid-event', `X at ${pointer}: is taken`, { pointer });
    });
    const writing = await correcting();
    await until(() => writing.preview.value.state === 'failed');
    expect(writing.faults.value).toEqual([{ pointer: '/data/title', sentence: 'Is taken.' }]);
    isRefused = false;
    writing.previewAgain();
    await until(() => says(writing, 'first'));
    expect(writing.faults.value).toEqual([]);
  });

  test('is not given up for what is recorded while it is on its way: a busy log would leave none', async () => {
    const held = Promise.withResolvers<void>();
    const signals: (AbortSignal | undefined)[] = [];
    beforePreviews(async (signal) => {
      signals.push(signal);
      await held.promise;
    });
    const writing = await correcting();
    await until(() => signals.length === 1);
    await served.timeline.append('statements-a', [said('other', '2025-07-02T00:00:00Z')]);
    await until(() => served.model.head.value.position === 2);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
    // What is typed does give it up.
    withReason(writing, 'Another reason');
    await until(() => signals[0]?.aborted === true);
    held.resolve();
    await until(() => says(writing, 'first'));
  });
});
