import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildServer } from '../../src/api/server.ts';
import type { CliContext } from '../../src/cli/context.ts';
import { run } from '../../src/cli/run.ts';
import type { Timeline } from '../../src/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import type { Ran } from '../support/cli.ts';
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const root = join(import.meta.dirname, '../..');
const streams = join(root, 'streams');
const sirens = join(root, 'examples/sirens');
const temp = makeTempFolder();
afterAll(() => temp.remove());

const note = ['--type', 'NoteAdded', '--occurred', '2025-07-06', '--data', '{"title":"A note"}'];

describe('reading', () => {
  const store = `sqlite:${temp.file()}`;
  let timeline: Timeline;
  let server: ReturnType<typeof buildServer>;
  let url = '';
  beforeAll(async () => {
    await asof(['import', streams, '--store', store]);
    timeline = await openTimeline({ store, readOnly: true, ...news });
    server = buildServer(timeline);
    url = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await timeline.close();
  });
  const moment = ['--as-of', '2025-07-03T23:30:00+00:00', '--known-at', '34'];

  test.each([
    ['state', 'situation', ...moment],
    ['state', 'places', '--key', 'place:kyiv', ...moment, '--certainty', 'certain'],
    ['timeline', ...moment, '--limit', '3'],
    ['timeline', ...moment, '--about', 'place:kyiv', '--about', 'place:odesa', '--order', 'newest-first'],
    ['timeline', ...moment, '--from', '2025-07-02T00:00:00Z', '--type', 'CallHeld', '--query', 'putin trump'],
    ['timeline', ...moment, '--retracted', '--source', 'Founding article'],
    ['event', '0197d69e-6fc8-78e1-90af-a33f7f8afe8b', ...moment],
    ['projections'],
    ['projections', 'actors', ...moment],
    ['streams'],
  ])('gives the same from a store and from a server, and as HTTP answers: %s %s %s', async (...args) => {
    const direct = await asof([...args, '--store', store, '--json']);
    expect(direct).toMatchObject({ code: 0, err: '' });
    expect(await asof([...args, '--url', url, '--json'], { fetch })).toEqual(direct);
    for (const columns of [undefined, 80]) {
      const shown = await asof([...args, '--store', store], columns === undefined ? {} : { columns });
      expect(shown.code).toBe(0);
      expect(shown.out).not.toBe('');
    }
  });

  test('goes on page after page with --ndjson, and stops at a limit', async () => {
    const all = await asof(['timeline', '--as-of', '2030-01-01T00:00:00Z', '--ndjson', '--store', store]);
    expect(lines(all)).toHaveLength(33);
    const some = await asof(
      ['timeline', '--as-of', '2030-01-01T00:00:00Z', '--ndjson', '--limit', '7', '--url', url],
      {
        fetch,
      },
    );
    expect(lines(some)).toEqual(lines(all).slice(0, 7));
  });

  test('lists a stream as recorded, and says where it goes on', async () => {
    const args = ['streams', 'strikes-kyiv', '--from', '1', '--limit', '2'];
    const direct = await asof([...args, '--ndjson', '--store', store]);
    expect(lines(direct)).toEqual(
      readFileSync(join(streams, 'strikes/kyiv.jsonl'), 'utf8').split('\n').slice(1, 3),
    );
    expect(direct.err).toBe('There is more: the same with --from 3\n');
    expect(lines(await asof([...args, '--ndjson', '--url', url], { fetch }))).toEqual(lines(direct));
  });

  test('exports the same log from either', async () => {
    const direct = await asof(['export', '--store', store]);
    expect(lines(direct)).toHaveLength(34);
    expect(await asof(['export', '--url', url], { fetch })).toEqual(direct);
  });

  test('shows a table that fits, bold only on a terminal without NO_COLOR', async () => {
    const args = ['timeline', '--as-of', '2025-07-05T00:00:00Z', '--store', store];
    const narrow = await asof(args, { columns: 100, env: { NO_COLOR: '1' } });
    expect(narrow.out).not.toContain('\u001b');
    expect(Math.max(...narrow.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    expect((await asof(args, { columns: 100 })).out).toContain('\u001b[1m');
    expect((await asof(args)).out).not.toContain('\u001b');
  });

  test('fails with the error that the server names', async () => {
    const missing = await asof(['event', 'nothing', '--url', url], { fetch });
    expect(missing).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/nothing.*\(unknown-event\)\n$/),
    });
    const wrong = await asof(['state', 'situation', '--as-of', 'yesterday', '--url', url, '--json'], {
      fetch,
    });
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.err)).toMatchObject({ type: '/problems/invalid-moment', status: 400 });
  });
});

