import { writeFileSync } from 'node:fs';

import { afterAll, describe, expect, test, vi } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import { invalidStore, isClusterStore, withoutCredentials } from '../../src/domain/store-name.ts';
import { readConnection } from '../../src/store/kurrentdb/connection.ts';
import { createClient } from '../../src/store/kurrentdb/create-client.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const secret = 'S3cr3t';

describe('the connection string of a cluster', () => {
  test.each([
    ['esdb://db1', false, [['db1', 2113]]],
    ['esdb://db1:2114/', false, [['db1', 2114]]],
    [
      'kurrentdb://db1,db2:1,db3.example.org:65535',
      false,
      [
        ['db1', 2113],
        ['db2', 1],
        ['db3.example.org', 65_535],
      ],
    ],
    ['esdb+discover://db.example.org', true, [['db.example.org', 2113]]],
    ['kurrentdb+discover://127.0.0.1:2113?tls=false', true, [['127.0.0.1', 2113]]],
    ['esdb://[::1]:2113', false, [['[::1]', 2113]]],
  ])('names hosts: %s', (text, discovers, hosts) => {
    const connection = readConnection(text);
    expect(connection.discovers).toBe(discovers);
    expect(connection.hosts.map(({ address, port }) => [address, port])).toEqual(hosts);
    expect(isClusterStore(text)).toBe(true);
  });

  test('has parameters of the client, whatever their case, and ours', () => {
    const { parameters, scope } = readConnection(
      'esdb://db?TLS=false&node-preference=Follower&keep_alive_interval=-1&tlsCaFile=%2Fca%20file.crt&asofPrefix=news.&asofCategories=war,calls,war&asofForeign=stop',
    );
    expect(parameters).toEqual({
      tls: false,
      tlsVerifyCert: true,
      nodePreference: 'follower',
      connectionName: 'asof',
      keepAliveInterval: -1,
      keepAliveTimeout: 10_000,
      maxDiscoverAttempts: 1,
      gossipTimeout: 3,
      tlsCAFile: '/ca file.crt',
    });
    expect(scope).toEqual({ prefix: 'news.', categories: ['calls', 'war'], foreign: 'stop' });
  });

  test('takes what is left out as it is usual: TLS, every stream, foreign events parked', () => {
    const { parameters, scope, credentials } = readConnection('esdb://db');
    expect([parameters.tls, scope, credentials]).toEqual([
      true,
      { prefix: '', categories: undefined, foreign: 'park' },
      undefined,
    ]);
  });

  test('has a user and a password, encoded as in a URL, which may have a colon', () => {
    const { credentials } = readConnection('esdb://ann%40desk:a:b%2Fc%25@db:2113');
    expect(credentials).toEqual({ username: 'ann@desk', password: 'a:b/c%' });
  });

  test.each([
    ['http://db', 'does not begin'],
    ['esdb:db', 'does not begin'],
    ['esdb://', 'names no host'],
    ['esdb://db:0', 'names no host'],
    ['esdb://db:65536', 'names no host'],
    ['esdb://db,,db', 'names no host'],
    ['esdb://d b', 'names no host'],
    ['esdb+discover://db1,db2', 'one host'],
    ['esdb://db?tls', 'none of NAME=VALUE'],
    ['esdb://db?tls=', 'none of NAME=VALUE'],
    ['esdb://db?asofprefixes=x', 'none of NAME=VALUE'],
    ['esdb://db?__proto__=x', 'none of NAME=VALUE'],
    ['esdb://db?tls=yes', 'true or false'],
    ['esdb://db?tls=true&TLS=false', 'tls twice'],
    ['esdb://db?keepAliveInterval=500', 'from 10000'],
    ['esdb://db?defaultDeadline=0', 'from 1'],
    ['esdb://db?nodePreference=best', 'leader'],
    ['esdb://db?userCertFile=%2Fa.crt', 'userKeyFile'],
    ['esdb://db?asofPrefix=$x', 'letters'],
    ['esdb://db?asofPrefix=a%20b', 'letters'],
    ['esdb://db?asofCategories=a-b', 'categories'],
    ['esdb://db?asofForeign=keep', 'park or stop'],
    ['esdb://db?tlsCAFile=%E0%A4%A', 'encoded'],
    ['esdb://ann@db', 'USER:PASSWORD'],
  ])('that is wrong is refused, with what is wrong: %s', (text, why) => {
    expect(() => readConnection(text)).toThrow(
      expect.objectContaining({ code: 'invalid-store', message: expect.stringContaining(why) }),
    );
  });

  test.each([
    `esdb://ann:${secret}@db:2113`,
    `esdb://ann:${secret}@`,
    `esdb://ann:${secret}@db?tls=maybe`,
    `esdb://ann:${secret}@db?nonsense=1`,
    `esdb://ann:12?${secret}@db`,
    `esdb://ann:12?a=${secret}@db`,
    `esdb://ann:x/${secret}@db`,
    `esdb://ann:x#${secret}@db`,
    `esdb://ann:%${secret}@db`,
    `esdb://ann:x@${secret}@db`,
    `esdb://${secret}:${secret}@db:port`,
    `kurrentdb+discover://ann:${secret}@a,b`,
    `kurentdb://ann:${secret}@db`,
    `ann:${secret}@db`,
  ])('shows neither user nor password, wherever it is shown: %s', (text) => {
    const shown: unknown[] = [withoutCredentials(text), invalidStore(text).message, invalidStore(text).facts];
    try {
      shown.push(readConnection(text).name);
    } catch (error) {
      if (!(error instanceof TimelineError)) throw error;
      shown.push(error.message, error.facts, error.stack, error.cause);
    }
    expect(JSON.stringify(shown)).not.toContain(secret);
  });

  test('is the same for the client when only ours differ, and another with another password', () => {
    expect(keyOf('esdb://a:b@db?asofPrefix=x')).toBe(keyOf('kurrentdb://a:b@db?asofForeign=stop'));
    expect(keyOf('esdb://a:b@db')).not.toBe(keyOf('esdb://a:c@db'));
  });
});

describe('the client of a connection', () => {
  test('is made without a word on the console, whatever the parameters', () => {
    const written = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'log'), vi.spyOn(console, 'error')];
    for (const text of [
      'esdb://db?tls=false&keepAliveInterval=-1&keepAliveTimeout=-1&asofPrefix=a.',
      'esdb+discover://db?maxDiscoverAttempts=2&discoveryInterval=10&gossipTimeout=1',
      'esdb://a:b@db1,db2?nodePreference=random&tlsVerifyCert=false',
    ])
      createClient(readConnection(text));
    for (const spy of written) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  test('needs its certificates: a file that is not there is named', () => {
    const there = folder.file();
    writeFileSync(there, 'x');
    const missing = `${there}-missing`;
    const text = `esdb://a:${secret}@db?userCertFile=${encodeURIComponent(there)}&userKeyFile=${encodeURIComponent(missing)}`;
    expect(() => createClient(readConnection(text))).toThrow(
      expect.objectContaining({ code: 'unknown-file', message: expect.stringContaining(missing) }),
    );
  });
});

function keyOf(text: string): string {
  return readConnection(text).key;
}
