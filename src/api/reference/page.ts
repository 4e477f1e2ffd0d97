import { createHash } from 'node:crypto';

import type { OpenApi, PlacedOperation } from './document.ts';
import { operationsOf } from './document.ts';
import type { Html } from './html.ts';
import { markup } from './html.ts';
import { breakable, operationSection, problemsSection } from './operation.ts';
import { kindOf, membersOf } from './schema.ts';
import { style } from './style.ts';

/** What a policy must allow for the style of the page. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Returns the reference of an API as a page: plain HTML, which runs no script and fetches nothing. */
export function referencePage(document: OpenApi): string {
  const { info, components } = document;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} HTTP reference</title>
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<div class="page">
<nav aria-label="Operations">${contents(document)}</nav>
<main id="content">
<h1>${info.title} HTTP reference</h1>
<p>${info.summary} Version ${info.version}. <a href="/">Start page</a>, <a href="/openapi.json">openapi.json</a>.</p>
<p>${info.description}</p>
<p>${components.securitySchemes.token.description} With <code>curl</code>: <code>-H "Authorization: Bearer $ASOF_TOKEN"</code>.</p>
${groups(document)}
${problemsSection(components.responses)}${schemas(components.schemas)}
</main>
</div>
</body>
</html>
`;
  return page.html;
}

interface Group {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly PlacedOperation[];
}

function groupsOf(document: OpenApi): readonly Group[] {
  const operations = operationsOf(document);
  return document.tags.map((tag) => ({
    ...tag,
    operations: operations.filter(({ tags }) => tags.includes(tag.name)),
  }));
}

/** Folded on a narrow screen; the style shows it all on a wide one. */
function contents(document: OpenApi): Html {
  const lists = groupsOf(document).map(
    ({ name, operations }) => markup`<p><a href="#group-${name}">${name}</a></p>
<ul>${operations.map(linkTo)}</ul>
`,
  );
  return markup`<details><summary>Contents</summary>
${lists}<p><a href="#problems">Problems</a></p>
<p><a href="#schemas">Schemas</a></p></details>`;
}

function linkTo({ operationId, method, path }: PlacedOperation): Html {
  return markup`<li><a href="#${operationId}">${method} <code>${breakable(path)}</code></a></li>`;
}

function groups(document: OpenApi): readonly Html[] {
  return groupsOf(document).map(
    ({ name, description, operations }) => markup`<h2 id="group-${name}">${name}</h2>
<p>${description}</p>
${operations.map(operationSection)}
`,
  );
}

function schemas(byName: OpenApi['components']['schemas']): Html {
  const parts = Object.entries(byName).map(
    ([name, schema]) => markup`<details class="schema" id="schema-${name}"><summary>${name}</summary>
<p>${schema.description ?? kindOf(schema)}</p>${membersOf(schema)}</details>
`,
  );
  return markup`<h2 id="schemas">Schemas</h2>
${parts}`;
}
