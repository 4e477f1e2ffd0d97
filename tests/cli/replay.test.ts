import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { widthOf } from '../../src/cli/plain.ts';
import { asof } from '../support/cli.ts';
import { createFakeKeys } from '../support/fake-keys.ts';
import { createHandClock } from '../support/hand-clock.ts';
import { startAsof } from '../support/live-cli.ts';
import type { ServedStore } from '../support/served-store.ts';
import { serveStore } from '../support/served-store.ts';

/** The air-raid alerts of one night: steps at 13:52:04, 14:16:01 and, with the Air Force's counts, 15:00:00. */
const evening = ['--from', '2025-07-03T13:00:00Z', '--to', '2025-07-03T15:30:00Z', '--known-at', '34'];
const minute = 60_000;
const toFirst = 52 * minute + 4000;
const toSecond = 23 * minute + 57_000;

let served: ServedStore;
beforeAll(async () => (served = await serveStore()));
afterAll(async () => served.close());

/** Plays in a terminal with a clock and keys that are moved by hand. */
function playing(args: readonly string[], columns: number | (() => number) = 200) {
  const keys = createFakeKeys();
  const hand = createHandClock();
  const replay = startAsof(['replay', ...evening, ...args, '--store', served.store], {
    columns,
    env: { NO_COLOR: '1' },
    takeKeys: keys.takeKeys,
    clock: hand.clock,
    wait: hand.wait,
  });
  return { keys, hand, replay };
}

/** How wide what was written is, line by line, with those that were written over. */
const widths = (text: string) => text.replaceAll('\r\u001b[2K', '\n').split('\n').map(widthOf);

/** The alerts that are on the screen. */
const alertsIn = (text: string) =>
  [...text.matchAll(/alert begins in (Kyivska|Kyiv)/g)].map(([, place]) => place);

describe.each(['--store', '--url'])('replay over %s', (door) => {
  const reached = () => [door, door === '--url' ? served.url : served.store];
  const world = { fetch };

  test('tells each fact as it occurs, and what it changes in a state', async () => {
    const ran = await startAsof(['replay', 'situation', ...evening, '--speed', '0', ...reached()], world)
      .done;
    expect(ran).toMatchObject({ code: 0, err: '' });
    const lines = ran.out.split('\n');
    expect(lines[0]).toMatch(/^From here: As of 2025-07-03T13:00:00Z \(occurred\), .*position 34\)$/);
    expect(lines.slice(1, 3)).toEqual([
      expect.stringMatching(
        /^\+ 2025-07-03T13:52:04Z {2}AlertStarted {2}Air-raid alert begins in Kyivska oblast {2}Air-raid alerts, consolidated dataset/,
      ),
      expect.stringMatching(/^ {4}\/alerts\/place:kyivska-oblast: nothing → \{.*…$/),
    ]);
    expect(lines.at(-2)).toMatch(/^The end: As of 2025-07-03T15:30:00Z/);
    expect(ran.out).toMatch(
      /^\+ 2025-07-03T15:00:00Z {2}AttackReported .* {2}\(2025-07-03T18:00\+03:00\/.* {2}\[uncertain\] {2}Ukrainian Air Force/m,
    );
  });

  test('plays along recorded time, where what was corrected reads otherwise', async () => {
    const { out } = await startAsof(
      ['replay', '--axis', 'recorded', '--from', '20', '--to', '34', '--speed', '0', ...reached()],
      world,
    ).done;
    expect(out).toMatch(/^From here: .*position 20\)\n/);
    expect(out).toMatch(/^~ .*CallHeld .*\[corrected: /m);
    expect(out).toMatch(/The end: .*position 34\)\n$/);
  });

  test('writes what HTTP sends, one a line with its name, for programs', async () => {
    const { code, out } = await startAsof(
      ['replay', 'situation', ...evening, '--speed', '0', '--ndjson', ...reached()],
      world,
    ).done;
    expect(code).toBe(0);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line): { event: string; at?: string } => JSON.parse(line));
    expect(lines.map(({ event, at }) => [event, at])).toEqual([
      ['start', '2025-07-03T13:00:00Z'],
      ['step', '2025-07-03T13:52:04Z'],
      ['step', '2025-07-03T14:16:01Z'],
      ['step', '2025-07-03T15:00:00Z'],
      ['end', undefined],
    ]);
    expect(lines[0]).toMatchObject({ projection: { name: 'situation', version: 1 } });
  });

  test('goes on live when no end is named, until it is stopped', async () => {
    const replay = startAsof(
      ['replay', '--from', '2025-07-05T00:00:00Z', '--speed', '0', ...reached()],
      world,
    );
    await replay.printed(/Live from here: .*; Ctrl-C ends\n/);
    const title = `Seen over ${door.slice(2)}`;
    await served.timeline.append('notes-mine', [
      { type: 'NoteAdded', occurred: '2025-07-06', data: { title, about: [], sources: [] } },
    ]);
    await replay.printed(title);
    replay.stop();
    expect(await replay.done).toMatchObject({ code: 0 });
  });

  test.each([
    [['nothing'], 3, 'unknown-projection'],
    [['places'], 2, 'key-required'],
    [['--from', 'yesterday'], 2, 'invalid-moment'],
  ])('ends with the code of an error that comes at once: %j', async (args, code, name) => {
    const ran = await startAsof(['replay', ...args, ...reached()], world).done;
    expect(ran).toMatchObject({ code, out: '', err: expect.stringContaining(`(${name})`) });
  });
});

