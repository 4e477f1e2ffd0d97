import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { scopes } from '../src/access/port.ts';
import { tokenNameCharactersMax } from '../src/access/token.ts';
import { authorizationCharactersMax } from '../src/api/bearer.ts';
import { corsRequestHeaders } from '../src/api/cors.ts';
import { pageEntriesMax, pageReadingsMax } from '../src/api/page-size.ts';
import { httpStatuses, problemCodeOf, statusOf } from '../src/api/problem.ts';
import { refusedTokensPerMinuteMax } from '../src/api/rate-limit.ts';
import { targetCharactersMax } from '../src/api/safety.ts';
import { bodyBytesMaxUsual, patienceMs } from '../src/api/server.ts';
import { heartbeatMsUsual, subscriptionsMaxUsual } from '../src/api/sse-connections.ts';
import { countedClientsMax } from '../src/api/windows.ts';
import { settings, usualLimits } from '../src/cli/settings.ts';
import { errorCatalogue } from '../src/domain/errors.ts';
import { defaultMaxDepth } from '../src/domain/json.ts';
import { eventBytesMax } from '../src/domain/prepare.ts';
import { streamNameCharactersMax } from '../src/domain/stream.ts';
import { appendedEventsMax } from '../src/engine/record.ts';
import { idempotencyKeyCharactersMax } from '../src/engine/request-note.ts';
import { news, openTimeline } from '../src/index.ts';
import { routesOf } from './support/routes.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'security.md'), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => [section.split('\n')[0] ?? '', section]),
);

/** Every limit as the code has it: what the table says of it, word for word. */
const limits: Readonly<Record<string, string>> = {
  'body of a request': `${counted(bodyBytesMaxUsual)} bytes`,
  'data of an event': `${counted(eventBytesMax)} bytes`,
  'arrays and objects in each other': counted(defaultMaxDepth),
  'events in one append': counted(appendedEventsMax),
  'entries on a page': counted(pageEntriesMax),
  'readings on a page': counted(pageReadingsMax),
  'request target, path and query': `${counted(targetCharactersMax)} characters`,
  'header `Authorization`': `${counted(authorizationCharactersMax)} characters`,
  'header `Idempotency-Key`': `${counted(idempotencyKeyCharactersMax)} characters`,
  'name of a stream': `${counted(streamNameCharactersMax)} characters`,
  'name of a token': `${counted(tokenNameCharactersMax)} characters`,
  'subscriptions and replays at once': counted(subscriptionsMaxUsual),
  'of these to one client': counted(usualLimits.subscriptionsPerClientMax),
  'requests of one client a minute': counted(usualLimits.requestsPerMinuteMax),
  'refused tokens from one address a minute': counted(refusedTokensPerMinuteMax),
  'clients that are counted at once': counted(countedClientsMax),
  'head of a request': `${patienceMs.head / 1000} seconds`,
  'whole request': `${patienceMs.request / 1000} seconds`,
  'silence on a connection': `${patienceMs.silence / 1000} seconds`,
  'sign of life of a subscription': `every ${heartbeatMsUsual / 1000} seconds`,
};

describe('docs/security.md', () => {
  test('says each limit as the code has it, and no other', () => {
    const rows = rowsOf('Limits').slice(1);
    expect(Object.fromEntries(rows.map(([what, limit]) => [what, limit]))).toEqual(limits);
    expect(settings.bodyBytesMax.usual).toBe(bodyBytesMaxUsual);
    expect(settings.subscriptionsMax.usual).toBe(subscriptionsMaxUsual);
  });

  test('says what is answered beyond a limit, with the status of its code', () => {
    const answers = rowsOf('Limits').flatMap(([, , beyond = '']) => [
      ...beyond.matchAll(/(\d{3}) `([a-z-]+)`/g),
    ]);
    expect(answers.length).toBeGreaterThan(10);
    for (const [, status, name = ''] of answers) {
      const code = problemCodeOf(name);
      expect(code === undefined ? undefined : statusOf(code), name).toBe(Number(status));
    }
  });

  test('lists every scope, and no other', () => {
    const listed = rowsOf('Scopes')
      .slice(1)
      .map(([scope = '']) => scope.replaceAll('`', ''));
    expect(listed).toEqual([...scopes, 'none']);
  });

  test('says of every route which scope it asks for', async () => {
    const timeline = await openTimeline({ store: 'memory:', ...news });
    const routes = await routesOf(timeline);
    await timeline.close();
    const asked = routes
      .filter(({ method }) => method !== 'HEAD')
      .map(({ method, url, config }) => ({
        route: `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`,
        scope: config?.scope ?? 'read',
      }));
    const said = rowsOf('Scopes')
      .slice(1)
      .flatMap(([scope = '', allows = '']) =>
        [...allows.matchAll(/`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/g)].map(([, route = '']) => ({
          route,
          scope: scope.replaceAll('`', ''),
        })),
      );
    const named = asked.filter(({ scope }) => scope !== 'read');
    const saidByName = said.filter(({ scope }) => scope !== 'read');
    expect(saidByName.toSorted(byRoute)).toEqual(named.toSorted(byRoute));
    // The row of read says that it is for every other GET; what else there is it names.
    const others = asked.filter(({ route, scope }) => scope === 'read' && !route.startsWith('GET '));
    expect(said.filter(({ scope }) => scope === 'read')).toEqual(others);
  });

  test('names no error that there is not', () => {
    const codes = new Set([...Object.keys(errorCatalogue), ...Object.keys(httpStatuses)]);
    const named = [...page.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, name = '']) => name);
    const known = ['-access-wal', '-access-shm'];
    expect(named.filter((name) => !codes.has(name) && !known.includes(name))).toEqual([]);
    expect(named).toContain('tokens-unreadable');
  });

  test('lists the headers that pages of other origins may send', () => {
    const section = sections.get('Pages of other origins') ?? '';
    const [, sentence = ''] = /Browsers may then\s+send ([^.]*)\./.exec(section) ?? [];
    const listed = [...sentence.matchAll(/`([A-Za-z-]+)`/g)].map(([, name = '']) => name);
    expect(listed).toEqual([...corsRequestHeaders]);
  });
});

function counted(count: number): string {
  return count.toLocaleString('en-US');
}

function rowsOf(heading: string): readonly (readonly string[])[] {
  const lines = (sections.get(heading) ?? '').split('\n').filter((line) => /^\| (?!---)/.test(line));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

function byRoute(a: { readonly route: string }, b: { readonly route: string }): number {
  return a.route < b.route ? -1 : 1;
}
