import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { UpdateOut } from '../../src/api/wire-live.ts';
import { keepingState } from '../../src/client/kept-state.ts';
import { asof, untilAborted } from '../support/cli.ts';
import { startAsof } from '../support/live-cli.ts';
import type { LiveCli } from '../support/live-cli.ts';
import type { ServedStore } from '../support/served-store.ts';
import { serveStore } from '../support/served-store.ts';

const night = '2025-07-03T23:30:00Z';
const injured = (best: number) => ({
  title: `One person killed and ${best} injured`,
  about: ['attack:kyiv-2025-07-04', 'place:kyiv'],
  attack: 'kyiv-2025-07-04',
  killed: { best: 1 },
  injured: { best },
  sources: [{ publisher: 'Mayor', grade: 'B2' }],
});
const casualties = '0197d6a3-7108-731f-bc25-251c9276988b';

/** A world in which what is lost is asked for again at once. */
const eager = {
  wait: async (ms: number, signal: AbortSignal) => (ms < 60_000 ? undefined : untilAborted(ms, signal)),
};

interface Line {
  readonly event: string;
  readonly id: string;
  readonly state?: unknown;
}

const linesOf = ({ out }: Pick<LiveCli, 'out'>): readonly Line[] =>
  out()
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line));

let served: ServedStore;
beforeAll(async () => (served = await serveStore()));
afterAll(async () => served.close());

const correct = async (best: number) =>
  served.timeline.correct(casualties, { reason: `There were ${best}`, data: injured(best) });

describe.each(['--store', '--url'])('watch over %s', (door) => {
  const reached = () => [door, door === '--url' ? served.url : served.store];

  test('shows the state, then each change with both clocks, what was before, and what made it', async () => {
    const watch = startAsof(['watch', 'situation', '--as-of', night, ...reached()], eager);
    await watch.printed('Caught up at position');
    await correct(27);
    await watch.printed('There were 27');
    watch.stop();
    const { code, out, err } = await watch.done;
    expect(code).toBe(0);
    expect(out).toMatch(
      /^As of 2025-07-03T23:30:00Z \(occurred\), known at \S+ \(recorded, position \d+\)\n\nattacks:\n/,
    );
    expect(out).toMatch(/\n  \/casualties\/injured\/best: \d+ → 27\n/);
    expect(out).toContain(
      `  corrected: 2025-07-03~/2025-07-04~[Europe/Kyiv]  CasualtiesReported  One person killed and 27 injured  ${casualties}: There were 27\n`,
    );
    expect(err).toMatch(/^Caught up at position \d+; waiting for changes, Ctrl-C ends\n$/);
  });

  test('writes what HTTP sends, one a line with its name, for programs', async () => {
    const watch = startAsof(['watch', 'situation', '--as-of', night, '--ndjson', ...reached()], eager);
    await watch.printed('"caught-up"');
    await correct(28);
    await watch.printed('There were 28');
    watch.stop();
    expect(await watch.done).toMatchObject({ code: 0, err: '' });
    const lines = linesOf(watch);
    expect(lines.map(({ event }) => event)).toEqual(['snapshot', 'caught-up', 'patch']);
    const [snapshot, , patch] = lines;
    expect(Object.keys(snapshot ?? {})).toEqual(['event', 'id', 'projection', 'moment', 'state']);
    expect(patch).toMatchObject({
      id: String(served.timeline.head().position),
      causes: [{ why: 'corrected', id: casualties, reason: 'There were 28' }],
    });
  });

  test('goes on after what was seen last, and says what stood there before', async () => {
    const { position } = served.timeline.head();
    await correct(29);
    const watch = startAsof(
      ['watch', 'situation', '--as-of', night, '--after', String(position), ...reached()],
      eager,
    );
    await watch.printed('There were 29');
    await watch.printed('Caught up at position');
    watch.stop();
    const { out } = await watch.done;
    expect(out).not.toContain('attacks:\n');
    expect(out).toMatch(/\/casualties\/injured\/best: \d+ → 29\n/);
  });

  test('watches the timeline, with filters: what is there, then what comes, goes or reads otherwise', async () => {
    const watch = startAsof(
      ['watch', '--timeline', '--type', 'CasualtiesReported', '--as-of', night, ...reached()],
      eager,
    );
    await watch.printed('Caught up at position');
    await correct(30);
    await watch.printed('There were 30');
    watch.stop();
    const { code, out } = await watch.done;
    expect(code).toBe(0);
    expect(out).toMatch(/^As of 2025-07-03T23:30:00Z .*\n\S+ {2}CasualtiesReported .*\n/);
    expect(out).toContain(
      '  ~ 2025-07-03~/2025-07-04~[Europe/Kyiv]  CasualtiesReported  One person killed and 30 injured  [corrected: There were 30]  Mayor (B2)',
    );
  });

  test('ends without an error when nobody reads what it writes', async () => {
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const watch = startAsof(['watch', 'situation', ...reached()], {
      ...eager,
      failing: gone,
    });
    expect(await watch.done).toMatchObject({ code: 0, err: '' });
  });

  test.each([
    [['nothing'], 3, 'unknown-projection'],
    [['situation', '--as-of', 'yesterday'], 2, 'invalid-moment'],
    [['situation', '--key', 'place:kyiv'], 2, 'invalid-query'],
    [['situation', '--after', 'x y'], 2, 'invalid-request'],
  ])('ends with the code of an error that comes at once: %j', async (args, code, name) => {
    const ran = await startAsof(['watch', ...args, ...reached()], eager).done;
    expect(ran).toMatchObject({ code, out: '', err: expect.stringContaining(`(${name})`) });
  });
});