describe('a replay without a terminal', () => {
  test('is given its time all the same', async () => {
    const hand = createHandClock();
    const replay = startAsof(['replay', ...evening, '--speed', '100', '--store', served.store], {
      clock: hand.clock,
      wait: hand.wait,
    });
    await hand.waitedOn();
    expect(replay.out()).toMatch(/^From here: [^\n]*\n$/);
    await hand.pass(toFirst / 100 - 1);
    expect(alertsIn(replay.out())).toEqual([]);
    await hand.pass(1);
    await replay.printed('Kyivska');
    expect(alertsIn(replay.out())).toEqual(['Kyivska']);
    await hand.pass(toSecond / 100);
    await replay.printed('begins in Kyiv ');
    replay.stop();
    expect((await replay.done).code).toBe(0);
  });

  test('waits no longer than it is told to between two steps', async () => {
    const hand = createHandClock();
    const replay = startAsof(
      ['replay', ...evening, '--speed', '1', '--skip-gaps', '3', '--ndjson', '--store', served.store],
      { clock: hand.clock, wait: hand.wait },
    );
    await hand.waitedOn();
    await hand.pass(2999);
    expect(alertsIn(replay.out())).toEqual([]);
    await hand.pass(1);
    await replay.printed('Kyivska');
    await hand.pass(3000);
    await replay.printed('begins in Kyiv"');
    replay.stop();
    await replay.done;
  });

  test('cannot wait for a key', async () => {
    for (const world of [{}, { columns: 80 }])
      expect(await asof(['replay', '--step', '--store', served.store], world)).toMatchObject({
        code: 2,
        out: '',
        err: 'asof: --step needs a terminal: it waits for a key before each step (invalid-request)\n',
      });
  });

  test.each([[['--speed', '-1']], [['--speed', 'fast']], [['--skip-gaps', 'x']], [['--axis', 'time']]])(
    'refuses %j',
    async (args) => {
      const ran = await asof(['replay', ...args, '--store', served.store]);
      expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('(invalid-request)') });
    },
  );
});

