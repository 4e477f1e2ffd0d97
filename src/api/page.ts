import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { askAgain, sendAnswered } from './answered.ts';
import type { Coding } from './encoding.ts';
import { codingsOf } from './encoding.ts';
import { entityTagOf } from './entity-tag.ts';
import { indexPage, indexPolicy } from './index-page.ts';
import { noQuery, pathPart } from './query.ts';
import type { Routes } from './routes.ts';
import { sendText } from './send-answer.ts';

/**
 * What the page may do: run its own scripts, look as its own style sheets say, and ask this server.
 *
 * No text can become a script or markup: there is no inline script, no policy that could make trusted types, and thus no sink that
 * takes a text (W3C Trusted Types).
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Media types of the files of the page by what their names end in; no other file is given. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
};

/** A file whose name has a hash of what is in it never changes; it holds nothing that is not for everybody. */
const neverChanges = 'public, max-age=31536000, immutable';
const hashed = /-[\w-]{8}\.\w+$/;

/** No separator, and no dot at the beginning: such a name leads nowhere but into its folder. */
const plainName = /^[\w-]+(?:\.[\w-]+)*$/;

const options = { config: { scope: 'none' } } as const;

/**
 * Adds the page that people see in a browser, and its files.
 *
 * The files are read when they are asked for, so that a page that is built while the server runs is served from then on.
 * What stands in the query belongs to the script of the page; the server takes any.
 */
export function addPage(app: Routes, timeline: Timeline, folder: string | undefined): void {
  app.get('/', { ...options, schema: { querystring: z.looseObject({}) } }, async (request, reply) => {
    const built = folder === undefined ? undefined : await builtFile(request, folder, 'index.html');
    if (built === undefined) return sendIndexPage(request, reply, timeline);
    return sendBuilt(request, reply.header('content-security-policy', pagePolicy), built);
  });

  const params = z.strictObject({ name: pathPart });
  app.get(
    '/assets/:name',
    { ...options, schema: { params, querystring: noQuery } },
    async (request, reply) => {
      const { name } = request.params;
      const built = folder === undefined ? undefined : await builtFile(request, join(folder, 'assets'), name);
      if (built !== undefined) return sendBuilt(request, reply, built);
      throw new TimelineError('unknown-route', `The page has no file ${JSON.stringify(name)}`);
    },
  );
}

async function sendIndexPage(request: FastifyRequest, reply: FastifyReply, timeline: Timeline) {
  const knowsSituation = timeline.projections().some(({ name }) => name === 'situation');
  reply.header('content-security-policy', indexPolicy);
  const mediaType = 'text/html; charset=utf-8';
  return sendText(request, reply, indexPage({ knowsSituation }), { isFixed: false, mediaType });
}

interface Built extends Coding {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Reads a file in the coding that the caller likes best of those it was built in; undefined where there is none of the name. */
async function builtFile(request: FastifyRequest, folder: string, name: string): Promise<Built | undefined> {
  if (!plainName.test(name) || mediaTypes[extname(name)] === undefined) return undefined;
  for (const coding of codingsOf(request)) {
    const bytes = await readFile(join(folder, name + coding.ending)).catch(absent);
    if (bytes !== undefined) return { ...coding, name, bytes };
  }
  return undefined;
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

function sendBuilt(request: FastifyRequest, reply: FastifyReply, { name, bytes, coding }: Built) {
  return sendAnswered(request, reply, {
    body: bytes,
    entityTag: entityTagOf(bytes, { isWeak: false }),
    mediaType: mediaTypes[extname(name)] ?? 'application/octet-stream',
    cacheControl: hashed.test(name) ? neverChanges : askAgain,
    vary: ['Accept-Encoding'],
    about: coding === 'identity' ? {} : { 'content-encoding': coding },
  });
}
