import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { httpStatuses, statusByCategory } from '../src/api/problem.ts';
import { exitCodes } from '../src/cli/exit-codes.ts';
import { errorCatalogue } from '../src/domain/errors.ts';
import type { ErrorCategory } from '../src/domain/errors.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'errors.md'), 'utf8');
const [before = '', ...rest] = page.split(/^## /m);
const sections = new Map(rest.map((section) => [section.split('\n')[0] ?? '', section]));

describe('docs/errors.md', () => {
  test('has a heading for each error code, and for no other', () => {
    const codes = [...Object.keys(errorCatalogue), ...Object.keys(httpStatuses)];
    expect([...sections.keys()].toSorted()).toEqual(codes.toSorted());
  });

  test.each(Object.entries(errorCatalogue))(
    'says of %s who must act, and what follows from it',
    (code, category) => {
      const line = `\`${category}\` · HTTP ${statusByCategory[category]} · exit ${exitCodes[category]}`;
      expect(sections.get(code)?.split('\n')[2]).toBe(line);
      expect(sections.get(code)).toMatch(/[\w`)]\. \*\*What to do:\*\* \S.*\.$/m);
    },
  );

  test.each(Object.entries(httpStatuses))('says the status of %s, which is HTTP’s own', (code, status) => {
    expect(sections.get(code)?.split('\n')[2]).toBe(`HTTP's own · HTTP ${status}`);
  });

  test('lists every category with its status and exit code', () => {
    const rows = [...before.matchAll(/^\| `([a-z-]+)` \| .+ \| (\d+) \| (\d+) \|$/gm)].map((row) =>
      row.slice(1),
    );
    const categories = Object.entries(statusByCategory).map(([category, status]) => [
      category,
      String(status),
      // The table has a row for every category and no other.
      String(exitCodes[category as ErrorCategory]),
    ]);
    expect(rows).toEqual(categories);
  });
});