describe('a replay in a terminal', () => {
  test('says in its last line where it is on both clocks, how fast it plays, and how long it waits', async () => {
    const { hand, replay } = playing(['--speed', '100']);
    await hand.waitedOn();
    await hand.pass(2000);
    expect(replay.out()).toMatch(
      /playing ×100 · as of 2025-07-03T13:00:00Z · known at 2026-06-21T20:16:28Z \(34\) · next in 30 s$/,
    );
    await hand.pass(toFirst / 100 - 2000);
    await replay.printed('as of 2025-07-03T13:52:04Z');
    replay.stop();
    const { out, code } = await replay.done;
    expect(code).toBe(0);
    expect(out.endsWith('\r\u001b[2K')).toBe(true);
  });

  test('is paused exactly: no time passes until it goes on', async () => {
    const { keys, hand, replay } = playing(['--speed', '100']);
    await hand.waitedOn();
    await hand.pass(1100);
    keys.press(' ');
    await replay.printed('paused ×100');
    hand.move(3_600_000);
    keys.press(' ');
    await hand.waitedOn();
    await hand.pass(toFirst / 100 - 1100 - 1);
    expect(alertsIn(replay.out())).toEqual([]);
    await hand.pass(1);
    await replay.printed('Kyivska');
    replay.stop();
    await replay.done;
  });

  test('plays faster and slower from where it is', async () => {
    const { keys, hand, replay } = playing(['--speed', '100']);
    await hand.waitedOn();
    await hand.pass(1000);
    keys.press('+');
    await replay.printed('×200');
    await hand.waitedOn();
    await hand.pass((toFirst / 100 - 1000) / 2);
    await replay.printed('Kyivska');
    keys.press('--');
    await replay.printed('×50');
    replay.stop();
    await replay.done;
  });

  test('waits for a key before each step, and takes keys that come fast one by one', async () => {
    const { keys, replay } = playing(['--step', '--speed', '0']);
    await replay.printed('paused');
    expect(alertsIn(replay.out())).toEqual([]);
    keys.press('n');
    await replay.printed('Kyivska');
    expect(alertsIn(replay.out())).toEqual(['Kyivska']);
    keys.press('\u001b[C\r');
    await replay.printed('539 Shahed');
    keys.press(' ');
    expect((await replay.done).code).toBe(0);
  });

  test('skips a gap, and takes a step at once', async () => {
    const { keys, hand, replay } = playing(['--speed', '1']);
    await hand.waitedOn();
    keys.press('g');
    await replay.printed('Kyivska');
    await hand.waitedOn();
    keys.press('n');
    await replay.printed('begins in Kyiv ');
    replay.stop();
    await replay.done;
  });

  test.each([['q'], ['\u0003'], ['\u0004']])('gives the keys back when %j ends it', async (key) => {
    const { keys, hand, replay } = playing([]);
    await hand.waitedOn();
    expect(keys.areTaken()).toBe(true);
    keys.press(key);
    expect(await replay.done).toMatchObject({ code: 0 });
    expect(keys.areTaken()).toBe(false);
  });

  test('gives the keys back after an error, and when nobody reads any more', async () => {
    const refused = playing(['nothing']);
    expect((await refused.replay.done).code).toBe(3);
    expect(refused.keys.areTaken()).toBe(false);
    const keys = createFakeKeys();
    const failing = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const ran = await asof(['replay', ...evening, '--store', served.store], {
      columns: 80,
      takeKeys: keys.takeKeys,
      failing,
      stopped: async () => new Promise(() => undefined),
    });
    expect(ran.code).toBe(0);
    expect(keys.areTaken()).toBe(false);
  });

  test('never writes a line that is wider than the terminal, whatever its width becomes', async () => {
    let columns = 40;
    const { keys, replay } = playing(['situation', '--step', '--speed', '0'], () => columns);
    await replay.printed('paused');
    keys.press('n');
    await replay.printed('AlertSta');
    const narrow = replay.out();
    columns = 100;
    keys.press('n');
    await replay.printed('14:16:01Z  AlertStarted  Air-raid alert begins in Kyiv  Air-raid');
    replay.stop();
    await replay.done;
    expect(Math.max(...widths(narrow))).toBeLessThanOrEqual(40);
    expect(Math.max(...widths(replay.out()))).toBeLessThanOrEqual(100);
  });

  test('marks its two ends in bold, unless NO_COLOR is set', async () => {
    const args = ['replay', ...evening, '--speed', '0', '--store', served.store];
    const world = { columns: 80, stopped: async () => new Promise<void>(() => undefined) };
    expect((await asof(args, world)).out).toContain('\u001b[1mFrom here');
    expect((await asof(args, { ...world, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b[1m');
  });
});
