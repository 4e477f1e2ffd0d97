import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Scope } from '../../src/access/port.ts';
import { scopes } from '../../src/access/port.ts';
import { demandScopes } from '../../src/api/route-scope.ts';
import { buildServer } from '../../src/api/server.ts';
import type { ServerRoute } from '../support/routes.ts';
import { routesOf } from '../support/routes.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { bearer, idOf, makeTokens } from '../support/tokens.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

const temp = makeTempFolder();
const tokens = makeTokens();
let served: Served;
let routes: readonly ServerRoute[];
const byScope = new Map<Scope, string>();
/** What is shown instead of a token that holds, and what that is answered. */
const bad = new Map<string, { readonly headers: Record<string, string>; readonly code: string }>();

beforeAll(async () => {
  mkdirSync(join(temp.path, 'assets'));
  writeFileSync(join(temp.path, 'assets/licences.txt'), 'MIT');
  served = await serve({ access: tokens.access, page: temp.path });
  routes = await routesOf(served.timeline);
  await served.timeline.append('notes-a', [note('seed')]);
  for (const scope of scopes) byScope.set(scope, tokens.allowing(scope));
  const secret = 'A'.repeat(43);
  const all = tokens.allowing('admin');
  const revoked = tokens.allowing('admin');
  tokens.revoke(revoked);
  const now = Date.UTC(2025, 6, 10, 9);
  const expired = tokens.access.create(
    { name: 'x', scopes: ['admin'], expiresAt: now + 1000 },
    'os:tester',
  ).token;
  tokens.tick(1000);
  const shown = {
    'a token that is cut off': bearer(all.slice(0, -1)),
    'a token that goes on': bearer(`${all}A`),
    'a secret alone': bearer(all.split('_').at(-1) ?? ''),
    'an id alone': bearer(idOf(all)),
    'an unknown id': bearer(`asof_000000000000_${secret}`),
    'a wrong secret': bearer(`asof_${idOf(all)}_${secret}`),
    'the secret of another': bearer(`asof_${idOf(all)}_${revoked.slice(18)}`),
    'an expired token': bearer(expired),
    'a revoked token': bearer(revoked),
    'another scheme': { authorization: `Basic ${all}` },
    'nothing after the scheme': { authorization: 'Bearer ' },
    'a token in another case': bearer(all.toUpperCase()),
  };
  bad.set('no token', { headers: {}, code: 'token-required' });
  for (const [what, headers] of Object.entries(shown)) bad.set(what, { headers, code: 'token-refused' });
});
afterAll(async () => {
  await served.close();
  temp.remove();
});

