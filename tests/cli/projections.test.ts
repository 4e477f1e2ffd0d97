import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildServer } from '../../src/api/server.ts';
import type { RebuildOut } from '../../src/api/wire-rebuild.ts';
import { loadModule, mergeWords } from '../../src/cli/module.ts';
import { buildLine } from '../../src/cli/progress.ts';
import type { Timeline } from '../../src/index.ts';
import { importedFromCloudEvent, news, openTimeline } from '../../src/index.ts';
import type { CliWorld, Ran } from '../support/cli.ts';
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const root = join(import.meta.dirname, '../..');
const streams = join(root, 'streams');
const temp = makeTempFolder();
afterAll(() => temp.remove());

const names = news.projections.map(({ name }) => name);

/** A world in which nobody asks the command to end. */
const patient: CliWorld = { fetch, stopped: async () => new Promise(() => undefined) };

/** One projection that takes long, and one that cannot read a title. */
const module = join(temp.path, 'own.ts');
writeFileSync(
  module,
  `import { defineProjection } from ${JSON.stringify(join(root, 'src/index.ts'))};
   const slow = defineProjection({ name: 'slow', version: 1, description: 'x', initial: 0, evolve(count: number) {
     let sum = 0;
     for (let step = 0; step < 15_000; step += 1) sum += Math.sin(step);
     return Number.isFinite(sum) ? count + 1 : 0;
   } });
   const picky = defineProjection({ name: 'picky', version: 1, description: 'x', initial: 0, evolve: (count: number) => count + 1, key({ data }) {
     if (data['title'] === 'Poison') throw new Error('cannot read it');
     return [String(data['title'])];
   } });
   export default { events: [], projections: [slow, picky] };`,
);

describe('the projections', () => {
  let url = '';
  let timeline: Timeline;
  let server: ReturnType<typeof buildServer>;
  const store = `sqlite:${temp.file()}`;
  beforeAll(async () => {
    await asof(['import', streams, '--store', store]);
    timeline = await openTimeline({ store: 'memory:', ...news });
    for await (const event of timelineEvents(store)) await timeline.import([event]);
    await timeline.caughtUp();
    server = buildServer(timeline);
    url = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close();
    await timeline.close();
  });

  test('are listed with how far what is saved of them is behind, and how they are', async () => {
    const { code, out } = await asof(['projections', '--url', url], patient);
    expect(code).toBe(0);
    expect(out).toMatch(/^PROJECTION +VERSION +KEYED +POSITION +LAG +CHECKPOINTS +BUILDING +HEALTH/);
    expect(out).toMatch(/^situation +1 +no +34 +0 +\d+(?: \([\d.]+ \w+\))? +ok /m);
  });

  test('are rebuilt in a store, and it is said what is saved now', async () => {
    const ran = await asof(['projections', 'rebuild', '--all', '--json', '--store', store], patient);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(rebuildsIn(ran).map(({ projection, status }) => [projection.name, status])).toEqual(
      names.map((name) => [name, 'done']),
    );
    const before = await asof([
      'state',
      'situation',
      '--known-at',
      '34',
      '--as-of',
      '2026',
      '--store',
      store,
    ]);
    const shown = await asof(['projections', 'rebuild', 'situation', '--store', store], patient);
    expect(shown.out).toMatch(/^PROJECTION +VERSION +REBUILD +CHECKPOINTS\nsituation +1 +done +\d/);
    expect(
      await asof(['state', 'situation', '--known-at', '34', '--as-of', '2026', '--store', store]),
    ).toEqual(before);
  });

  test('are rebuilt by a server that is asked to, in the order given and each once', async () => {
    const args = ['projections', 'rebuild', 'places', 'situation', 'places', '--json', '--url', url];
    const ran = await asof(args, patient);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(rebuildsIn(ran)).toMatchObject([
      {
        projection: { name: 'places', version: 1 },
        status: 'done',
        checkpoints: { count: expect.any(Number) },
      },
      { projection: { name: 'situation', version: 1 }, status: 'done' },
    ]);
    expect((await fetch(`${url}/v1/projections/places/rebuild`)).status).toBe(200);
  });

  test.each([['--store'], ['--url']])(
    'that are not there are named before anything is begun: %s',
    async (door) => {
      const where = door === '--url' ? url : store;
      const ran = await asof(['projections', 'rebuild', 'sources', 'nothing', door, where], patient);
      expect(ran).toEqual({
        code: 3,
        out: '',
        err: 'asof: There is no projection "nothing" (unknown-projection)\n',
      });
      if (door === '--url') expect((await fetch(`${url}/v1/projections/sources/rebuild`)).status).toBe(404);
    },
  );

  test.each([
    [['rebuild']],
    [['rebuild', 'situation', '--all']],
    [['rebuild', 'situation', '--as-of', '2025-07-05T00:00:00Z']],
    [['--json', 'rebuild', 'situation']],
    [['--as-of', '2025-07-05T00:00:00Z', 'rebuild', 'situation']],
    [['resume']],
    [['resume', 'situation', 'places']],
    [['actors', 'places']],
  ])('are not touched by a command line that is wrong: %j', async (args) => {
    const ran = await asof(['projections', ...args], { ...patient, env: { ASOF_STORE: store } });
    expect(ran).toMatchObject({ code: 2, out: '' });
  });

  test('are still listed by their keys', async () => {
    const ran = await asof(['projections', 'actors', '--known-at', '34', '--json', '--store', store]);
    expect(JSON.parse(ran.out).keys.length).toBeGreaterThan(3);
    expect(await asof(['projections', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('rebuild'),
    });
    expect(await asof(['projections', 'rebuild', '--help'])).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('--all'),
    });
  });
});