describe('a server that is none', () => {
  test.each([
    ['nothing answers', async () => Promise.reject(new TypeError('fetch failed'))],
    ['a page answers', async () => new Response('<p>Hello</p>')],
    ['an error page answers', async () => new Response('<p>Oh</p>', { status: 502 })],
    ['another program answers', async () => Response.json({ error: 'no' }, { status: 404 })],
  ])('is not taken for Asof: %s', async (_, fetchIt) => {
    const { code, err } = await asof(['streams', '--url', 'http://127.0.0.1:9'], { fetch: fetchIt });
    expect({ code, err }).toEqual({
      code: 7,
      err: 'asof: No Asof answers at http://127.0.0.1:9 (store-unreachable)\n',
    });
  });

  test('is refused when it is no address, or when a store is named too', async () => {
    for (const args of [
      ['--url', 'sqlite:x'],
      ['--url', 'http://127.0.0.1:9', '--store', 'memory:'],
      ['--url', 'http://127.0.0.1:9', '--module', 'x.ts'],
    ])
      expect(await asof(['streams', ...args])).toMatchObject({
        code: 2,
        err: expect.stringContaining('(invalid-request)'),
      });
  });
});

describe('a command line that is wrong', () => {
  test.each([
    [['nonsense'], 2],
    [['state'], 2],
    [['state', 'situation', '--asof', 'x'], 2],
    [['retract', 'x', '--store', 'memory:'], 2],
    [['timeline', '--limit', 'many'], 2],
    [['timeline', '--limit', '1001', '--store', 'memory:'], 2],
    [['timeline', '--from', '2025', '--store', 'memory:'], 2],
    [['timeline', '--certainty', 'maybe'], 2],
    [['serve', '--port', '65536'], 2],
    [['append', 'notes-a', '--type', 'NoteAdded', '--store', 'memory:'], 2],
    [['append', 'notes', ...note, '--store', 'memory:'], 2],
    [['append', 'notes-a', ...note, '--expected-revision', 'last', '--store', 'memory:'], 2],
    [['append', 'notes-a', ...note, '--expected-revision', '3', '--store', 'memory:'], 4],
    [['state', 'nothing', '--store', 'memory:'], 3],
    [['streams', 'notes-nothing', '--store', 'memory:'], 3],
    [['serve', '--host', '0.0.0.0'], 5],
    [['serve', '--host', '::'], 5],
    [['serve', '--host', '127.0.0.1.example.org'], 5],
    [['import', 'nowhere', '--store', 'memory:'], 3],
    [['import', 'a.txt', '--store', 'memory:'], 3],
  ])('ends with one sentence and the code of its category: %j', async (args, code) => {
    const ran = await asof(args);
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toMatch(/^asof: [^\n]+ \([a-z-]+\)\n$/);
    const asJson = await asof([...args, '--json']);
    if (args[0] === 'serve') return;
    expect(asJson.code).toBe(code);
    expect(JSON.parse(asJson.err)).toMatchObject({ type: expect.stringMatching(/^\/problems\/[a-z-]+$/) });
  });

  test('says how to make a store when the usual one is not there', async () => {
    const ran = await asof(['streams'], { env: { ASOF_STORE: `sqlite:${temp.file()}` } });
    expect(ran).toMatchObject({ code: 3, err: expect.stringContaining('"npm start"') });
    expect(await asof(['correct', 'x', '--reason', 'y', '--store', `sqlite:${temp.file()}`])).toMatchObject({
      code: 3,
    });
  });

  test('shows help without an error, and without a command as a slip', async () => {
    expect(await asof(['--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('timeline'),
    });
    expect(await asof(['import', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('--dry-run'),
    });
    expect(await asof(['--version'])).toMatchObject({ code: 0, out: '0.0.0\n' });
    expect(await asof([])).toMatchObject({ code: 2, out: '' });
  });

  test('tells a bug from an error, and a reader that went away from both', async () => {
    expect(
      await run(['streams', '--store', 'memory:'], failing(Object.assign(new Error('x'), { code: 'EPIPE' }))),
    ).toBe(0);
    expect(await run(['streams', '--store', 'memory:'], failing(new Error('a bug')))).toBe(1);
  });
});

describe('appending', () => {
  test('says of a field that is not there that it is missing', async () => {
    const untitled = ['--type', 'NoteAdded', '--occurred', '2025-07-04', '--data', '{}'];
    expect(await asof(['append', 'notes-a', ...untitled, '--store', 'memory:'])).toMatchObject({
      code: 2,
      err: 'asof: NoteAdded at /data/title: is missing (expected string) (invalid-event)\n',
    });
  });

  test('takes one event by options, from a file, and from standard input, and says where it stands', async () => {
    const store = ['--store', `sqlite:${temp.file()}`];
    const file = join(temp.path, 'events.json');
    writeFileSync(file, JSON.stringify([event('e1'), event('e2')]));
    expect(await asof(['append', 'notes-a', ...note, '--id', 'e0', ...store])).toMatchObject({
      code: 0,
      err: '',
    });
    const second = await asof([
      'append',
      'notes-a',
      '--file',
      file,
      '--expected-revision',
      '0',
      '--json',
      ...store,
    ]);
    expect(JSON.parse(second.out)).toMatchObject({
      position: 3,
      events: [{ id: 'e1', revision: 1 }, { id: 'e2' }],
    });
    const cloudEvent = { specversion: '1.0', ...event('e3') };
    const third = await asof(['append', 'notes-a', ...store], { stdin: JSON.stringify(cloudEvent) });
    expect(third.out).toMatch(/^4\s+notes-a\s+3\s/m);
    const again = await asof(['append', 'notes-a', ...note, '--id', 'e0', ...store]);
    expect(again).toMatchObject({
      code: 0,
      err: 'Recorded before with the same content: nothing was written\n',
    });
    const reused = await asof(['append', 'notes-b', ...note, '--id', 'e0', ...store]);
    expect(reused).toMatchObject({ code: 4, err: expect.stringContaining('(event-id-reused)') });
  });

  test('names what is wrong in a file, and writes nothing', async () => {
    const store = ['--store', `sqlite:${temp.file()}`];
    const stdin = JSON.stringify([event('e1'), { ...event('e2'), occurred: '2025-13' }]);
    const ran = await asof(['append', 'notes-a', '--json', ...store], { stdin });
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.err)).toMatchObject({ type: '/problems/invalid-time', place: 'event 2' });
    expect(JSON.parse((await asof(['streams', '--json', ...store])).out)).toMatchObject({ streams: [] });
  });

  test('is corrected and retracted, each with its source', async () => {
    const store = ['--store', `sqlite:${temp.file()}`];
    await asof(['append', 'notes-a', ...note, '--id', 'e0', ...store]);
    const source = JSON.stringify({ publisher: 'Post', grade: 'B2' });
    const data = '{"title":"Mended"}';
    await asof([
      'correct',
      'e0',
      '--reason',
      'a slip',
      '--data',
      data,
      '--source',
      source,
      '--source',
      'Me',
      ...store,
    ]);
    expect(await asof(['retract', 'e0', '--reason', 'not so', '--at', '2025-07-07', ...store])).toMatchObject(
      { code: 0 },
    );
    const { out } = await asof(['event', 'e0', '--json', ...store]);
    expect(JSON.parse(out)).toMatchObject({
      standing: 'retracted',
      readings: [
        { status: 'stated' },
        {
          status: 'corrected',
          reason: 'a slip',
          sources: [{ publisher: 'Post', grade: 'B2' }, { publisher: 'Me' }],
        },
        { status: 'retracted', reason: 'not so' },
      ],
    });
    expect(await asof(['retract', 'e0', '--reason', 'again', ...store])).toMatchObject({ code: 2 });
    expect(
      await asof(['correct', 'e0', '--reason', 'x', '--source', '{"grade":"B2"}', ...store]),
    ).toMatchObject({ code: 2 });
  });
});

