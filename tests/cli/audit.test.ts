import { writeFileSync } from 'node:fs';

import { afterAll, describe, expect, test } from 'vitest';

import { openAccess } from '../../src/access/open.ts';
import { asof } from '../support/cli.ts';
import { serveStore } from '../support/served-store.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());
const note = ['notes-a', '--type', 'NoteAdded', '--occurred', '2025', '--data', '{"title":"A note"}'];
const key = ['--idempotency-key', String.raw`my "own\ key`];

/** Runs a command that must succeed and returns its JSON. */
async function json(...args: readonly string[]) {
  const { code, out, err } = await asof([...args, '--json'], { fetch });
  expect([code, out === ''], err).toEqual([0, false]);
  return { answer: JSON.parse(out), said: err };
}

describe('what the command line records in a store', () => {
  test('is signed with the account it runs as, each import as one', async () => {
    const at = ['--store', `sqlite:${folder.file()}`];
    const lines = ['a', 'b'].map((id) =>
      JSON.stringify({
        specversion: '1.0',
        id,
        type: 'NoteAdded',
        subject: 'notes-b',
        occurred: '2025',
        data: { title: id },
      }),
    );
    const file = folder.file().replace(/db$/, 'jsonl');
    writeFileSync(file, lines.join('\n'));
    await json('import', file, ...at);
    await json('import', file, ...at);
    await json('append', ...note, '--id', 'n', ...at);
    await json('correct', 'n', '--reason', 'r', '--occurred', '2024', ...at);
    await json('retract', 'n', '--reason', 'r', ...at);
    const { answer } = await json('audit', ...at);
    const by = 'os:tester';
    expect(answer).toMatchObject({
      entries: [
        { number: 1, action: 'import', by, first: 1, last: 2 },
        { number: 2, action: 'append', by, stream: 'notes-a', first: 3, last: 3 },
        { number: 3, action: 'correct', by, target: 'n', first: 4 },
        { number: 4, action: 'retract', by, target: 'n', first: 5 },
      ],
    });
    expect(answer.entries).toHaveLength(4);
    const shown = await asof(['audit', '--limit', '3', ...at]);
    expect(shown.out).toMatch(/^NUMBER +RECORDED +BY +ACTION +WHAT +POSITIONS +KEY\n/);
    expect(shown.out).toMatch(/1 .* os:tester +import +1 to 2\n/);
    expect(shown.out).toMatch(/3 .* os:tester +correct +n in notes-a +4\n/);
    expect(shown.err).toBe('There is more: the same with --after 3\n');
  });

  test('stands beside what was done to tokens', async () => {
    const store = `sqlite:${folder.file()}`;
    await json('append', ...note, '--store', store);
    const access = openAccess(store);
    access.create({ name: 'desk', scopes: ['read'] }, 'os:ann');
    access.close();
    const { answer } = await json('audit', '--store', store);
    expect(answer.tokens).toMatchObject([
      { action: 'created', name: 'desk', by: 'os:ann', scopes: ['read'] },
    ]);
    expect((await asof(['audit', '--store', store])).out).toMatch(/os:ann +created +\S+ +desk +read\n/);
  });
});

test('a request with an idempotency key is recorded once, in a store and at a server', async () => {
  const served = await serveStore();
  try {
    for (const at of [
      ['--store', `sqlite:${folder.file()}`],
      ['--url', served.url],
    ]) {
      const first = await json('append', ...note, ...key, ...at);
      const again = await json('append', ...note, ...key, ...at);
      expect(again.answer).toEqual(first.answer);
      expect(again.said).toContain('nothing was written');
      const id = first.answer.events[0].id;
      for (const act of ['correct', 'retract']) {
        const args = [act, id, '--reason', 'r', ...(act === 'correct' ? ['--occurred', '2024'] : [])];
        const once = await json(...args, '--idempotency-key', act, ...at);
        expect((await json(...args, '--idempotency-key', act, ...at)).answer).toEqual(once.answer);
      }
      const other = await asof(['append', ...note, '--expected-revision', '0', ...key, ...at], { fetch });
      expect([other.code, other.err]).toEqual([4, expect.stringContaining('idempotency-key-reused')]);
      const { answer } = await json('audit', ...at);
      expect(answer.entries).toMatchObject([
        { idempotencyKey: key[1] },
        { action: 'correct' },
        { action: 'retract' },
      ]);
    }
  } finally {
    await served.close();
  }
});

test('a key of characters that cannot be printed is refused', async () => {
  const { code, err } = await asof(['append', ...note, '--idempotency-key', 'é', '--store', 'memory:']);
  expect([code, err]).toEqual([2, expect.stringContaining('invalid-request')]);
});
