import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';

import { errorCatalogue, TimelineError } from '../src/domain/errors.ts';
import type { ErrorCode } from '../src/domain/errors.ts';
import { wireErrorOf } from '../src/wire/status.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/wire.md'), 'utf8');

describe('docs/wire.md', () => {
  test('has the status of every category, and no other', () => {
    const codes = Object.keys(errorCatalogue) as ErrorCode[];
    const told = codes.map((code) => {
      const error = new TimelineError(code, 'It went wrong');
      return `| \`${error.category}\` | \`${status[wireErrorOf(error).code]}\` |`;
    });
    const [, section = ''] = page.split('\n## Errors\n');
    const [table = ''] = section.split('\n## ');
    expect(new Set(table.split('\n').filter((line) => line.startsWith('| `')))).toEqual(new Set(told));
  });
});