describe('a server that is stopped and started again', () => {
  test('is asked again, and nothing is missed or told twice', async () => {
    const lost = Promise.withResolvers<void>();
    const back = Promise.withResolvers<void>();
    const watch = startAsof(['watch', 'situation', '--as-of', night, '--ndjson', '--url', served.url], {
      async wait(ms, signal) {
        if (ms >= 60_000) return untilAborted(ms, signal);
        lost.resolve();
        return back.promise;
      },
    });
    await watch.printed('"caught-up"');
    await correct(31);
    await watch.printed('There were 31');
    await served.stop();
    await lost.promise;
    await correct(32);
    await served.start();
    back.resolve();
    await watch.printed('There were 32');
    await correct(33);
    await watch.printed('There were 33');
    watch.stop();
    expect(await watch.done).toMatchObject({
      code: 0,
      err: 'The server ended the connection; asking again in 1 s\n',
    });
    const lines = linesOf(watch);
    expect(lines.map(({ event }) => event)).toEqual([
      'snapshot',
      'caught-up',
      'patch',
      'patch',
      'caught-up',
      'patch',
    ]);
    const ids = lines.filter(({ event }) => event === 'patch').map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
  });
});

describe('watch, wrongly asked', () => {
  test.each([
    [[]],
    [['situation', '--timeline']],
    [['--timeline', '--key', 'place:kyiv']],
    [['situation', '--type', 'CallHeld']],
    [['situation', '--known-at', '34']],
  ])('says so: %j', async (args) => {
    const ran = await asof(['watch', ...args, '--store', served.store]);
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringContaining('(invalid-request)') });
  });
});

describe('a state that is kept', () => {
  const moment = { asOf: night, knownAt: night, position: 1, certainty: 'possible' } as const;
  const subject = { projection: { name: 'counts', version: 1 }, moment };
  const whole = (count: number): UpdateOut => ({
    event: 'snapshot',
    id: '1',
    data: { ...subject, state: { count } },
  });
  const patch = (path: string): UpdateOut => ({
    event: 'patch',
    id: '2',
    data: {
      ...subject,
      from: moment,
      patch: [{ op: 'replace', path, value: 2 }],
      causes: [],
      more: false,
    },
  });
  /** The hash is that of `{"count":2}`. */
  const caughtUp: UpdateOut = {
    event: 'caught-up',
    id: '2',
    data: { ...subject, hash: '57413ce83ee1d989e384dfd3a82c6e2d9052a23c4204706bd2d7df11aa4c2d7c' },
  };

  test('is that of the patches, and is checked when all is caught up', async () => {
    const { told, seen } = await keep([[whole(1), patch('/count'), caughtUp]]);
    expect({ told, seen }).toEqual({
      told: [],
      seen: ['snapshot null', 'patch {"count":1}', 'caught-up {"count":2}'],
    });
  });

  test('is asked for where it does not begin with the whole', async () => {
    expect((await keep([[patch('/count'), caughtUp]], '1')).seen).toEqual([
      'patch {"count":1}',
      'caught-up {"count":2}',
    ]);
  });

  test.each([
    ['a patch does not fit', patch('/nothing'), 'The patch does not fit'],
    ['the hash is another', caughtUp, 'The patches did not give the state that the server has'],
  ])('is begun anew when %s', async (_, wrong, sentence) => {
    const { asked, told, seen } = await keep(
      [
        [whole(1), wrong],
        [whole(2), caughtUp],
      ],
      '1',
    );
    expect(asked).toEqual(['1', undefined]);
    expect(told).toEqual([expect.stringMatching(new RegExp(`^${sentence}.*; beginning anew`))]);
    expect(seen.slice(-2)).toEqual(['snapshot null', 'caught-up {"count":2}']);
  });

  test('is given up when it is wrong again at once', async () => {
    const wrong = [whole(1), caughtUp];
    await expect(keep([wrong, wrong])).rejects.toMatchObject({ code: 'patch-does-not-fit' });
  });
});

async function keep(turns: readonly (readonly UpdateOut[])[], after?: string) {
  const asked: (string | undefined)[] = [];
  const told: string[] = [];
  const seen: string[] = [];
  const updates = keepingState({
    async *subscribe(id) {
      asked.push(id);
      yield* turns[asked.length - 1] ?? [];
    },
    after,
    stateAt: async () => ({ state: { count: 1 } }),
    tell: async (sentence) => void told.push(sentence),
  });
  for await (const { update, before } of updates)
    seen.push(`${update.event} ${JSON.stringify(before?.state ?? null)}`);
  return { asked, told, seen };
}
