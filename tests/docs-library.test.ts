import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import manifest from '../package.json' with { type: 'json' };
import { entries, namesIn, nameTables } from '../scripts/library/names.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
const [text = '', names = ''] = page.split(/^## All names\n/m);
const examples = [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, code = '']) => code).join('\n');

/** Lists the members of an interface of the source. */
function membersOf(file: string, name: string): readonly string[] {
  const source = readFileSync(join(root, 'src', file), 'utf8');
  const body = new RegExp(`^export interface ${name}\\b[^]*?^}`, 'm').exec(source)?.[0] ?? '';
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)(?=[?:(<])/gm)].map(([, member = '']) => member);
}

describe('docs/library.md', () => {
  test('lists every name that an entry of the package exports, and no other (npm run library writes them)', () => {
    expect(names.trim()).toBe(nameTables().trim());
    expect(Object.keys(entries).map((entry) => entry.replace('asof', '.'))).toEqual(
      Object.keys(manifest.exports).filter((entry) => entry !== './package.json'),
    );
    expect(namesIn('testing/index.ts').map(({ name }) => name)).toContain('checkProjection');
  });

  test('explains every option of opening a timeline', () => {
    const explained = [...text.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, list = '']) =>
      [...list.matchAll(/\w+/g)].map(([name]) => name),
    );
    for (const option of [...membersOf('open.ts', 'OpenOptions'), ...membersOf('open.ts', 'Vocabulary')])
      expect(explained).toContain(option);
    for (const word of membersOf('testing/given.ts', 'Given')) expect(explained).toContain(word);
  });

  test.each([
    ['timeline', 'engine/timeline.ts', 'Timeline', ['name', 'catalogue']],
    ['client', 'client/client.ts', 'Client', []],
  ])('has an example of everything that a %s does', (word, file, type, described) => {
    const members = membersOf(file, type);
    expect(members.length).toBeGreaterThan(20);
    const shown = (member: string): boolean =>
      new RegExp(`\\b(?:${word}|copy)\\.${member}(?:<\\w+>)?\\(`).test(examples);
    expect(members.filter((member) => !shown(member))).toEqual(described);
    for (const member of described) expect(text).toContain(`\`${word}.${member}\``);
    const used = [...examples.matchAll(new RegExp(`(?<![-\\w])${word}\\.(\\w+)`, 'g'))].map(
      ([, member = '']) => member,
    );
    expect(used.filter((member) => !members.includes(member))).toEqual([]);
  });

  test('names every law that projections are held to', () => {
    const source = readFileSync(join(root, 'src/testing/check-projection.ts'), 'utf8');
    const laws = [...(/type ProjectionLaw =([^;]+);/.exec(source)?.[1] ?? '').matchAll(/'([\w-]+)'/g)];
    expect(laws.length).toBeGreaterThan(5);
    for (const [, law] of laws) expect(text).toContain(`\`${law}\``);
  });
});
