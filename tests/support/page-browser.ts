import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

import type { ServerOptions } from '../../src/api/server.ts';
import { buildServer } from '../../src/api/server.ts';
import type { Timeline } from '../../src/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import { readFolder } from '../../src/store/files/folder.ts';
import { chromiumPath } from './chromium.ts';

const root = join(import.meta.dirname, '../..');

/** Where the page is built into. */
export const builtPage = join(root, 'dist/web');

/** How long a browser may take for a step, in milliseconds: it shares its machine with other tests. */
const patienceMs = 60_000;

/** What a test of the page begins with. */
export interface PageBrowserOptions extends ServerOptions {
  /** A connection string; a store in memory when left out. */
  readonly store?: string;
  /** Puts events into the store; the founding streams when left out. */
  readonly fill?: (timeline: Timeline) => Promise<unknown>;
  /** One that is there already, and is left open; a new one when left out. */
  readonly timeline?: Timeline;
}

/** A page in the browser. */
export interface OpenPage {
  readonly page: Page;
  /** Lists what went wrong so far: reports of the policy, errors in the console, errors nobody caught. */
  faults(): readonly string[];
  /** Lists what axe finds against WCAG 2.2 A and AA, a sentence a place; all over the page, or within what a selector names. */
  axe(options?: RunOptions, within?: string): Promise<readonly string[]>;
  /** Closes the page; throws when anything went wrong on it. */
  close(): Promise<void>;
}

/** How a page is opened. */
export interface OpenOptions extends BrowserContextOptions {
  /** Faults that the test itself brings about, such as those of a server that was ended. */
  readonly expected?: RegExp;
}

/** A server with the page, and a browser. */
export interface PageBrowser {
  readonly url: string;
  readonly timeline: Timeline;
  readonly browser: Browser;
  /** Opens an address of the server in a window of its own: 1280 × 800 when left out. */
  open(path?: string, options?: OpenOptions): Promise<OpenPage>;
  /** Ends the server, or starts it again at the same address. */
  setServing(isServing: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Builds the page where it is stale, starts a server in this process that serves it, and a browser. */
export async function startPageBrowser(options: PageBrowserOptions = {}): Promise<PageBrowser> {
  const { store = 'memory:', fill = fillFounding, timeline: given, ...serverOptions } = options;
  await readyPage();
  const timeline = given ?? (await openTimeline({ store, ...news }));
  if (given === undefined) await fill(timeline);
  await timeline.caughtUp();
  const build = () => buildServer(timeline, { page: builtPage, ...serverOptions });
  let app = build();
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const browser = await launchChromium();
  return {
    url,
    timeline,
    browser,
    open: async (path = '/', openOptions = {}) => openPage(browser, new URL(path, url).href, openOptions),
    async setServing(isServing) {
      if (!isServing) return app.close();
      app = build();
      await app.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
      return undefined;
    },
    async close() {
      await browser.close();
      await app.close();
      if (given === undefined) await timeline.close();
    },
  };
}

/** Builds the page where it is not built, or older than its sources. */
export async function readyPage(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts/page.ts'), '--when-stale']);
}

/** Launches the browser that tests drive. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: ['--no-sandbox'],
    timeout: patienceMs,
  });
}

/** Opens an address in a window of its own, and collects what goes wrong there from the first script on. */
export async function openPage(
  browser: Browser,
  address: string,
  { expected, ...contextOptions }: OpenOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const found: string[] = [];
  const isExpected = (fault: string) => expected?.test(fault) === true;
  const tell = (fault: string) => void (isExpected(fault) || found.push(fault));
  page.on('pageerror', (error) => tell(`not caught: ${error.stack ?? error.message}`));
  page.on('console', (said) => {
    if (said.type() === 'error') tell(`console: ${said.text()} (${said.location().url})`);
  });
  await page.exposeBinding('tellFault', (_source, fault: string) => tell(fault));
  await page.addInitScript(reporting);
  await page.goto(address);
  return {
    page,
    faults: () => found,
    axe: async (options, within) => placesOf(await runAxe(page, options, within)),
    async close() {
      await context.close();
      if (found.length > 0) throw new Error(`The page at ${address} had faults:\n${found.join('\n')}`);
    },
  };
}

/** Runs before any script of the page. */
const reporting = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber, sample }) =>
  tellFault(['policy:', violatedDirective, blockedURI, sourceFile + ':' + lineNumber, sample].join(' ')));`;

async function fillFounding(timeline: Timeline): Promise<unknown> {
  return timeline.import(readFolder(join(root, 'streams')));
}

/** The rules that the page is held to: WCAG 2.2, A and AA, with all before it. */
const rules: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };

/** Puts axe into the page by the debugger's door: the policy lets no script in that is not the page's own. */
async function runAxe(
  page: Page,
  options: RunOptions = rules,
  within = 'html',
): Promise<Pick<AxeResults, 'violations'>> {
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`)))
    await page.evaluate(
      await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    );
  // What is well is not told place by place: that takes longer than to look.
  const told = JSON.stringify({ resultTypes: ['violations'], preload: false, ...options });
  return page.evaluate(
    `axe.run(${JSON.stringify(within)}, ${told}).then(({ violations }) => ({ violations }))`,
  );
}

function placesOf({ violations }: Pick<AxeResults, 'violations'>): readonly string[] {
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) => `${id}: ${help} at ${target.join(' ')}\n${failureSummary}`,
    ),
  );
}