describe('importing', () => {
  const mapping = ['--mapping', join(sirens, 'volunteer.mapping.json')];

  test('takes CSV through a mapping, from a file and from standard input, and nothing twice', async () => {
    const store = ['--store', `sqlite:${temp.file()}`];
    const csv = join(sirens, 'sample-volunteer.csv');
    expect((await asof(['import', csv, ...mapping, ...store])).out).toBe(
      '46 recorded, 0 there already, position 46\n',
    );
    const again = await asof(['import', '-', ...mapping, '--json', ...store], {
      stdin: readFileSync(csv, 'utf8'),
    });
    expect(JSON.parse(again.out)).toEqual({ recorded: 0, repeated: 46, position: 46 });
    expect(await asof(['import', csv, ...store])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--mapping'),
    });
  });

  test('takes several files as one: a fault in the last leaves nothing of the first', async () => {
    const store = ['--store', `sqlite:${temp.file()}`];
    const [good, bad] = [join(temp.path, 'good.jsonl'), join(temp.path, 'bad.jsonl')];
    writeFileSync(good, `${JSON.stringify(stored('e1'))}\n`);
    writeFileSync(bad, `\n${JSON.stringify({ ...stored('e2'), data: { title: '' } })}\n`);
    const ran = await asof(['import', good, bad, '--json', ...store]);
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.err)).toMatchObject({ place: `${bad} line 2`, pointer: '/data/title' });
    expect(JSON.parse((await asof(['streams', '--json', ...store])).out)).toMatchObject({
      head: { position: 0 },
    });
    expect((await asof(['import', '-', ...store], { stdin: readFileSync(good, 'utf8') })).out).toMatch(
      /^1 recorded/,
    );
  });

  test('tries without recording, and without making a store', async () => {
    const path = temp.file();
    const ran = await asof(['import', streams, '--dry-run', '--store', `sqlite:${path}`]);
    expect(ran).toMatchObject({ code: 0, out: '34 would be recorded, 0 there already, position 34\n' });
    expect(existsSync(path)).toBe(false);
  });

  test('names the mapping file that is wrong, and the kind of file that is not read', async () => {
    const file = join(temp.path, 'wrong.mapping.json');
    writeFileSync(file, '{"name":"x"}');
    const csv = join(sirens, 'sample-volunteer.csv');
    expect(await asof(['import', csv, '--mapping', file, '--store', 'memory:'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/wrong\.mapping\.json: .*\(invalid-mapping\)/),
    });
    expect(await asof(['import', file.replace('.json', '.txt'), '--store', 'memory:'])).toMatchObject({
      code: 3,
    });
    expect(await asof(['import', join(root, 'LICENSE'), '--store', 'memory:'])).toMatchObject({ code: 2 });
  });

  test('shows progress on a terminal and takes it away, and shows none elsewhere', async () => {
    const csv = join(temp.path, 'many.csv');
    const row = 'Kyiv City,2022-02-25 16:36:22+00:00,,False\n';
    writeFileSync(csv, `region,started_at,finished_at,naive\n${row.repeat(600)}`);
    let now = 0;
    const clock = () => (now += 1000);
    const args = ['import', csv, ...mapping, '--store', 'memory:'];
    const shown = await asof(args, { columns: 80, clock });
    expect(shown.err).toMatch(/256 events · \d+\/s · \d+ % · \d+ s left/);
    expect(shown.err.endsWith('\r\u001b[2K')).toBe(true);
    expect(await asof(args)).toMatchObject({ code: 0, err: '' });
  });
});

