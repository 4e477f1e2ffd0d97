import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { curlOf } from '../../src/api/reference/curl.ts';
import type { OpenApi } from '../../src/api/reference/document.ts';
import { operationsOf } from '../../src/api/reference/document.ts';
import { referencePage } from '../../src/api/reference/page.ts';
import type { Served } from './served.ts';
import { serve } from './served.ts';

let served: Served;
let page: string;
let document: OpenApi;
beforeAll(async () => {
  served = await serve();
  page = (await served.get('/docs')).body;
  document = (await served.get('/openapi.json')).json();
});
afterAll(async () => served.close());

describe('the reference', () => {
  test('tells every operation and every schema, each at an anchor of its own', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { operationId, summary } of operationsOf(document)) {
      expect(ids).toContain(operationId);
      expect(page).toContain(summary);
    }
    for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${name}`);
  });

  test('leads each link within the page to an anchor', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...page.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('runs no script and fetches nothing: its one style is named by its hash', async () => {
    const { headers } = await served.get('/docs');
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|<iframe| on\w+=| style="|javascript:|url\(|@import/i);
    expect([...page.matchAll(/ href="([^#"][^"]*)"/g)].map(([, to = '']) => to).toSorted()).toEqual([
      '/',
      '/openapi.json',
    ]);
  });

  test('has one heading of the page, and below it none that skips a level', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    for (const [index, level] of levels.entries())
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    expect(page).toMatch(/<html lang="en">[^]*<nav aria-label="[^"]+">[^]*<main id="content">/);
  });

  test('escapes whatever a document says', () => {
    const hostile = '</code><script>alert("1")</script>\'&amp;';
    const everywhere = JSON.stringify(document).replaceAll(
      /"(summary|description|title|example|const|pattern)":"[^"\\]*"/g,
      (_, name: string) => `${JSON.stringify(name)}:${JSON.stringify(hostile)}`,
    );
    expect(everywhere).toContain('alert');
    const written = referencePage(JSON.parse(everywhere));
    expect(written).toContain('&lt;script&gt;');
    expect(written).not.toMatch(/<script/i);
  });

  test('shows command lines that a shell reads as they are meant', () => {
    const [append] = operationsOf(document);
    if (append?.requestBody === undefined) throw new Error('The first operation takes a body');
    const content = { 'application/json': { schema: {}, example: { title: "it's" } } };
    const line = curlOf({ ...append, requestBody: { required: true, content } });
    expect(line).toContain(String.raw`it'\''s`);
    expect(line).toContain("'http://127.0.0.1:4100/v1/streams/diplomacy-us-russia/events");
  });

  test('is led to from the start page', async () => {
    const { body } = await served.get('/');
    expect(body).toContain('href="/docs"');
    expect(body).toContain('href="/openapi.json"');
  });
});
