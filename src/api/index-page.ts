import { createHash } from 'node:crypto';

import { safeHeaders } from './safety.ts';

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; }
code { font-size: 0.9em; overflow-wrap: anywhere; }
dt { font-weight: 600; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** What the page for people may do where the one with a timeline is not built: nothing, but look as its own style says. */
export const indexPolicy = `${safeHeaders['content-security-policy'] ?? ''}; style-src 'sha256-${styleHash}'`;

/** Returns the page that a person sees where the one with a timeline is not built. It is static and runs no script. */
export function indexPage({ knowsSituation }: { readonly knowsSituation: boolean }): string {
  return pageOf(knowsSituation ? questions : '');
}

const asked: readonly (readonly [asOf: string, what: string])[] = [
  ['2025-07-02T12:00:00Z', 'the delivery is delayed, and no barrage is known of'],
  ['2025-07-03T23:30:00Z', 'the barrage is under way'],
  ['2025-07-05T00:00:00Z', 'the night is over, and its figures are there, each with its source'],
];

const questions = `
<h2>Three moments to ask for</h2>
<ul>
${asked
  .map(
    ([asOf, what]) =>
      `<li><a href="/v1/projections/situation?asOf=${asOf}">as of <time datetime="${asOf}">${asOf}</time></a>: ${what}</li>`,
  )
  .join('\n')}
</ul>`;

const pageOf = (middle: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Asof</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Asof</h1>
<p>A timeline of what happened, and of what was said about it, as of any moment on two clocks.</p>
<dl>
<dt><code>asOf</code>, the clock of the world</dt>
<dd>What had occurred by then. It is now when left out.</dd>
<dt><code>knownAt</code>, the clock of the log</dt>
<dd>What had been recorded by then: an instant, or a position in the log. It is the head of the log when left out.</dd>
</dl>${middle}
<h2>What can be read</h2>
<ul>
<li><a href="/v1/timeline">/v1/timeline</a>: what happened, in the order it occurred</li>
<li><a href="/v1/projections">/v1/projections</a>: states that are folded from it</li>
<li><a href="/v1/streams">/v1/streams</a> and <a href="/v1/log">/v1/log</a>: what was recorded, as it was recorded</li>
<li><a href="/v1/schemas">/v1/schemas</a>: the types of events</li>
</ul>
<p><a href="/docs">The reference</a> tells every route; <a href="/openapi.json">openapi.json</a> tells programs the same.</p>
<p>Every answer names the moment it is of; asked for that moment again, it is the same.</p>
<p>The page that draws the timeline is not built here. In a checkout of Asof, <code>npm run build:page</code> builds it; this server shows it from then on.</p>
</main>
</body>
</html>
`;
