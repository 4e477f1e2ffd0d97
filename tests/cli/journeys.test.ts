import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'asof-journeys-'));
const store = `sqlite:${join(folder, 'asof.db')}`;
const call = '0197d69e-6fc8-78e1-90af-a33f7f8afe8b';

function start(...words: readonly string[]) {
  return spawn(process.execPath, [join(root, 'src', 'main.ts'), ...words], {
    cwd: folder,
    env: { ...process.env, ASOF_STORE: store },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function asof(...words: readonly string[]) {
  const child = start(...words);
  const [out, talk, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), out, talk };
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a newcomer', () => {
  let server: ReturnType<typeof start>;
  let url = '';

  beforeAll(async () => {
    server = start('serve', '--port', String(41_000 + (process.pid % 20_000)));
    for await (const chunk of server.stdout) {
      url = /at (http:\S+) /.exec(String(chunk))?.[1] ?? url;
      if (url !== '') break;
    }
  });

  test('is served the founding timeline and three questions to try, and each has an answer', async () => {
    const answers = await Promise.all(
      ['2025-07-02T12:00:00Z', '2025-07-03T23:30:00Z', '2025-07-05T00:00:00Z'].map(async (asOf) => {
        const response = await fetch(`${url}/v1/projections/situation?asOf=${asOf}`);
        expect(response.status).toBe(200);
        return response.text();
      }),
    );
    expect(answers.map((answer) => answer.includes('539'))).toEqual([false, true, true]);
  });

  test('reads the store while the server runs, and gets the same answer through either door', async () => {
    const moment = ['--as-of', '2025-07-05T00:00:00Z', '--known-at', '34', '--json'];
    const [direct, served] = await Promise.all([
      asof('state', 'situation', ...moment),
      asof('state', 'situation', ...moment, '--url', url),
    ]);
    expect(direct.code).toBe(0);
    expect(served.out).toBe(direct.out);
    expect(JSON.parse(direct.out)).toMatchObject({
      state: { casualties: { killed: { best: 1 }, injured: { best: 26 } } },
    });
  });

  test('is refused a second writer, who is told the holder', async () => {
    const { code, talk } = await asof(
      'append',
      'notes-mine',
      '--type',
      'NoteAdded',
      '--occurred',
      '2025',
      '--data',
      '{"title":"x"}',
    );
    expect(code).toBe(7);
    expect(talk).toMatch(/in use by process \d+ on .* \(store-in-use\)/);
  });

  test('appends, corrects and retracts through the server, and sees each on its side of its position', async () => {
    const append = [
      'append',
      'notes-mine',
      '--type',
      'NoteAdded',
      '--occurred',
      '2025-07-06',
      '--data',
      '{"title":"Mine"}',
      '--json',
      '--url',
      url,
    ];
    const appended: { events: { id: string; position: number }[] } = JSON.parse((await asof(...append)).out);
    const { id = '', position = 0 } = appended.events[0] ?? {};
    await asof('correct', id, '--reason', 'a slip', '--data', '{"title":"Mine, corrected"}', '--url', url);
    await asof('retract', id, '--reason', 'not mine', '--source', 'Me', '--url', url);
    const titles = await Promise.all(
      [position - 1, position, position + 1, position + 2].map(async (knownAt) => {
        const { out } = await asof(
          'timeline',
          '--stream',
          'notes-mine',
          '--known-at',
          String(knownAt),
          '--ndjson',
          '--url',
          url,
        );
        return out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line).data.title);
      }),
    );
    expect(titles).toEqual([[], ['Mine'], ['Mine, corrected'], []]);
  });

  test('stops the server with a signal, and it ends with code 0', async () => {
    server.kill('SIGTERM');
    expect(await once(server, 'exit')).toEqual([0, null]);
  });
});

describe('whoever scripts it', () => {
  test('finds the role as printed before the correction, and as corrected after it', async () => {
    expect([await roleAt('2025-07-05T08:29:59Z'), await roleAt('2025-07-05T08:30:00Z')]).toEqual([
      'former president',
      'president',
    ]);
  });

  test('exports a log and imports it elsewhere, and verifies that the chain is the same', async () => {
    const file = join(folder, 'log.jsonl');
    const copy = `sqlite:${join(folder, 'copy.db')}`;
    expect((await asof('export', '--out', file)).code).toBe(0);
    expect((await asof('import', file, '--store', copy, '--dry-run')).out).toMatch(
      /^37 would be recorded, 0 there already/,
    );
    expect((await asof('import', file, '--store', copy)).out).toMatch(
      /^37 recorded, 0 there already, position 37/,
    );
    expect((await asof('import', file, '--store', copy)).out).toMatch(
      /^0 recorded, 37 there already, position 37/,
    );
    const [one, other] = await Promise.all([asof('verify'), asof('verify', '--store', copy)]);
    expect(one.code).toBe(0);
    expect(other.out).toBe(one.out);
    const streams = join(folder, 'streams');
    expect((await asof('export', '--dir', streams)).code).toBe(0);
    expect(readFileSync(join(streams, 'strikes', 'kyiv.jsonl'), 'utf8')).toBe(
      readFileSync(join(root, 'streams', 'strikes', 'kyiv.jsonl'), 'utf8'),
    );
  });

  test('is told the line at fault, and nothing is written', async () => {
    const file = join(folder, 'cut.jsonl');
    const whole = readFileSync(join(root, 'streams', 'strikes', 'kyiv.jsonl'), 'utf8');
    writeFileSync(file, whole.slice(0, -20));
    const fresh = `sqlite:${join(folder, 'fresh.db')}`;
    const { code, talk } = await asof('import', file, '--store', fresh);
    expect(code).toBe(2);
    expect(talk).toMatch(/line 4/);
    expect(JSON.parse((await asof('streams', '--store', fresh, '--json')).out)).toMatchObject({
      streams: [],
    });
  });

  test('may stop reading', async () => {
    const child = start('export');
    child.stdout.destroy();
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
  });
});

async function roleAt(knownAt: string): Promise<unknown> {
  const { out } = await asof('event', call, '--known-at', knownAt, '--json');
  return JSON.parse(out).data.participants[0].role;
}
