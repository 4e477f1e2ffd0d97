import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fastify from 'fastify';
import type { RouteOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { checkParameters } from '../src/api/routes.ts';
import { addRoutes } from '../src/api/server.ts';
import type { ReplayOut, TimelineChangesOut, UpdatesOut } from '../src/api/wire-live.ts';
import type { Served } from './api/served.ts';
import { serve } from './api/served.ts';
import { hear, listen } from './support/event-client.ts';
import type { ExampleAnswer } from './support/http-example.ts';
import { answerOf, eventsOf, requestOf } from './support/http-example.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'http.md'), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0] ?? '', section]),
);
const documented = [...sections.keys()].filter((heading) => /^[A-Z]+ \//.test(heading));
const examples = [
  ...page.matchAll(/```http\n((?:GET|POST|DELETE) [^]*?)\n```\n\n```http\n([^]*?)\n```/g),
].map(([, request = '', answer = '']) => ({ line: request.split('\n')[0] ?? '', request, answer }));

type Common = 'fault' | 'bye';
const common: Record<Common, true> = { fault: true, bye: true };
const updates: Record<keyof UpdatesOut | Common, true> = {
  ...common,
  snapshot: true,
  patch: true,
  'caught-up': true,
  reset: true,
};
const changes: Record<keyof TimelineChangesOut | Common, true> = {
  ...common,
  entries: true,
  changes: true,
  'caught-up': true,
};
const replay: Record<keyof ReplayOut | Common, true> = {
  ...common,
  start: true,
  step: true,
  'caught-up': true,
  end: true,
};
/** The events of every stream of them, which the types of what is sent know, too. */
const eventsByHeading = {
  'GET /v1/projections/{name}/updates': updates,
  'GET /v1/timeline/updates': changes,
  'GET /v1/replay': replay,
};

let served: Served;
let port: number;
let routes: readonly RouteOptions[];
beforeAll(async () => {
  served = await serve();
  port = await listen(served.app);
  routes = await routesOf(served);
});
afterAll(async () => served.close());

describe('docs/http.md', () => {
  test('has a heading for each route, and for no other', () => {
    expect(documented.toSorted()).toEqual(routes.map(headingOf).toSorted());
  });

  test('lists the parameters of each route, and no others', () => {
    for (const route of routes) {
      const rows = (sections.get(headingOf(route)) ?? '').matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm);
      const listed = [...rows].flatMap(([, names = '']) => names.replaceAll('`', '').split(', '));
      expect(listed.toSorted(), headingOf(route)).toEqual(parametersOf(route).toSorted());
    }
  });

  test.each(Object.entries(eventsByHeading))('lists the events of %s, and no others', (heading, events) => {
    const listed = [...(sections.get(heading) ?? '').matchAll(/^- `([a-z-]+)`: /gm)].map(
      ([, name = '']) => name,
    );
    expect(listed.toSorted()).toEqual(Object.keys(events).toSorted());
  });

  test('has an example of each route but those of the page for people', () => {
    const shown = new Set(examples.map(({ line }) => line));
    const without = documented.filter((heading) => ![...shown].some((line) => isOf(line, heading)));
    expect(without).toEqual(['GET /', 'GET /assets/{name}']);
  });

  test.each(examples)('shows what is really answered: $line', async ({ request, answer }) => {
    const shown = answerOf(answer);
    await served.timeline.caughtUp();
    if (shown.headers['content-type']?.startsWith('text/event-stream')) return checkEvents(request, shown);
    const response = await served.ask({
      ...requestOf(request),
      ...(isDeletion(request) && { method: 'DELETE' }),
    });
    if (response.statusCode === 202) await ended(String(response.headers['location']));
    served.tick(60_000);
    expect(response.statusCode).toBe(shown.status);
    expect(response.headers).toMatchObject(shown.headers);
    if (!String(response.headers['content-type']).includes('json'))
      expect(withoutLeftOut(response.body.trimEnd(), shown.body)).toBe(shown.body);
    else expect(shortened(response.json(), JSON.parse(shown.body))).toEqual(JSON.parse(shown.body));
  });
});

/** Compares a stream of events with its beginning, or all of it, as the page shows it. */
async function checkEvents(request: string, shown: ExampleAnswer): Promise<void> {
  const { url, headers } = requestOf(request);
  const client = await hear(port, url, headers);
  served.tick(60_000);
  expect(client.status).toBe(shown.status);
  expect(client.headers).toMatchObject(shown.headers);
  const events = eventsOf(shown.body);
  const heard = await client.hears(events.length);
  client.close();
  expect(shortened(heard, events)).toEqual(events);
}

function isDeletion(request: string): boolean {
  return request.startsWith('DELETE ');
}

/** Waits until what was begun has ended: the next example shows that. */
async function ended(location: string): Promise<void> {
  while ((await served.get(location)).json().status === 'running')
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Puts `…` where the page leaves lines of a text out. */
function withoutLeftOut(real: string, shown: string): string {
  const lines = shown.split('\n');
  if (!lines.includes('…')) return real;
  const kept = real.split('\n').filter((line) => lines.includes(line));
  for (const [index, line] of lines.entries()) if (line === '…') kept.splice(index, 0, line);
  return kept.join('\n');
}

async function routesOf({ timeline }: Served): Promise<readonly RouteOptions[]> {
  const seen: RouteOptions[] = [];
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(checkParameters);
  app.addHook('onRoute', (route) => {
    if (route.method !== 'HEAD') seen.push(route);
  });
  addRoutes(app, timeline);
  await app.ready();
  await app.close();
  return seen;
}

function headingOf({ method, url }: RouteOptions): string {
  return `${String(method)} ${url.replaceAll(/:(\w+)/g, '{$1}')}`;
}

function parametersOf({ schema }: RouteOptions): string[] {
  return [schema?.params, schema?.querystring].flatMap((part) =>
    part instanceof z.ZodObject ? Object.keys(part.shape) : [],
  );
}

function isOf(line: string, heading: string): boolean {
  const pattern = heading.replaceAll(/[.?]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/?]+');
  return new RegExp(`^${pattern}(\\?.*)?$`).test(line);
}

/** Leaves out of an answer what the page leaves out: members of objects, and what follows in a list. */
function shortened(real: unknown, shown: unknown): unknown {
  if (Array.isArray(real) && Array.isArray(shown))
    return shown.length === 0
      ? real
      : real.slice(0, shown.length).map((item, index) => shortened(item, shown[index]));
  if (!isObject(real) || !isObject(shown)) return real;
  return Object.fromEntries(
    Object.entries(real)
      .filter(([name]) => name in shown)
      .map(([name, value]) => [name, shortened(value, shown[name])]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
