import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { CloudEvent, Proposed } from '../../src/client/index.ts';
import { TimelineError } from '../../src/client/index.ts';
import { cameBetween } from '../../src/web/write/work/between.ts';
import { openAbout } from '../../src/web/write/work/opening.ts';
import { saysTheSame } from '../../src/web/write/work/says-the-same.ts';
import type { Writing } from '../../src/web/write/work/writing.ts';
import { said } from './served-model.ts';
import type { ServedWriting } from './write-served.ts';
import { serveWriting, withReason } from './write-served.ts';

let served: ServedWriting;

async function correcting(): Promise<Writing> {
  const fact = { id: 'first', subject: 'statements-a' };
  const writing = served.writingOf(await openAbout(served.model.client, 'correct', fact), 'first');
  withReason(writing, 'A wrong title', { title: 'mine' });
  return writing;
}

/** Appends more events than a page has, and than are recorded at once. */
async function appendMany(): Promise<void> {
  const events = Array.from({ length: 1100 }, (_, index) => said(`other-${index}`, '2025-07-02T00:00:00Z'));
  await served.timeline.append('statements-a', events.slice(0, 600));
  await served.timeline.append('statements-a', events.slice(600));
}

describe('what came in between', () => {
  beforeEach(async () => {
    served = await serveWriting();
  });
  afterEach(async () => served.close());

  test('tells of a correction of the same fact, however many events came after it', async () => {
    const writing = await correcting();
    await served.timeline.correct('first', { id: 'theirs', reason: 'Theirs', occurred: '2025-07-03' });
    await appendMany();
    await writing.send();
    const between = writing.between.value;
    expect(between).toMatchObject({ count: 1101, revision: 1101, isAboutSame: true, saysSame: false });
    expect(between?.events.map(({ id }) => id)).toEqual([
      'theirs',
      ...Array.from({ length: 20 }, (_, index) => `other-${1080 + index}`),
    ]);
  });

  test('tells of a correction that aims at another correction of the fact', async () => {
    await served.timeline.correct('first', { id: 'before', reason: 'Before', occurred: '2025-07-03' });
    const writing = await correcting();
    await served.timeline.correct('before', { id: 'theirs', reason: 'Theirs', occurred: '2025-07-04' });
    await writing.send();
    expect(writing.between.value).toMatchObject({ count: 1, isAboutSame: true });
  });

  test('is about no fact where a new event is written', async () => {
    const writing = await served.writeNew('second');
    writing.expected.value = { stream: 'statements-a', revision: 0 };
    await served.timeline.correct('first', { reason: 'Theirs', occurred: '2025-07-03' });
    await writing.send();
    expect(writing.between.value).toMatchObject({ count: 1, isAboutSame: false, saysSame: false });
  });

  test('is nothing where the stream has fewer events than were expected', async () => {
    const { client } = served.model;
    const proposed: Proposed = { retract: { id: 'first', reason: 'x' } };
    const sought = { proposed, fact: '' };
    expect(await cameBetween(client, { stream: 'statements-a', revision: 7 }, sought)).toMatchObject({
      events: [],
      count: 0,
      revision: 0,
    });
  });

  test('shows one\u2019s own event, which had arrived although its answer was lost', async () => {
    const writing = await correcting();
    // Another form of the same fact has other keys.
    const other = await correcting();
    const { client } = served.model;
    const correct = client.correct.bind(client);
    let isCut = true;
    Object.assign(client, {
      async correct(...sent: Parameters<typeof correct>) {
        const answer = await correct(...sent);
        if (!isCut) return answer;
        isCut = false;
        throw new TimelineError('store-unreachable', 'No Asof answers');
      },
    });
    await writing.send();
    await other.send();
    expect(other.between.value).toMatchObject({ count: 1, isAboutSame: true, saysSame: true });
  });
});

const event = (type: string, data: object, occurred = '2025-07-02'): CloudEvent =>
  ({ id: 'x', type, occurred, data }) as CloudEvent;

describe('an event says the same', () => {
  const correct = { correct: { id: 'first', reason: 'why', occurred: '2025', data: { title: 'a', b: 1 } } };
  const corrected = { target: 'first', reason: 'why', occurred: '2025', data: { b: 1, title: 'a' } };
  const append = {
    append: { stream: 's-1', event: { type: 'NoteAdded', occurred: '2025-07-02', data: { title: 'a' } } },
  };

  test.each<[string, Proposed, CloudEvent, boolean]>([
    ['as a correction of the same', correct, event('FactCorrected', corrected), true],
    ['but not for another reason', correct, event('FactCorrected', { ...corrected, reason: 'x' }), false],
    ['but not of another fact', correct, event('FactCorrected', { ...corrected, target: 'x' }), false],
    ['but not of another time', correct, event('FactCorrected', { ...corrected, occurred: '2024' }), false],
    ['but not to another title', correct, event('FactCorrected', { ...corrected, data: {} }), false],
    [
      'as a retraction for the same reason',
      { retract: { id: 'first', reason: 'why' } },
      event('FactRetracted', { target: 'first', reason: 'why' }),
      true,
    ],
    [
      'but a correction is no retraction',
      { retract: { id: 'first', reason: 'why' } },
      event('FactCorrected', { target: 'first', reason: 'why' }),
      false,
    ],
    [
      'as a reinstatement for the same reason',
      { correct: { id: 'first', reason: 'why' } },
      event('FactCorrected', { target: 'first', reason: 'why' }),
      true,
    ],
    ['as a new event of the same title', append, event('NoteAdded', { title: 'a', about: [] }), true],
    ['but not of another title', append, event('NoteAdded', { title: 'b' }), false],
    ['but not of another time', append, event('NoteAdded', { title: 'a' }, '2025'), false],
  ])('%s', (_name, proposed, one, isSame) => {
    expect(saysTheSame(one, proposed)).toBe(isSame);
  });
});
