import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/client/index.ts';
import type { PageModel } from '../../src/web/model.ts';
import { createPermission } from '../../src/web/model/permission.ts';
import type { Fault } from '../../src/web/write/form/fault.ts';
import type { WriteKind } from '../../src/web/write/form/form-schema.ts';
import { createChoosing } from '../../src/web/write/work/choosing.ts';
import { emptyDraft, hasInput, ofType } from '../../src/web/write/work/draft.ts';
import { schemaOfType } from '../../src/web/write/work/event-types.ts';
import { openAbout, openAppend } from '../../src/web/write/work/opening.ts';
import { faultOfRefusal } from '../../src/web/write/work/refusal.ts';
import { createRequestKeys } from '../../src/web/write/work/request-key.ts';
import type { Writing } from '../../src/web/write/work/writing.ts';
import { said, until } from './served-model.ts';
import type { ServedWriting } from './write-served.ts';
import { serveWriting, withReason } from './write-served.ts';

let served: ServedWriting;
beforeEach(async () => {
  served = await serveWriting();
});
afterEach(async () => served.close());

const writeNew = async (title: string): Promise<Writing> => served.writeNew(title);

async function writeAbout(kind: Exclude<WriteKind, 'append'>, id = 'first'): Promise<Writing> {
  const fact = { id, subject: 'statements-a' };
  return served.writingOf(await openAbout(served.model.client, kind, fact), id);
}

const titles = async (): Promise<readonly unknown[]> =>
  (await Array.fromAsync(served.model.client.log())).map(({ data }) => data['title'] ?? data['reason']);

