import { readFile } from 'node:fs/promises';

import { noQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { safeHeaders } from './safety.ts';
import { sendText } from './send-answer.ts';

const file = new URL('openapi.json', import.meta.url);

/**
 * Adds the routes of the description of the API: for programs, and as a page for people.
 *
 * The document is a file that was generated with the code, so neither costs anything before it is asked for.
 */
export function addReference(app: Routes): void {
  // Kept when it is there: what could not be read is tried again with the next question.
  let text: string | undefined;
  let page: { readonly html: string; readonly policy: string } | undefined;
  const readText = async () => (text ??= await readFile(file, 'utf8'));
  const writePage = async () => {
    const { referencePage, styleSource } = await import('./reference/page.ts');
    const policy = `${safeHeaders['content-security-policy'] ?? ''}; style-src ${styleSource}`;
    return { html: referencePage(JSON.parse(await readText())), policy };
  };
  const options = { config: { scope: 'none' }, schema: { querystring: noQuery } } as const;

  app.get('/openapi.json', options, async (request, reply) =>
    sendText(request, reply, await readText(), { isFixed: false }),
  );
  app.get('/docs', options, async (request, reply) => {
    const { html, policy } = (page ??= await writePage());
    reply.header('content-security-policy', policy);
    return sendText(request, reply, html, { isFixed: false, mediaType: 'text/html; charset=utf-8' });
  });
}