describe('exporting', () => {
  test('writes a folder that imports to the same log, once', async () => {
    const store = `sqlite:${temp.file()}`;
    const copy = `sqlite:${temp.file()}`;
    const dir = join(temp.path, 'exported');
    await asof(['import', streams, '--store', store]);
    expect(await asof(['export', '--dir', dir, '--store', store])).toMatchObject({ code: 0, out: '' });
    await asof(['import', dir, '--store', copy]);
    expect((await asof(['verify', '--store', copy])).out).toBe(
      (await asof(['verify', '--store', store])).out,
    );
    expect(await asof(['export', '--dir', dir, '--store', store])).toMatchObject({ code: 2 });
    expect(await asof(['export', '--dir', dir, '--out', 'x', '--store', store])).toMatchObject({ code: 2 });
  });

  test('never writes outside of its folder', async () => {
    const store = `sqlite:${temp.file()}`;
    await asof(['append', '..-outside', ...note, '--store', store]);
    const dir = join(temp.path, 'deep', 'er');
    expect(await asof(['export', '--dir', dir, '--store', store])).toMatchObject({
      code: 2,
      err: expect.stringContaining('(invalid-stream)'),
    });
    expect(existsSync(join(temp.path, 'deep', 'outside.jsonl'))).toBe(false);
  });

  test('leaves no half of a file behind', async () => {
    const folder = join(temp.path, 'a-folder');
    mkdirSync(folder);
    const ran = await asof(['export', '--out', folder, '--store', 'memory:']);
    expect(ran.code).toBe(7);
    expect(existsSync(`${folder}.part`)).toBe(false);
    expect(await asof(['export', '--out', join(folder, 'no', 'where'), '--store', 'memory:'])).toMatchObject({
      code: 3,
    });
  });
});

