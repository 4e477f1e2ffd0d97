import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { usualIndexPath } from '../src/domain/store-name.ts';
import { readConnection } from '../src/store/kurrentdb/connection.ts';
import { controlStream, importEndedType, logCreatedType } from '../src/store/kurrentdb/control.ts';

const docs = join(import.meta.dirname, '..', 'docs');
const page = readFileSync(join(docs, 'kurrentdb.md'), 'utf8');

describe('docs/kurrentdb.md', () => {
  test('lists the parameters of a connection string that there are, and no other', () => {
    const rows = section('The connection string').matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm);
    const listed = [...rows].flatMap(([, names = '']) => names.replaceAll('`', '').split(', '));
    expect(listed.toSorted()).toEqual(parametersThereAre().toSorted());
  });

  test('says what they are when they are left out', () => {
    const { parameters, scope, hosts } = readConnection('esdb://node-a');
    expect(hosts).toEqual([{ address: 'node-a', port: 2113 }]);
    expect(scope).toEqual({ prefix: '', categories: undefined, foreign: 'park' });
    expect(parameters).toMatchObject({
      tls: true,
      tlsVerifyCert: true,
      connectionName: 'asof',
      keepAliveInterval: 10_000,
      keepAliveTimeout: 10_000,
    });
    for (const said of ['The port is 2113 when left out', '`park` when left out', '`asof` when left out'])
      expect(page).toContain(said);
    expect(page).toContain(`(\`${usualIndexPath}\` when left out)`);
  });

  test('shows connection strings that are taken', () => {
    const shown = [...page.matchAll(/'((?:esdb|kurrentdb)(?:\+discover)?:\/\/[^'…]+)'/g)].map(
      ([, text = '']) => text,
    );
    expect(shown.length).toBeGreaterThan(0);
    for (const text of shown) expect(() => readConnection(text)).not.toThrow();
  });

  test('names the control stream and what is in it', () => {
    for (const name of [`<prefix>${controlStream}`, logCreatedType, importEndedType])
      expect(section('What stands where')).toContain(name);
  });
});

test('every link to a heading of the page leads to one that there is', () => {
  const headings = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
  const files = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );
  const links = files.flatMap((file) => [
    ...readFileSync(join(docs, file), 'utf8').matchAll(/kurrentdb\.md#([\w-]+)/g),
  ]);
  expect(links.length).toBeGreaterThan(3);
  expect(links.map(([, anchor = '']) => anchor).filter((anchor) => !headings.has(anchor))).toEqual([]);
});

function section(heading: string): string {
  const from = page.indexOf(`\n## ${heading}\n`);
  return page.slice(from, page.indexOf('\n## ', from + 1));
}

/** What is refused says which there are. */
function parametersThereAre(): readonly string[] {
  try {
    readConnection('esdb://node-a?nothing=1');
  } catch (error) {
    const [, names = ''] = /with a name of (.+)$/.exec(String(error)) ?? [];
    return names.split(', ');
  }
  return [];
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}