describe('a new event', () => {
  test('is previewed before it is recorded, and then is what was previewed', async () => {
    const writing = await writeNew('second');
    await until(() => writing.preview.value.state === 'there');
    const [situation] = writing.preview.value.answer ?? [];
    expect(situation).toMatchObject({ projection: 'situation', standing: 'past' });
    expect(situation?.differences.map(({ after }) => after)).toContainEqual(
      expect.objectContaining({ title: 'second' }),
    );
    expect(await titles()).toEqual(['first']);
    const appended = await writing.send();
    expect(appended).toMatchObject({ repeated: false, events: [{ revision: 1 }] });
    expect(await titles()).toEqual(['first', 'second']);
    const { state } = await served.model.client.state<{ statements: { title: string }[] }>('situation');
    expect(state.statements.map(({ title }) => title)).toContain('second');
  });

  test('lacks a stream, a type, a time and what the schema asks for until they are there', async () => {
    const { client } = served.model;
    const writing = served.writingOf(await openAppend(client));
    expect(writing.faults.value.map(({ pointer }) => pointer)).toEqual(['/stream', '/type']);
    const filled = await writeNew('x');
    expect(filled.faults.value).toEqual([]);
    filled.change({ ...filled.draft.peek(), stream: 'nocategory', value: { data: { title: '' } } });
    expect(filled.faults.value.map(({ pointer }) => pointer)).toEqual([
      '/stream',
      '/occurred',
      '/data/title',
    ]);
    expect(await filled.send()).toBeUndefined();
    expect(await titles()).toEqual(['first']);
  });

  test('is recorded once, although its answer was lost and it was sent again', async () => {
    const writing = await writeNew('second');
    const { client } = served.model;
    let isCut = true;
    const append = client.append.bind(client);
    Object.assign(client, {
      async append(...sent: Parameters<typeof append>) {
        const answer = await append(...sent);
        if (!isCut) return answer;
        isCut = false;
        throw new TimelineError('store-unreachable', 'No Asof answers');
      },
    });
    expect(await writing.send()).toBeUndefined();
    expect(writing.stand.value).toBe('lost');
    expect(writing.draft.value.value['occurred']).toBe('2025-07-02');
    expect(await writing.send()).toMatchObject({ repeated: true });
    expect(writing.stand.value).toBe('open');
    expect(await titles()).toEqual(['first', 'second']);
  });

  test('is not recorded where somebody was faster, and says who; then it stands on top', async () => {
    const writing = await writeNew('second');
    writing.expected.value = { stream: 'statements-a', revision: 0 };
    await served.timeline.append('statements-a', [said('faster', '2025-07-01T01:00:00Z')]);
    expect(await writing.send()).toBeUndefined();
    expect(writing.between.value?.events.map(({ id }) => id)).toEqual(['faster']);
    expect(await titles()).toEqual(['first', 'faster']);
    writing.expected.value = { stream: 'statements-a', revision: writing.between.value?.revision ?? 'none' };
    expect(await writing.send()).toMatchObject({ events: [{ revision: 2 }] });
    expect(writing.between.value).toBeUndefined();
  });

  test('is of a new stream only as long as there is none', async () => {
    const writing = await writeNew('second');
    writing.change({ ...writing.draft.peek(), stream: 'statements-b' });
    writing.expected.value = { stream: 'statements-b', revision: 'none' };
    await served.timeline.append('statements-b', [said('faster', '2025-07-01T01:00:00Z')]);
    await writing.send();
    expect(writing.between.value).toMatchObject({ revision: 0, events: [{ id: 'faster' }] });
  });

  test('is of the type that was chosen last, in whatever order their schemas arrive', async () => {
    const { client } = served.model;
    const writing = await writeNew('second');
    const ready = new Map<string, () => void>();
    const failing = new Set<string>();
    const choose = createChoosing(
      {
        async get<Answer>(path: string) {
          const { promise, resolve } = Promise.withResolvers<void>();
          ready.set(path.split('/').at(-2) ?? '', resolve);
          await promise;
          if (failing.has(path)) throw new Error('not there');
          return client.get<Answer>(path);
        },
      },
      writing,
    );
    const first = choose('StatementMade');
    const second = choose('NoteAdded');
    ready.get('NoteAdded')?.();
    await second;
    ready.get('StatementMade')?.();
    await first;
    expect(writing.draft.value.type).toBe('NoteAdded');
    expect(writing.schema.value).toEqual(await schemaOfType(client, { type: 'NoteAdded', version: 1 }));

    // One that fails is told only while it is the last.
    failing.add('/v1/schemas/StatementMade/1');
    const gone = choose('StatementMade');
    const last = choose('NoteAdded');
    for (const resolve of ready.values()) resolve();
    await Promise.all([gone, last]);
    const told = choose('StatementMade');
    ready.get('StatementMade')?.();
    await expect(told).rejects.toThrow('not there');
    expect(writing.draft.value.type).toBe('NoteAdded');
  });

  test('keeps what it says in common when its type is another', async () => {
    const { client } = served.model;
    const note = await schemaOfType(client, { type: 'NoteAdded', version: 1 });
    const data = { title: 'x', statement: 'y', about: ['actor:a'] };
    const draft = ofType({ ...emptyDraft, value: { occurred: '2025', data } }, 'NoteAdded', note);
    expect(draft.value).toEqual({ occurred: '2025', data: { title: 'x', about: ['actor:a'], sources: [] } });
    expect([hasInput(draft, 'append'), hasInput(ofType(emptyDraft, 'NoteAdded', note), 'append')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('what is written about a fact', () => {
  test('corrects it, with what was changed alone, and is refused while nothing is', async () => {
    const writing = await writeAbout('correct');
    withReason(writing, 'A wrong title');
    expect(writing.faults.value).toEqual([{ pointer: '', sentence: 'Nothing is changed yet.' }]);
    withReason(writing, 'A wrong title', { title: 'corrected' });
    await until(() => writing.preview.value.state === 'there');
    await writing.send();
    const fact = await served.model.client.fact('first');
    expect(fact).toMatchObject({
      status: 'corrected',
      data: { title: 'corrected' },
      occurred: '2025-07-01T00:00:00Z',
    });
    expect(fact.readings.at(-1)).toMatchObject({ reason: 'A wrong title' });
  });

  test('retracts it, and reinstates it; what it can do follows how the fact is now', async () => {
    const retracting = await writeAbout('retract');
    expect(retracting.faults.value.map(({ pointer }) => pointer)).toEqual(['/reason']);
    withReason(retracting, 'Told twice');
    await until(() => retracting.preview.value.state === 'there');
    expect(retracting.preview.value.answer?.[0]?.standing).toBe('retracted');
    await retracting.send();
    const again = await writeAbout('correct');
    expect(again.opened.kind).toBe('reinstate');
    withReason(again, 'It was right');
    await again.send();
    expect(await served.model.client.fact('first')).toMatchObject({
      status: 'reinstated',
      data: { title: 'first' },
    });
    expect((await writeAbout('reinstate')).opened.kind).toBe('correct');
  });

  test('tells which event about the same fact came in between', async () => {
    const writing = await writeAbout('correct');
    withReason(writing, 'A wrong title', { title: 'mine' });
    await served.timeline.correct('first', { reason: 'faster', occurred: '2025-07-03' });
    await writing.send();
    expect(writing.between.value?.events).toMatchObject([
      { type: 'FactCorrected', data: { target: 'first' } },
    ]);
    expect((await served.model.client.fact('first')).data['title']).toBe('first');
  });
});

/** Where the form has a refusal that the server puts at a pointer. */
function refusal(pointer: string, kind: WriteKind): Fault {
  return faultOfRefusal(new TimelineError('invalid-event', `X at ${pointer}: is wrong`, { pointer }), kind);
}

/** A server that says what a caller may do. */
function saying(may: readonly string[]): Pick<PageModel['client'], 'get'> {
  return { get: async <Answer>() => ({ may }) as Answer };
}

const worldOf = (client: Pick<PageModel['client'], 'get'>) => ({
  client,
  wait: async () => undefined,
  ending: new AbortController().signal,
});

describe('a refusal of the server', () => {
  test.each<[string, WriteKind, string]>([
    ['/data/title', 'append', '/data/title'],
    ['/append/event/occurred', 'append', '/occurred'],
    ['/append/stream', 'append', '/stream'],
    ['/data/data/title', 'correct', '/data/title'],
    ['/data/reason', 'correct', '/reason'],
    ['/correct/sources/0/publisher', 'correct', '/sources/0/publisher'],
    ['/retract/reason', 'retract', '/reason'],
  ])('at %s of what is sent (%s) stands at the field %s', (pointer, kind, field) => {
    expect(refusal(pointer, kind)).toEqual({ pointer: field, sentence: 'Is wrong.' });
  });

  test('that is of no field is told of the whole form', () => {
    const missing = new TimelineError('scope-missing', 'The token does not allow this', { scope: 'append' });
    expect(faultOfRefusal(missing, 'append')).toEqual({
      pointer: '',
      sentence: 'The token does not allow this.',
    });
    expect(faultOfRefusal(new TimelineError('invalid-time', 'No time', {}), 'append').pointer).toBe(
      '/occurred',
    );
  });

  test('of a schema that the form does not know all of is put at its field', async () => {
    const writing = await writeNew('second');
    // A schema that asks for less than the server does.
    writing.schema.value = { type: 'object', properties: { title: { type: 'string' } } };
    const draft = writing.draft.peek();
    writing.change({ ...draft, value: { ...draft.value, data: { title: '' } } });
    await until(() => writing.faults.value.length > 0);
    expect(writing.faults.value).toMatchObject([{ pointer: '/data/title' }]);
  });
});

describe('the key of a request', () => {
  test('is the same for the same request and another for another', () => {
    let made = 0;
    const keyOf = createRequestKeys(() => `key-${(made += 1)}`);
    expect([{ a: 1 }, { a: 1 }, { a: 2 }, { a: 1 }].map(keyOf)).toEqual(['key-1', 'key-1', 'key-2', 'key-3']);
  });
});

describe('what the page may do', () => {
  test('is what the server says', async () => {
    const returns = signal(0);
    const may = createPermission(worldOf(served.model.client), returns);
    const readOnly = createPermission(worldOf(saying(['read'])), returns);
    const admin = createPermission(worldOf(saying(['admin'])), returns);
    const all = [may, readOnly, admin];
    expect(all.map(({ value }) => value.isKnown)).toEqual([false, false, false]);
    returns.value = 1;
    await until(() => all.every(({ value }) => value.isKnown));
    expect(all.map(({ value }) => value)).toEqual([
      { isKnown: true, append: true, correct: true },
      { isKnown: true, append: false, correct: false },
      { isKnown: true, append: true, correct: true },
    ]);
  });
});
