import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Attempt, ClusterHistory, HistoryFaults, LoggedEvent } from '../support/cluster-history.ts';
import { faultsIn, noFaults } from '../support/cluster-history.ts';
import { createProxyLink } from '../support/cut-link.ts';
import type { CutLink } from '../support/cut-link.ts';
import { eventually } from '../support/event-client.ts';

describe('what looks for harm in a log of a cluster', () => {
  const log: readonly LoggedEvent[] = Array.from({ length: 6 }, (_, index) => ({
    id: `e${index + 1}`,
    stream: `seen-${index % 2}`,
    position: index + 1,
    recordedAt: 1000 + index,
  }));
  const sound: ClusterHistory = {
    cluster: log,
    nodes: { a: log, b: log },
    attempts: [
      attempt(['e1'], 0),
      attempt(['e2', 'e3'], 10),
      attempt(['x1'], 20, { outcome: 'refused', positions: [] }),
      attempt(['e4'], 30, { outcome: 'unknown', positions: [] }),
      attempt(['x2'], 40, { outcome: 'unknown', positions: [] }),
      attempt(['e6'], 50, { endedMs: 90 }),
      attempt(['e5'], 60),
    ],
    told: { a: log.map(({ id }) => id) },
  };
  const onNode = (b: readonly LoggedEvent[]): Partial<ClusterHistory> => ({ nodes: { a: log, b } });
  const attempted = (more: Attempt): Partial<ClusterHistory> => ({ attempts: [...sound.attempts, more] });
  const without = (id: string) => log.filter((event) => event.id !== id);
  const swapped = log.map((event) =>
    event.id === 'e3' ? { ...event, position: 4 } : event.id === 'e4' ? { ...event, position: 3 } : event,
  );

  test('finds nothing where nothing is wrong', () => {
    expect(faultsIn(sound)).toEqual(noFaults);
  });

  test.each<[string, Partial<ClusterHistory>, Partial<HistoryFaults>]>([
    ['an event that a node has not', onNode(without('e3')), { gaps: 1 }],
    ['an event that a subscriber was not told', { told: { a: ['e1', 'e2', 'e3', 'e4', 'e5'] } }, { gaps: 1 }],
    ['an event that a node has twice', onNode([...log, ...log.slice(5)]), { repeats: 1 }],
    [
      'an event that a subscriber was told twice',
      { told: { a: ['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e2'] } },
      { repeats: 1 },
    ],
    [
      'an event that only a node has',
      onNode([...log, { ...log[5], id: 'x9' } as LoggedEvent]),
      { strangers: 1 },
    ],
    ['events in another order', onNode(swapped), { misplaced: 2 }],
    [
      'another recorded time',
      onNode(log.map((event) => (event.id === 'e6' ? { ...event, recordedAt: 2000 } : event))),
      { mistimed: 1 },
    ],
    [
      'recorded time that runs backwards',
      { nodes: { a: log.map((event) => (event.id === 'e4' ? { ...event, recordedAt: 1 } : event)) } },
      { mistimed: 1 },
    ],
    ['an acknowledged event that is lost', attempted(attempt(['e9'], 100)), { lost: 1 }],
    [
      'an event acknowledged at another place',
      attempted(attempt(['e6'], 100, { positions: [5] })),
      { moved: 1 },
    ],
    ['a refused event that is there', attempted(attempt(['e6'], 100, { outcome: 'refused' })), { false: 1 }],
    [
      'half an append',
      attempted(attempt(['e6', 'e7'], 100, { outcome: 'unknown', positions: [] })),
      { torn: 1 },
    ],
    [
      'an append with another in its middle',
      attempted(attempt(['e4', 'e6'], 100, { outcome: 'unknown', positions: [] })),
      { torn: 1 },
    ],
    ['an append that stands before one that had ended', attempted(attempt(['e5'], 100)), { early: 1 }],
  ])('finds %s', (_, harm, found) => {
    expect(faultsIn({ ...sound, ...harm })).toEqual({ ...noFaults, ...found });
  });
});

describe('a link that is cut', () => {
  let server: Server;
  let link: CutLink;
  let seen = { accepted: 0, closed: 0 };

  beforeEach(async () => {
    const counts = { accepted: 0, closed: 0 };
    seen = counts;
    // It answers every byte with the same byte.
    server = createServer((socket) => {
      counts.accepted += 1;
      socket.on('data', (bytes) => socket.write(bytes)).on('error', () => undefined);
      socket.on('close', () => (counts.closed += 1));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    link = await createProxyLink({ port: (server.address() as AddressInfo).port });
  });

  afterEach(async () => {
    await link.close();
    server.close();
  });

  const client = () => {
    const [host, port] = link.address.split(':');
    const socket = connect({ host: host ?? '', port: Number(port) });
    let heard = '';
    let isClosed = false;
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    socket.on('error', () => undefined).on('close', () => (isClosed = true));
    return { socket, heard: () => heard, isClosed: () => isClosed };
  };

  test.each(['both', 'to-cluster', 'from-cluster'] as const)(
    'loses what goes %s, closes nothing, and lets it through in order when it is healed',
    async (way) => {
      const one = client();
      one.socket.write('a');
      await eventually(() => one.heard() === 'a');
      link.cut(way);
      one.socket.write('b');
      const later = client();
      later.socket.write('x');
      await soon();
      one.socket.write('c');
      await soon();
      expect([one.heard(), later.heard(), one.isClosed(), later.isClosed()]).toEqual(['a', '', false, false]);
      link.heal();
      one.socket.write('d');
      await eventually(() => one.heard() === 'abcd' && later.heard() === 'x');
    },
  );

  test('does not tell that somebody has left until it is healed', async () => {
    const one = client();
    one.socket.write('a');
    await eventually(() => one.heard() === 'a');
    link.cut('both');
    one.socket.destroy();
    await soon();
    expect(seen).toEqual({ accepted: 1, closed: 0 });
    link.heal();
    await eventually(() => seen.closed === 1);
  });

  test('resets its connections when it has forgotten them, and takes new ones', async () => {
    const one = client();
    one.socket.write('a');
    await eventually(() => one.heard() === 'a');
    link.cut('to-cluster');
    one.socket.write('b');
    await soon();
    link.heal('forgotten');
    const later = client();
    later.socket.write('x');
    await eventually(() => one.isClosed() && seen.closed === 1 && later.heard() === 'x');
    expect(one.heard()).toBe('a');
  });
});

function attempt(ids: readonly string[], startedMs: number, more: Partial<Attempt> = {}): Attempt {
  return {
    node: 'a',
    ids,
    startedMs,
    endedMs: startedMs + 5,
    outcome: 'acknowledged',
    positions: ids.map((id) => Number(id.slice(1))),
    ...more,
  };
}

async function soon(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 60));
}
