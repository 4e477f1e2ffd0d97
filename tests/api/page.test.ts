import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { codingsOf } from '../../src/api/encoding.ts';
import { pagePolicy } from '../../src/api/page.ts';
import { listen } from '../support/event-client.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { Served } from './served.ts';
import { serve } from './served.ts';

const temp = makeTempFolder();
const page = join(temp.path, 'web');
const script = '/assets/index-AbCd_-12.js';
const code = 'export const word = "word";\n'.repeat(100);
const document = '<!doctype html><title>Asof</title>';

let served: Served;
let unbuilt: Served;
let port: number;
beforeAll(async () => {
  mkdirSync(join(page, 'assets/inner'), { recursive: true });
  writeBuilt('index.html', document);
  writeBuilt('assets/index-AbCd_-12.js', code);
  writeFileSync(join(page, 'assets/style-Zz990011.css'), 'body {}');
  writeFileSync(join(page, 'assets/icon-Zz990011.svg'), '<svg/>');
  writeFileSync(join(page, 'assets/licences.txt'), 'MIT');
  for (const name of ['key.pem', '.hidden.js', 'inner/deep.js'])
    writeFileSync(join(page, 'assets', name), 'a secret');
  writeFileSync(join(temp.path, 'outside.js'), 'a secret');
  served = await serve({ page });
  port = await listen(served.app);
  unbuilt = await serve({ page: join(temp.path, 'nothing') });
});
afterAll(async () => {
  await served.close();
  await unbuilt.close();
  temp.remove();
});

