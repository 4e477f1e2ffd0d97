import { chromium } from 'playwright-core';
import { expect } from 'vitest';

import { news, openTimeline } from '../../src/index.ts';
import { chromiumPath } from './chromium.ts';
import type { OwnServer } from './own-server.ts';
import { startPageServer } from './page-server.ts';

const page = `<!doctype html>
<script type="importmap">{ "imports": { "eventsource-parser": "/parser/index.js" } }</script>
<script type="module">
  import { connect } from '/dist/client/index.js';
  const client = connect(location.origin + '/asof');
  window.told = [];
  window.losses = 0;
  for await (const { state, position } of client.states('situation', { onLost: () => (window.losses += 1) }))
    window.told.push([position, state.statements.map(({ title }) => title)]);
</script>`;

/** How long a browser may take for a step, in milliseconds: it shares two cores with the other tests. */
const patienceMs = 120_000;

const said = (title: string) => ({
  type: 'StatementMade',
  occurred: '2025-07-05',
  data: { title, speaker: 'actor:a', about: ['actor:a'] },
});

/** What the journey needs. */
export interface JourneyOptions {
  readonly store: string;
  /** The folders of the modules that the page imports: the package's `dist`, and the parser of events. */
  readonly modules: { readonly dist: string; readonly parser: string };
  /** Starts a server on the store. */
  readonly serve: () => Promise<OwnServer>;
}

/**
 * Has a page in Chromium follow a projection by the client while the server is killed, is away for one event, and comes back; checks
 * that it shows each change once.
 */
export async function followInBrowser({ store, modules, serve }: JourneyOptions): Promise<void> {
  const pages = await startPageServer(page, modules);
  let server = await serve();
  pages.serveFrom(server.url);
  const append = async (title: string) => {
    const response = await fetch(`${server.url}/v1/streams/statements-a/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([said(title)]),
    });
    expect(response.status).toBe(201);
  };
  const browser = await chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--no-sandbox'],
    timeout: patienceMs,
  });
  try {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(patienceMs);
    const errors: string[] = [];
    tab.on('pageerror', (error) => errors.push(error.message));
    await tab.goto(pages.url);
    const shows = async (text: string) =>
      tab.waitForFunction(
        (wanted) => JSON.stringify(Reflect.get(globalThis, 'told') ?? '').includes(wanted),
        text,
      );
    await shows('[0,[]]');
    await append('first');
    await shows('first');
    await server.stop('SIGKILL');
    const timeline = await openTimeline({ store, ...news });
    await timeline.append('statements-a', [said('while it was away')]);
    await timeline.close();
    server = await serve();
    pages.serveFrom(server.url);
    await shows('while it was away');
    await append('after');
    await shows('after');
    const all = ['first', 'while it was away', 'after'];
    const told = all.map((_, index) => [index + 1, all.slice(0, index + 1)]);
    expect(await tab.evaluate('window.told')).toEqual([[0, []], ...told]);
    expect(await tab.evaluate('window.losses')).toBeGreaterThan(0);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    await server.stop('SIGTERM');
    pages.close();
  }
}
