import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import { TimelineError } from '../../src/client/index.ts';
import { keepDraft, keptDraft } from '../../src/web/write/work/drafts.ts';
import { sendAndSettle } from '../../src/web/write/work/settling.ts';
import { said, until } from './served-model.ts';
import type { BegunForm, ServedWriting } from './write-served.ts';
import { serveWriting, withReason, writeStatement } from './write-served.ts';

let served: ServedWriting;
let window: EventTarget;
beforeEach(async () => {
  window = new EventTarget();
  vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
  vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
  served = await serveWriting();
});
afterEach(async () => {
  await served.close();
  vi.unstubAllGlobals();
});

/** Whether leaving the page asks first. */
const asksOnLeaving = (): boolean => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

const log = async () => Array.fromAsync(served.model.client.log());

/** Begins a new event, and writes it. */
async function beginNew(title: string): Promise<BegunForm> {
  const form = await served.begin('append');
  await writeStatement(served.model.client, form.writing, title);
  return form;
}

/** Lets the next answers to requests of one kind go missing, though the server does what they ask for. */
function loseAnswers(name: 'append' | 'correct', times: number): void {
  const { client } = served.model;
  const ask = client[name].bind(client) as (...sent: unknown[]) => Promise<unknown>;
  let left = times;
  Object.assign(client, {
    async [name](...sent: unknown[]) {
      const answer = await ask(...sent);
      left -= 1;
      if (left < 0) return answer;
      throw new TimelineError('store-unreachable', 'No Asof answers');
    },
  });
}