/** Writes a file as the build does: plain, in brotli, in gzip. */
function writeBuilt(name: string, text: string): void {
  writeFileSync(join(page, name), text);
  writeFileSync(join(page, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(page, `${name}.gz`), gzipSync(text));
}

describe('the page', () => {
  test('is served under a policy that lets in nothing but its own files, and no text become a script', async () => {
    const { headers, statusCode, body } = await served.get('/');
    expect(statusCode).toBe(200);
    expect(body).toBe(document);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toBe(pagePolicy);
  });

  test('is the same whatever stands in its query, which is read by its script', async () => {
    for (const query of [
      '?asOf=now',
      '?asOf=1&asOf=2&x',
      '?%E0%A4%A=%&asOf=%',
      `?q=${encodeURIComponent('<b>')}`,
    ]) {
      const { statusCode, body } = await served.get(`/${query}`);
      expect({ query, statusCode, body }).toEqual({ query, statusCode: 200, body: document });
    }
  });

  test('has files that never change, kept for a year by anybody, for their names say what is in them', async () => {
    const { headers, body } = await served.get(script);
    expect(body).toBe(code);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    const licences = await served.get('/assets/licences.txt');
    expect(licences.headers['cache-control']).toBe('no-cache');
    expect(licences.headers['content-type']).toBe('text/plain; charset=utf-8');
  });

  test.each([
    ['/assets/style-Zz990011.css', 'text/css; charset=utf-8'],
    ['/assets/icon-Zz990011.svg', 'image/svg+xml'],
  ])('has files of kinds: %s', async (url, type) => {
    expect((await served.get(url)).headers['content-type']).toBe(type);
  });

  test.each(['/', script])('is not sent again to who has it: %s', async (url) => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding };
      const whole = await served.get(url, headers);
      const tag = String(whole.headers['etag']);
      const again = await served.get(url, { ...headers, 'if-none-match': tag });
      expect(again.statusCode).toBe(304);
      expect(again.body).toBe('');
      expect(again.headers['etag']).toBe(tag);
      expect(again.headers['vary']).toBe('Accept-Encoding');
      expect(again.headers['content-security-policy']).toBe(whole.headers['content-security-policy']);
    }
  });

  test('has another entity tag in each coding: a strong one is for these bytes', async () => {
    const tags = new Set<unknown>();
    for (const encoding of ['br', 'gzip', 'identity'])
      tags.add((await served.get(script, { 'accept-encoding': encoding })).headers['etag']);
    expect(tags.size).toBe(3);
  });

  test.each(['/', script])('is told of to HEAD without a body: %s', async (url) => {
    const headers = { 'accept-encoding': 'br' };
    const whole = await served.get(url, headers);
    const head = await served.ask({ method: 'HEAD', url, headers });
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe(String(whole.rawPayload.length));
    expect(head.headers['etag']).toBe(whole.headers['etag']);
    expect(head.headers['content-encoding']).toBe('br');
  });

  test.each([
    [undefined, undefined],
    ['', undefined],
    ['br', 'br'],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*;q=0', undefined],
    ['identity', undefined],
    ['deflate', undefined],
    ['br;q=nonsense', undefined],
    ['BR', 'br'],
  ])('is sent to who takes %j in the coding %j', async (accepted, coding) => {
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
    const response = await served.get(script, headers);
    expect(response.headers['content-encoding']).toBe(coding);
    expect(response.headers['vary']).toBe('Accept-Encoding');
    const bytes = response.rawPayload;
    const plain =
      coding === 'br' ? brotliDecompressSync(bytes) : coding === 'gzip' ? gunzipSync(bytes) : bytes;
    expect(plain.toString()).toBe(code);
    expect(codingsOf({ headers }).at(-1)?.coding).toBe('identity');
  });

  test('is sent as it is where it was not built in a coding', async () => {
    const response = await served.get('/assets/licences.txt', { 'accept-encoding': 'br' });
    expect(response.headers['content-encoding']).toBeUndefined();
    expect(response.body).toBe('MIT');
  });

  test.each([
    '/assets/none-AbCd1234.js',
    '/assets/',
    '/assets/index-AbCd_-12.js.br',
    '/assets/key.pem',
    '/assets/.hidden.js',
    '/assets/inner/deep.js',
    '/assets/inner%2fdeep.js',
    '/assets/inner%5cdeep.js',
    '/assets/..%2findex.html',
    '/assets/..%2f..%2foutside.js',
    '/assets/%2e%2e%2f%2e%2e%2foutside.js',
    '/assets/index-AbCd_-12.js%00.js',
    `/assets/${encodeURIComponent(join(temp.path, 'outside.js'))}`,
    `/assets/${'a'.repeat(199)}.js`,
    '/index.html',
    '/web/index.html',
  ])('has nothing else, and nothing outside of its folder: %s', async (url) => {
    const response = await served.get(url);
    expect([400, 404], url).toContain(response.statusCode);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).not.toContain('secret');
  });

  test.each(['/assets/..', '/assets/%2e%2e', '/assets/../../outside.js', '/assets/..%5c..%5coutside.js'])(
    'has nothing outside of its folder for those who write paths as they like: %s',
    async (path) => {
      const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
      request({ port, path, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
      expect(await promise).toBe(404);
    },
  );

  test('takes no other method', async () => {
    expect((await served.ask({ method: 'POST', url: '/' })).statusCode).toBe(405);
    expect((await served.ask({ method: 'DELETE', url: script })).statusCode).toBe(405);
  });
});

describe('where the page is not built', () => {
  test('a static page stands for it, that says how to build it and runs no script', async () => {
    const { statusCode, body, headers } = await unbuilt.get('/?asOf=now');
    expect(statusCode).toBe(200);
    expect(body).toContain('npm run build:page');
    expect(body).not.toContain('<script');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect((await unbuilt.get(script)).statusCode).toBe(404);
  });

  test('it is served as soon as it is built, and no longer when it is gone', async () => {
    const later = await serve({ page: join(temp.path, 'later') });
    const title = async () => (await later.get('/')).body;
    expect(await title()).not.toBe(document);
    mkdirSync(join(temp.path, 'later'));
    writeFileSync(join(temp.path, 'later/index.html'), document);
    expect(await title()).toBe(document);
    rmSync(join(temp.path, 'later'), { recursive: true });
    expect(await title()).not.toBe(document);
    await later.close();
  });
});
