import fastify from 'fastify';
import type { RouteOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

import { demandScopes } from '../../src/api/route-scope.ts';
import { checkParameters } from '../../src/api/routes.ts';
import { addRoutes } from '../../src/api/server.ts';
import type { Timeline } from '../../src/engine/timeline.ts';

/** Lists the routes that a server of a timeline has, each with one method, those for HEAD too. */
export async function routesOf(timeline: Timeline): Promise<readonly ServerRoute[]> {
  const seen: ServerRoute[] = [];
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(checkParameters);
  demandScopes(app);
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) seen.push({ ...route, method });
  });
  addRoutes(app, timeline);
  await app.ready();
  await app.close();
  return seen;
}

/** A route with one method. */
export interface ServerRoute extends RouteOptions {
  readonly method: string;
}