const eraseLine = '\r\u001b[2K';

describe('a long rebuild', () => {
  const store = `sqlite:${temp.file()}`;
  const own = ['--module', module, '--store', store];
  beforeAll(async () => {
    const lines = Array.from({ length: 600 }, (_, number) => JSON.stringify(noteAt(number)));
    await asof(['import', '-', '--store', store], { stdin: `${lines.join('\n')}\n` });
    await asof(['projections', 'rebuild', 'slow', ...own], patient);
  });

  test('tells how far it is on a terminal, takes that away, and tells nothing elsewhere', async () => {
    let now = Date.now();
    const clock = () => (now += 60);
    const shown = await asof(['projections', 'rebuild', 'slow', ...own], { ...patient, columns: 80, clock });
    expect(shown.code).toBe(0);
    const drawn = shown.err.split(eraseLine);
    expect(drawn[1]).toMatch(/^slow · \d+ % · [\d,]+ events\/s(?: · \d+ s left)?$/);
    expect([drawn[0], drawn.at(-1)]).toEqual(['', '']);
    expect(await asof(['projections', 'rebuild', 'slow', ...own], patient)).toMatchObject({
      code: 0,
      err: '',
    });
  });

  test('is cancelled when the process is told to end: the old goes on answering, and no other is begun', async () => {
    const args = ['projections', 'rebuild', 'slow', 'situation', '--json', ...own];
    const ran = await asof(args, { ...patient, stopped: async () => undefined });
    expect(ran.code).toBe(4);
    expect(rebuildsIn(ran)).toMatchObject([{ projection: { name: 'slow' }, status: 'cancelled' }]);
    expect(JSON.parse(ran.err)).toMatchObject({ type: '/problems/rebuild-cancelled', projection: 'slow' });
    const { out } = await asof(['state', 'slow', '--json', ...own]);
    expect(JSON.parse(out)).toMatchObject({ state: 600 });
  });
});

describe('a long rebuild on a server', () => {
  test('is cancelled there when the command that asked for it is told to end', async () => {
    const own = mergeWords(news, await loadModule(module));
    const timeline = await openTimeline({ store: 'memory:', ...own });
    await timeline.import(Array.from({ length: 600 }, (_, number) => importedFromCloudEvent(noteAt(number))));
    await timeline.caughtUp();
    const server = buildServer(timeline);
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const world = { ...patient, stopped: async () => undefined };
    const ran = await asof(['projections', 'rebuild', 'slow', '--url', url], world);
    expect(ran).toMatchObject({
      code: 4,
      err: 'asof: The rebuild of slow was cancelled (rebuild-cancelled)\n',
    });
    expect(await (await fetch(`${url}/v1/projections/slow/rebuild`)).json()).toMatchObject({
      status: 'cancelled',
    });
    await server.close();
    await timeline.close();
  });
});