/** Holds back the answers to appends until they are let go. */
function holdAppends(): () => void {
  const { client } = served.model;
  const append = client.append.bind(client);
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.assign(client, {
    async append(...sent: Parameters<Client['append']>) {
      const answer = await append(...sent).catch((error: unknown) => error);
      await promise;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return resolve;
}

/** Sends a form, as the dialog does. */
function settling(form: BegunForm) {
  const closed = vi.fn<() => void>();
  let isOpen = true;
  const { model } = served;
  const settled = sendAndSettle({ ...form, model, fact: undefined, isOpen: () => isOpen, close: closed });
  return {
    settled,
    closed,
    leave() {
      isOpen = false;
      form.leave();
    },
  };
}

describe('an answer', () => {
  test('that comes while its form is open closes it, shows the event, and forgets the draft', async () => {
    const form = await beginNew('second');
    expect(asksOnLeaving()).toBe(true);
    const { settled, closed } = settling(form);
    await settled;
    expect(closed).toHaveBeenCalledOnce();
    expect(served.model.told.value?.sentence).toBe('Recorded: second');
    expect(served.model.view.value).toMatchObject({ panel: 'fact', selected: (await log())[1]?.id });
    expect(keptDraft(served.model.client, 'append')).toBeUndefined();
    expect(asksOnLeaving()).toBe(false);
  });

  test('that comes after its form was left tells so, and leaves what is written by then alone', async () => {
    const letGo = holdAppends();
    const { settled, closed, leave } = settling(await beginNew('second'));
    await until(() => served.asked.some((path) => path.startsWith('/v1/streams/statements-a/events')));
    leave();
    const other = await beginNew('third');
    const before = served.model.view.value;
    letGo();
    await settled;
    expect(closed).not.toHaveBeenCalled();
    expect(served.model.told.value?.sentence).toBe('Recorded: second');
    expect(served.model.view.value).toEqual(before);
    expect(keptDraft(served.model.client, 'append')?.draft).toBe(other.writing.draft.peek());
    expect(asksOnLeaving()).toBe(true);
  });

  test('that comes after its form was left forgets the draft that was recorded', async () => {
    const letGo = holdAppends();
    const { settled, leave } = settling(await beginNew('second'));
    leave();
    letGo();
    await settled;
    expect(keptDraft(served.model.client, 'append')).toBeUndefined();
    expect(asksOnLeaving()).toBe(false);
  });

  test('leaves what was written since it was asked for, and says so', async () => {
    const letGo = holdAppends();
    const form = await beginNew('second');
    const { settled } = settling(form);
    await writeStatement(served.model.client, form.writing, 'more');
    letGo();
    await settled;
    expect(served.model.told.value?.sentence).toBe(
      'Recorded: second. What you wrote is kept until you leave the page.',
    );
    expect(keptDraft(served.model.client, 'append')?.draft.value).toMatchObject({ data: { title: 'more' } });
    expect((await log()).map(({ data }) => data['title'])).toEqual(['first', 'second']);
  });

  test('that never comes is told as such after the form was left, and the draft stays', async () => {
    loseAnswers('append', 1);
    const letGo = holdAppends();
    const { settled, leave } = settling(await beginNew('second'));
    leave();
    letGo();
    await settled;
    expect(served.model.told.value?.sentence).toMatch(
      /^Not recorded: second\. The server does not answer\. Open the form again/,
    );
    expect(keptDraft(served.model.client, 'append')).toBeDefined();
  });

  test('that refuses is told as such after the form was left: who was faster, or what is wrong', async () => {
    const form = await beginNew('second');
    form.writing.expected.value = { stream: 'statements-a', revision: 0 };
    await served.timeline.append('statements-a', [said('faster', '2025-07-01T01:00:00Z')]);
    const { settled, leave } = settling(form);
    leave();
    await settled;
    expect(served.model.told.value?.sentence).toBe(
      'Not recorded: second. Someone was faster. Open the form again to see what came in between.',
    );
    expect(await log()).toHaveLength(2);
  });
});

describe('a draft that was left', () => {
  test('has the keys of its requests: sent again from another form, it is recorded once', async () => {
    loseAnswers('correct', 1);
    const form = await served.begin('correct');
    withReason(form.writing, 'A wrong title', { title: 'mine' });
    expect(await form.writing.send()).toBeUndefined();
    expect(form.writing.stand.value).toBe('lost');
    form.leave();
    const again = await served.begin('correct');
    expect(again.isGoneOn).toBe(true);
    expect(await again.writing.send()).toMatchObject({ repeated: true });
    expect((await log()).map(({ type }) => type)).toEqual(['StatementMade', 'FactCorrected']);
  });

  test('goes on with the schema of its type, and with where its stream was', async () => {
    const form = await beginNew('second');
    form.writing.expected.value = { stream: 'statements-a', revision: 0 };
    form.leave();
    await served.timeline.append('statements-a', [said('faster', '2025-07-01T01:00:00Z')]);
    const { writing, isGoneOn } = await served.begin('append');
    expect(isGoneOn).toBe(true);
    expect(writing.faults.value).toEqual([]);
    await writing.send();
    expect(writing.between.value).toMatchObject({ count: 1, events: [{ id: 'faster' }] });
  });

  test('keeps what does not hold of its JSON', async () => {
    const form = await served.begin('append');
    form.writing.asJson.show(true);
    expect(asksOnLeaving()).toBe(false);
    form.writing.asJson.type('{ "data":');
    expect(asksOnLeaving()).toBe(true);
    form.leave();
    const { writing } = await served.begin('append');
    expect(writing.asJson.json.value?.text).toBe('{ "data":');
    expect(writing.faults.value).toHaveLength(1);
  });

  test('stays, and is told of, while its fact is retracted, and is gone on with when it counts again', async () => {
    const form = await served.begin('correct');
    withReason(form.writing, 'A wrong title', { title: 'mine' });
    form.leave();
    await served.timeline.retract('first', { reason: 'Told twice' });

    const reinstating = await served.begin('correct');
    expect(reinstating.writing.opened.kind).toBe('reinstate');
    expect(reinstating).toMatchObject({ isGoneOn: false, waiting: ['correct'] });
    expect(reinstating.writing.draft.value.value).toEqual({});
    withReason(reinstating.writing, 'It was right');
    expect(await reinstating.writing.send()).toBeDefined();
    reinstating.leave();
    expect(keptDraft(served.model.client, 'correct first')).toBeDefined();
    keepDraft(served.model.client, reinstating.name, undefined);

    const again = await served.begin('correct');
    expect(again).toMatchObject({ isGoneOn: true, waiting: [] });
    expect(again.writing.draft.value.value).toMatchObject({
      reason: 'A wrong title',
      data: { title: 'mine' },
    });
    // What came in between is not overlooked.
    expect(await again.writing.send()).toBeUndefined();
    expect(again.writing.between.value).toMatchObject({ count: 2, isAboutSame: true });
  });

  test('is of what can be written about a fact, whatever was asked for', async () => {
    await served.timeline.retract('first', { reason: 'Told twice' });
    const form = await served.begin('correct');
    withReason(form.writing, 'It was right');
    form.leave();
    expect((await served.begin('reinstate')).writing.draft.value.value).toMatchObject({
      reason: 'It was right',
    });
    await served.timeline.correct('first', { reason: 'Reinstated by another' });
    expect(await served.begin('retract')).toMatchObject({ isGoneOn: false, waiting: ['reinstate'] });
  });
});