describe('a module of one’s own', () => {
  const source = join(root, 'src/index.ts');
  const moduleOf = (name: string, text: string): string => {
    const file = join(temp.path, name);
    writeFileSync(
      file,
      `import { defineEvent, defineProjection, eventData, news } from ${JSON.stringify(source)};\n${text}`,
    );
    return file;
  };

  test('brings event types and projections beside those that are there', async () => {
    const file = moduleOf(
      'own.ts',
      `const ThingSeen = defineEvent({ type: 'ThingSeen', description: 'x', versions: [eventData({})] });
       const seen = defineProjection({ name: 'seen', version: 1, description: 'x', initial: 0, evolve: (count: number) => count + 1 });
       export const timeline = { events: [...news.events, ThingSeen], projections: [...news.projections, seen] };`,
    );
    const own = ['--module', file, '--store', `sqlite:${temp.file()}`];
    await asof([
      'append',
      'things-a',
      '--type',
      'ThingSeen',
      '--occurred',
      '2025',
      '--data',
      '{"title":"x"}',
      ...own,
    ]);
    expect(JSON.parse((await asof(['state', 'seen', '--json', ...own])).out)).toMatchObject({ state: 1 });
  });

  test('is refused when it takes a name that is there, exports something else, fails, or is not there', async () => {
    const wrong = {
      'twice.ts': `export default { events: [defineEvent({ type: 'NoteAdded', description: 'x', versions: [eventData({})] })], projections: [] };`,
      'projection.ts': `export default { events: [], projections: [defineProjection({ name: 'situation', version: 1, description: 'x', initial: 0, evolve: (s: number) => s })] };`,
      'other.ts': 'export default { events: 3 };',
      'fails.ts': `throw new Error('on purpose');`,
      'syntax.ts': 'export default {',
    };
    for (const [name, text] of Object.entries(wrong))
      expect(
        await asof(['projections', '--store', 'memory:', '--module', moduleOf(name, text)]),
        name,
      ).toMatchObject({
        code: 2,
        err: expect.stringContaining('(invalid-module)'),
      });
    expect(await asof(['projections', '--store', 'memory:', '--module', 'nowhere.ts'])).toMatchObject({
      code: 3,
    });
  });
});

