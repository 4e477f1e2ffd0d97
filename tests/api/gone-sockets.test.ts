import { spawnSync } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { connectionOf, silentConnections, silentIn } from '../../src/api/gone-sockets.ts';
import { clientOfAddress } from '../../src/api/windows.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                     \n';

/** A line of `/proc/net/tcp`, as a kernel wrote it: only timer, times sent again, and probes vary. */
function line(timer: string, sentAgain: string, probes: number, addresses = '0100007F:AF2B 0100007F:9E9E') {
  return `   2: ${addresses} 01 00000005:00000000 ${timer}:00000104 ${sentAgain}     0 ${String(probes).padStart(8)} 182221 2 00000000c4b0e763 326 0 0 1 -1\n`;
}

const name = '127.0.0.1 44843 127.0.0.1 40606';

test('a client that is gone before it is looked at has no address, and is counted as one that is gone', () => {
  expect(clientOfAddress(undefined)).toBe('gone');
  expect(clientOfAddress('127.0.0.1')).toBe('127.0.0.1');
});

describe('the connections of this machine', () => {
  test.each([
    ['waits for nothing', line('00', '00000000', 0), []],
    ['listens', line('00', '00000000', 0, '00000000:07E8 00000000:0000'), []],
    ['was sent something that is not acknowledged yet', line('01', '00000000', 0), []],
    ['was sent something again', line('01', '00000002', 0), []],
    ['was sent something again and again', line('01', '00000003', 0), [name]],
    ['was sent something again many times', line('01', '0000000F', 0), [name]],
    ['is only kept alive', line('02', '00000000', 9), []],
    ['does not read, and answers', line('04', '00000000', 0), []],
    ['does not read, and is being asked', line('04', '00000000', 1), []],
    ['does not read, and does not answer', line('04', '00000000', 3), [name]],
    ['does not answer for long', line('04', '00000000', 12), [name]],
  ])('count as silent or not where the client %s', (_, text, names) => {
    expect(silentIn(head + text, 'LE')).toEqual(names);
  });

  test('are named in every line', () => {
    const text = [
      line('01', '00000005', 0),
      line('00', '00000000', 0),
      line('01', '00000005', 0, '0100007F:0050 0200007F:0051').replace('   2:', '12345:'),
    ];
    expect(silentIn(head + text.join(''), 'LE')).toEqual([name, '127.0.0.1 80 127.0.0.2 81']);
  });

  test.each([
    [
      'LE',
      '00000000000000000000000001000000:1004 B80D0120000000000000000001000000:1005',
      '::1',
      '2001:db8::1',
    ],
    [
      'LE',
      '0000000000000000FFFF00000100007F:1004 0000000000000000FFFF00000200007F:1005',
      '127.0.0.1',
      '127.0.0.2',
    ],
    [
      'BE',
      '00000000000000000000000000000001:1004 20010DB8000000000000000000000001:1005',
      '::1',
      '2001:db8::1',
    ],
    ['BE', '7F000001:1004 C0A80001:1005', '127.0.0.1', '192.168.0.1'],
  ] as const)(
    'have their addresses in the order of the machine: %s %s',
    (order, addresses, local, remote) => {
      expect(silentIn(head + line('01', '00000009', 0, addresses), order)).toEqual([
        `${local} 4100 ${remote} 4101`,
      ]);
    },
  );

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['::', '127.0.0.1'],
    ['::1', '::1'],
  ])('have the name that their socket has: listening at %s, asked at %s', async (at, asked) => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const server = createServer((socket) => {
      resolve(connectionOf(socket));
      socket.end();
    }).listen(0, at);
    await new Promise((listening) => server.once('listening', listening));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const client = connect(port, asked);
    const named = await promise;
    expect(named).toBe(`${asked} ${port} ${asked} ${client.localPort}`);
    client.destroy();
    server.close();
  });

  test('can be looked at everywhere', async () => {
    expect(await silentConnections()).toBeInstanceOf(Set);
  });
});

const child = join(import.meta.dirname, '..', 'support', 'vanishing-child.ts');
const namespace = ['unshare', '--map-root-user', '--net'] as const;
const canVanish =
  process.platform === 'linux' && spawnSync(namespace[0], [...namespace.slice(1), 'ip', 'link']).status === 0;

describe.skipIf(!canVanish)('a client whose packets are dropped', () => {
  test('is gone, and one that only does not read is not', () => {
    const { stdout, stderr } = spawnSync(
      namespace[0],
      [...namespace.slice(1), process.execPath, '--no-warnings', child],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(['2 open', '2 open after some heartbeats', '0 open']);
  });
});