describe('every route', () => {
  test('that asks for a token refuses all that is none, before it reads the body', async () => {
    let refused = 0;
    for (const route of routes.filter((one) => scopeOf(one) !== 'none'))
      for (const [what, { headers, code }] of bad) {
        const response = await served.ask({ ...requestOf(route), headers: { ...jsonType, ...headers } });
        const where = `${route.method} ${route.url} with ${what}`;
        expect(response.statusCode, where).toBe(401);
        if (route.method !== 'HEAD') expect(response.json().type, where).toBe(`/problems/${code}`);
        expect(response.headers['www-authenticate'], where).toMatch(/^Bearer realm="asof"/);
        refused += 1;
        // Slowly enough that not too many tokens from one address are refused.
        served.tick(2000);
      }
    expect(refused).toBeGreaterThan(600);
    expect(served.timeline.head().position).toBe(1);
  });

  test('refuses each token that allows something else, and says what it would have to allow', async () => {
    let refused = 0;
    for (const route of routes)
      for (const [allowed, token] of byScope) {
        const scope = scopeOf(route);
        if (scope === 'none' || scope === allowed || allowed === 'admin') continue;
        const response = await served.ask({
          ...requestOf(route),
          headers: { ...jsonType, ...bearer(token) },
        });
        expect(response.statusCode, `${route.method} ${route.url} with ${allowed}`).toBe(403);
        expect(response.headers['www-authenticate']).toBe(
          `Bearer realm="asof", error="insufficient_scope", scope="${scope}"`,
        );
        if (route.method !== 'HEAD')
          expect(response.json()).toMatchObject({ type: '/problems/scope-missing', scope });
        refused += 1;
      }
    expect(refused).toBeGreaterThan(100);
    expect(served.timeline.head().position).toBe(1);
  });

  test('lets in each token that allows it, and one that allows all', async () => {
    for (const route of routes)
      for (const [allowed, token] of byScope) {
        const scope = scopeOf(route);
        if (scope !== 'none' && scope !== allowed && allowed !== 'admin') continue;
        // The query of the page is read by its script.
        if (route.url === '/') continue;
        const { url, ...request } = requestOf(route);
        // It is looked at by the route itself, and so it is refused for what is wrong with it.
        const response = await served.ask({
          ...request,
          url: `${url}?nonsense=1`,
          headers: { ...jsonType, ...bearer(token) },
        });
        expect(response.statusCode, `${route.method} ${route.url} with ${allowed}`).toBe(400);
      }
  });

  test('that asks for no token answers without one, and with one that does not hold', async () => {
    const open = routes.filter((route) => scopeOf(route) === 'none' && route.method === 'GET');
    expect(open.length).toBeGreaterThan(3);
    for (const route of open)
      for (const headers of [{}, bearer('nonsense')])
        expect((await served.ask({ ...requestOf(route), headers })).statusCode, route.url).toBe(200);
  });

  test('of those that change something states a scope, or the server does not even begin', async () => {
    const app = buildServer(served.timeline);
    expect(() => app.post('/v1/canary', async () => 'in')).toThrow('POST /v1/canary states no scope');
    expect(() => app.get('/v1/canary', async () => 'in')).not.toThrow();
    await app.close();
    expect(demandScopes).toBeTypeOf('function');
  });

  test('that only reads asks for the scope read when it says nothing', async () => {
    const canary = await serve({ access: tokens.access });
    canary.app.get('/v1/canary', async () => 'in');
    expect((await canary.get('/v1/canary')).statusCode).toBe(401);
    expect((await canary.get('/v1/canary', bearer(byScope.get('append') ?? ''))).statusCode).toBe(403);
    const headers = bearer(byScope.get('read') ?? '');
    expect((await canary.app.inject({ url: '/v1/canary', headers })).body).toBe('in');
    await canary.close();
  });

  test('has the scope that the description of the API names, and none is missing there', () => {
    const path = join(import.meta.dirname, '../../src/api/openapi.json');
    const { paths }: { paths: Record<string, Record<string, Operation>> } = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    const described = Object.entries(paths).flatMap(([url, item]) =>
      Object.entries(item)
        .filter(([method]) => /^(?:get|post|put|patch|delete)$/.test(method))
        .map(
          ([method, { security }]) => `${method.toUpperCase()} ${url} ${security[0]?.token?.[0] ?? 'none'}`,
        ),
    );
    const there = routes
      .filter(({ method }) => method !== 'HEAD')
      .map((route) => `${route.method} ${route.url.replaceAll(/:(\w+)/g, '{$1}')} ${scopeOf(route)}`);
    expect(described.toSorted()).toEqual(there.toSorted());
  });
});

describe('where there is no route', () => {
  test.each(['/nope', '/v1', '/v1/streams/notes-a', '/v1/../etc/passwd', '//', '/V1/streams'])(
    'nobody learns so without a token: %s',
    async (url) => {
      expect((await served.get(url)).statusCode).toBe(401);
      expect((await served.get(url, bearer(byScope.get('read') ?? ''))).statusCode).toBe(404);
    },
  );

  test('nobody learns without a token which methods there are', async () => {
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'DELETE'] as const) {
      const without = await served.ask({ method, url: '/v1/streams' });
      expect(without.statusCode).toBe(401);
      expect(without.headers['allow']).toBeUndefined();
      const headers = bearer(byScope.get('append') ?? '');
      expect((await served.ask({ method, url: '/v1/streams', headers })).statusCode).toBe(405);
    }
  });
});

/** What the description says of a route. */
interface Operation {
  readonly security: readonly { readonly token?: readonly string[] }[];
}

const jsonType = { 'content-type': 'application/json' };

function scopeOf({ config }: ServerRoute): Scope | 'none' {
  return config?.scope ?? 'read';
}

/** A request of a route, with a body that is no JSON: who reads it says so. */
function requestOf({ method, url }: ServerRoute) {
  const filled = url
    .replace('/assets/:name', '/assets/licences.txt')
    .replace(':stream', 'notes-a')
    .replace(':name', 'actors')
    .replace(':id', 'seed')
    .replace(':code', 'invalid-json')
    .replace(':type', 'NoteAdded')
    .replace(':version', '1');
  expect(filled).not.toContain(':');
  const body = method === 'POST' ? { payload: '{"not json' } : {};
  return { method, url: filled, ...body };
}
