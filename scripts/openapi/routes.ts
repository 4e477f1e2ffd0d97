import fastify from 'fastify';
import type { RouteOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';

import type { Scope } from '../../src/access/port.ts';
import { checkParameters } from '../../src/api/routes.ts';
import { addRoutes } from '../../src/api/server.ts';
import { openTimeline } from '../../src/open.ts';

/** A route of the server: its method and path, who may ask it, and the parameters that it checks. */
export interface Route {
  /** Its method and path, such as `GET /v1/streams/{stream}/events`. */
  readonly heading: string;
  readonly scope: Scope | 'none';
  readonly path: Readonly<Record<string, z.ZodType>>;
  readonly query: Readonly<Record<string, z.ZodType>>;
}

/** Lists the routes of the server, without those for HEAD that it adds by itself. They are the same for every timeline. */
export async function listRoutes(): Promise<readonly Route[]> {
  const routes: Route[] = [];
  const timeline = await openTimeline({ store: 'memory:', events: [], projections: [] });
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(checkParameters);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) if (method !== 'HEAD') routes.push(routeOf(method, route));
  });
  addRoutes(app, timeline);
  await app.ready();
  await app.close();
  await timeline.close();
  return routes;
}

function routeOf(method: string, { url, schema, config }: RouteOptions): Route {
  return {
    heading: `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`,
    scope: config?.scope ?? 'read',
    path: shapeOf(schema?.params),
    query: shapeOf(schema?.querystring),
  };
}

function shapeOf(schema: unknown): Readonly<Record<string, z.ZodType>> {
  return schema instanceof z.ZodObject ? schema.shape : {};
}