describe('serving', () => {
  test('puts the founding streams into an empty store, answers, and closes when it is told to', async () => {
    const store = `sqlite:${temp.file()}`;
    const seen = await served(
      ['--store', store],
      async (url) => (await fetch(`${url}/v1/projections/situation?asOf=2025-07-05T00:00:00Z`)).status,
    );
    expect(seen).toMatchObject({ code: 0, result: 200, err: expect.stringContaining('34 founding events') });
    expect(seen.out.match(/\/v1\/projections\/situation\?asOf=/g)).toHaveLength(3);
    const again = await served(['--store', store], async () => undefined);
    expect(again).toMatchObject({ code: 0, err: '' });
  });

  test('leaves a store empty when asked to, and takes its port from the environment', async () => {
    const seen = await served(['--store', 'memory:', '--no-founding'], async (url) =>
      (await fetch(`${url}/v1/streams`)).json(),
    );
    expect(seen.result).toMatchObject({ streams: [] });
    expect(await asof(['serve', '--store', 'memory:'], { env: { ASOF_PORT: 'many' } })).toMatchObject({
      code: 2,
    });
  });

  test('says so when its host is no address and no name of one', async () => {
    const store = `sqlite:${temp.file()}`;
    await asof(['token', 'create', '--name', 'a', '--scope', 'read', '--store', store]);
    const ran = await asof(['serve', '--store', store, '--no-founding', '--host', '999.1.1.1']);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('(invalid-config)') });
  });

  test('says so when its port is in use, and leaves the store to others', async () => {
    const store = `sqlite:${temp.file()}`;
    await served(['--store', 'memory:', '--no-founding'], async (url) => {
      const { port } = new URL(url);
      const ran = await asof(['serve', '--store', store, '--no-founding', '--port', port]);
      expect(ran).toMatchObject({ code: 7, out: '', err: expect.stringContaining('(address-in-use)') });
      expect(await asof(['append', 'notes-a', ...note, '--store', store])).toMatchObject({ code: 0 });
    });
  });
});

/** Serves on a free port, runs work on its address, and tells it to stop. */
async function served<Result>(
  args: readonly string[],
  work: (url: string) => Promise<Result>,
): Promise<Ran & { readonly result: Result }> {
  const address = Promise.withResolvers<string>();
  const stop = Promise.withResolvers<void>();
  const ran = asof(['serve', '--port', '0', ...args], {
    foundingStreams: streams,
    stopped: async () => stop.promise,
    onOut: (text) => address.resolve(/http:\S+/.exec(text)?.[0] ?? ''),
  });
  try {
    const url = await Promise.race([
      address.promise,
      ran.then(({ err }) => Promise.reject(new Error(`It did not serve: ${err}`))),
    ]);
    const result = await work(url);
    stop.resolve();
    return { ...(await ran), result };
  } finally {
    stop.resolve();
  }
}

function lines({ out }: Ran): readonly string[] {
  return out.split('\n').filter((line) => line !== '');
}

function event(id: string) {
  return { id, type: 'NoteAdded', occurred: '2025-07-06', data: { title: 'A note' } };
}

function stored(id: string) {
  return { specversion: '1.0', ...event(id), subject: 'notes-a', recordedtime: '2025-07-06T12:00:00Z' };
}

/** A world in which nothing can be printed. */
function failing(error: Error): CliContext {
  return {
    version: '0',
    stdout: { write: async () => Promise.reject(error), isTTY: false, columns: undefined },
    stderr: { write: async () => undefined, isTTY: false, columns: undefined },
    env: {},
    cwd: import.meta.dirname,
    open: async () => openTimeline({ store: 'memory:', ...news }),
  } as unknown as CliContext;
}