describe('a projection that cannot read an event', () => {
  const store = `sqlite:${temp.file()}`;
  const own = ['--module', module, '--store', store];
  beforeAll(async () => {
    await asof(['append', 'notes-a', '--store', store], {
      stdin: JSON.stringify([note('good', 'A title'), note('bad', 'Poison'), note('more', 'Another')]),
    });
    await asof(['projections', 'rebuild', 'slow', ...own], patient);
  });
  const sentence = 'Projection picky failed on event bad at position 2: cannot read it';

  test('fails to be rebuilt and says on which; the others are rebuilt', async () => {
    const ran = await asof(['projections', 'rebuild', 'picky', 'situation', ...own], patient);
    expect(ran).toMatchObject({ code: 8, err: `asof: ${sentence} (projection-faulted)\n` });
    expect(ran.out).toMatch(/^picky +1 +failed$/m);
    expect(ran.out).toMatch(/^situation +1 +done +0$/m);
  });

  test('is not resumed while it is as it was', async () => {
    const ran = await asof(['projections', 'resume', 'picky', ...own], patient);
    expect(ran).toMatchObject({ code: 8, err: `asof: ${sentence} (projection-faulted)\n` });
    expect(await asof(['projections', 'resume', 'nothing', ...own], patient)).toMatchObject({ code: 3 });
  });

  test('is one that need not be resumed when it is well', async () => {
    const ran = await asof(['projections', 'resume', 'situation', '--json', ...own], patient);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(ran.out)).toMatchObject({ name: 'situation', health: 'ok' });
  });

  test('is listed with what went wrong, in full', async () => {
    const timeline = await openTimeline({ store: 'memory:', ...news });
    const server = buildServer({
      ...timeline,
      projections: () =>
        timeline.projections().map((info) => {
          const building = { version: 2, share: 0.567, eventsPerSecond: 1000 };
          return info.name === 'situation' ? { ...info, building, health: 'faulted', fault: sentence } : info;
        }),
    });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    const { out } = await asof(['projections', '--url', url], { ...patient, columns: 60 });
    expect(out).toContain('Faulted:');
    expect(out).toContain(`\nFaulted:\n  situation  ${sentence}\n`);
    expect((await asof(['projections', '--url', url], patient)).out).toMatch(
      /^situation +1 +no +0 +0 +0 +version 2: 56 % +faulted /m,
    );
    await server.close();
    await timeline.close();
  });
});

describe('the line of a build', () => {
  test('says its share, its rate, and the time left where that is known', () => {
    expect(buildLine('places', { share: 0.999, eventsPerSecond: 12_345, secondsLeft: 3 })).toBe(
      'places · 99 % · 12,345 events/s · 3 s left',
    );
    expect(buildLine('places (1 of 2)', { share: 0, eventsPerSecond: 0 })).toBe(
      'places (1 of 2) · 0 % · 0 events/s',
    );
  });
});

async function* timelineEvents(store: string) {
  const timeline = await openTimeline({ store, readOnly: true, ...news });
  yield* timeline.export();
  await timeline.close();
}

function rebuildsIn({ out }: Ran): readonly RebuildOut[] {
  return JSON.parse(out).rebuilds;
}

function note(id: string, title: string) {
  return { id, type: 'NoteAdded', occurred: '2025-07-06', data: { title } };
}

/** Notes a minute apart: where time goes on, checkpoints can be laid. */
function noteAt(number: number) {
  const time = new Date(Date.UTC(2025, 6, 3) + number * 60_000).toISOString();
  return {
    specversion: '1.0',
    source: '/',
    subject: 'notes-a',
    id: `n${number}`,
    type: 'NoteAdded',
    occurred: time,
    recordedtime: time,
    data: { title: `Note ${number}` },
  };
}
