import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, test } from 'vitest';

import manifest from '../package.json' with { type: 'json' };
import { bundledPackages, bundledTable } from '../scripts/licences/bundled.ts';
import type { ShippedPackage } from '../scripts/licences/shipping.ts';
import { licenceTable, shippedPackages } from '../scripts/licences/shipping.ts';
import { readyPage } from './support/page-browser.ts';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '../docs', file), 'utf8');

/** Licences that let anybody use, change and pass on, and ask no more than to be named. */
const permissive = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** What is under several licences at once is taken when each of them is. */
const isPermissive = ({ licence }: ShippedPackage): boolean =>
  licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' AND ')
    .every((one) => permissive.includes(one));

const refused = (packages: readonly ShippedPackage[]): readonly string[] =>
  packages.filter((one) => !isPermissive(one)).map(({ name }) => name);

beforeAll(readyPage);

describe('what ships with Asof', () => {
  test('is listed with its licences in docs/licences.md (npm run licences writes it)', () => {
    const tables = read('licences.md').match(/(?:^\|.*\n)+/gm);
    expect(tables).toEqual([bundledTable(), licenceTable()]);
    const names = shippedPackages().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies)));
    expect(bundledPackages().map(({ name }) => name)).toContain('preact');
  });

  test('is under permissive licences', () => {
    expect(refused(shippedPackages())).toEqual([]);
    expect(refused(bundledPackages())).toEqual([]);
    expect(refused([{ name: 'other', version: '1.0.0', licence: 'AGPL-3.0-only' }])).toEqual(['other']);
    expect(refused([{ name: 'both', version: '1.0.0', licence: '(MIT AND AGPL-3.0-only)' }])).toEqual([
      'both',
    ]);
    expect(refused([{ name: 'unnamed', version: '1.0.0', licence: 'none named' }])).toEqual(['unnamed']);
  });

  test('is there for a reason, where it is named in package.json', () => {
    const reasons = [
      ...read('decisions/0007-dependencies.md').matchAll(/^\| (\S+) \| ([^|]+?) \| .{10,} \|$/gm),
    ];
    const named = reasons
      .map(([, name, licence]) => `${name} ${licence}`)
      .filter((row) => !row.startsWith('package '));
    const all = [...bundledPackages(), ...shippedPackages()];
    const licences = new Map(all.map(({ name, licence }) => [name, licence]));
    const inPage = Object.keys(manifest.devDependencies).filter((name) =>
      bundledPackages().some((one) => one.name === name),
    );
    const wanted = [...Object.keys(manifest.dependencies), ...inPage].map(
      (name) => `${name} ${licences.get(name)}`,
    );
    expect(new Set(named)).toEqual(new Set(wanted));
  });
});
