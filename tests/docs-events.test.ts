import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { createCatalogue, newestVersion, schemaOf } from '../src/domain/catalogue.ts';
import { commonShape } from '../src/domain/events/common.ts';
import { newsEvents } from '../src/domain/events/news.ts';
import { resolveOccurred } from '../src/domain/occurred.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'events.md'), 'utf8');
const sections = new Map(
  page.split(/^## /m).map((section) => [section.split('\n')[0]?.trim() ?? '', section]),
);
const catalogue = createCatalogue(newsEvents);

describe('docs/events.md', () => {
  test('has a heading for each event type, and for no other', () => {
    const headings = [...sections.keys()].filter((heading) => /^[A-Z][A-Za-z]+$/.test(heading));
    expect(headings.toSorted()).toEqual([...catalogue.keys()].toSorted());
  });

  test.each([...catalogue.values()])('lists the fields of $type', (type) => {
    const fields = Object.keys(schemaOf(type, newestVersion(type)).shape);
    const own = fields.filter((field) => !(field in commonShape));
    expect(fieldsOf(type.type).toSorted()).toEqual(own.toSorted());
    expect(sections.get(type.type)).toContain(type.description);
  });

  test('lists the common fields', () => {
    expect(fieldsOf('What every type has').toSorted()).toEqual(Object.keys(commonShape).toSorted());
  });

  test('gives examples of occurred times that are read', () => {
    const examples = (sections.get('When it occurred') ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| ') && line.includes('`'))
      .flatMap((line) =>
        [...(line.split('|')[2] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''),
      );
    expect(examples.length).toBeGreaterThan(12);
    for (const example of examples) expect(() => resolveOccurred(example), example).not.toThrow();
  });
});

function fieldsOf(heading: string): string[] {
  return [...(sections.get(heading) ?? '').matchAll(/^\| `(\w+)`/gm)].map((match) => match[1] ?? '');
}
