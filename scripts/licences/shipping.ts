import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package that is installed with this one. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As its own package.json names it, in SPDX. */
  readonly licence: string;
}

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
}

const root = join(import.meta.dirname, '../..');

/** Lists every package that is installed with this one, by name and version, from the lockfile. */
export function shippedPackages(): readonly ShippedPackage[] {
  // npm writes the lockfile.
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  const found = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license: licence = 'none named' }]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version,
      licence,
    }));
  const byName = new Map(found.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byName.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Writes the table of all of them, as docs/licences.md has it. */
export function licenceTable(): string {
  return tableOf(shippedPackages());
}

/** Writes a table of packages. */
export function tableOf(packages: readonly ShippedPackage[]): string {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return ['| package | version | licence |', '| --- | --- | --- |', ...rows, ''].join('\n');
}
