import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { ofType } from '../../src/web/write/work/draft.ts';
import { schemaOfType } from '../../src/web/write/work/event-types.ts';
import type { Writing } from '../../src/web/write/work/writing.ts';
import type { ServedWriting } from './write-served.ts';
import { serveWriting } from './write-served.ts';

let served: ServedWriting;
let writing: Writing;
beforeEach(async () => {
  served = await serveWriting();
  writing = await served.writeNew('second');
  writing.asJson.show(true);
});
afterEach(async () => served.close());

const shown = (): string => writing.asJson.json.peek()?.text ?? '';
const count = async (): Promise<number> => (await Array.fromAsync(served.model.client.log())).length;

describe('a form as JSON', () => {
  test('records nothing while it does not hold, and then what it says', async () => {
    const whole = shown().replace('second', 'typed as JSON');
    writing.asJson.type(whole.slice(0, -1));
    expect(writing.faults.value).toEqual([
      { pointer: '', sentence: expect.stringMatching(/^This is no JSON: /) },
    ]);
    expect(await writing.send()).toBeUndefined();
    writing.asJson.type('[]');
    expect(writing.faults.value).toEqual([{ pointer: '', sentence: 'This must be an object.' }]);
    expect(await writing.send()).toBeUndefined();
    expect(await count()).toBe(1);
    writing.asJson.type(whole);
    expect(writing.faults.value).toEqual([]);
    expect(await writing.send()).toMatchObject({ events: [{ revision: 1 }] });
    const [, event] = await Array.fromAsync(served.model.client.log());
    expect(event?.data['title']).toBe('typed as JSON');
  });

  test('is what is recorded, too, when another event type is chosen while it is open', async () => {
    const note = await schemaOfType(served.model.client, { type: 'NoteAdded', version: 1 });
    writing.schema.value = note;
    writing.change(ofType(writing.draft.peek(), 'NoteAdded', note));
    expect(JSON.parse(shown())).toEqual(writing.draft.peek().value);
    expect(JSON.parse(shown())).not.toHaveProperty(['data', 'speaker']);
  });

  test('keeps how it is typed, and keeps what does not hold when something else is changed', async () => {
    const tight = JSON.stringify(writing.draft.peek().value);
    writing.asJson.type(tight);
    writing.change({ ...writing.draft.peek(), stream: 'statements-b' });
    expect(shown()).toBe(tight);
    writing.asJson.type(`${tight},`);
    const note = await schemaOfType(served.model.client, { type: 'NoteAdded', version: 1 });
    writing.change(ofType(writing.draft.peek(), 'NoteAdded', note));
    expect(shown()).toBe(`${tight},`);
    expect(await writing.send()).toBeUndefined();
  });

  test('is shown by its fields again only when they have it, or when what held last is put back', () => {
    writing.asJson.type('{');
    expect(writing.asJson.show(false)).toBe(false);
    expect(shown()).toBe('{');
    writing.asJson.putBack();
    expect(JSON.parse(shown())).toEqual(writing.draft.peek().value);
    expect(writing.asJson.show(false)).toBe(true);
    expect(writing.asJson.json.peek()).toBeUndefined();
    expect(writing.faults.value).toEqual([]);
  });
});
