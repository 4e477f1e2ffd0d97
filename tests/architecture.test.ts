import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';

import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');

/** Which folders of `src` a folder may import, beside itself. Files at the top of `src` are named one by one. */
const mayImport: Record<string, readonly string[]> = {
  domain: [],
  projections: ['domain'],
  store: ['domain', 'real-path.ts'],
  engine: ['domain', 'projections', 'store/port', 'store/projection-index', 'store/filter'],
  wire: ['domain', 'access/port', 'store/port', 'store/wire-id'],
  access: ['domain', 'real-path.ts'],
  api: ['domain', 'projections', 'engine', 'store/port', 'access/port'],
  moving: ['domain', 'engine', 'store/port', 'store/chain'],
  client: ['domain', 'engine', 'api'],
  testing: ['domain', 'engine', 'open.ts'],
  cli: [
    'domain',
    'projections',
    'engine',
    'api',
    'wire',
    'access/port',
    'store/port',
    'store/files',
    'client',
    'moving',
  ],
  web: ['domain', 'client'],
  'open.ts': ['domain', 'engine', 'store', 'sources.ts'],
  'sources.ts': [],
  'real-path.ts': [],
  'copies.ts': ['domain', 'store'],
  'news.ts': ['domain', 'projections', 'open.ts'],
  'index.ts': [
    'domain',
    'projections',
    'engine',
    'store/port',
    'store/counters',
    'open.ts',
    'copies.ts',
    'news.ts',
  ],
  'main.ts': [
    'access',
    'domain',
    'projections',
    'engine',
    'store',
    'api',
    'cli',
    'open.ts',
    'copies.ts',
    'index.ts',
  ],
};

/** What the client imports by value, and those in turn: no schema, nothing of Node, nothing of the engine. */
const clientTakes = ['domain/', 'client/'];

/** The packages that the page is built with; what is not in the first view is loaded when it is wanted. */
const pagePackages = [
  '@preact/signals',
  'd3-geo',
  'd3-scale',
  'preact',
  'preact/hooks',
  'topojson-client',
  'world-atlas/countries-110m.json',
];

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => isSource(file))
  .map((file) => file.split(sep).join('/'));

describe('the house', () => {
  test('has only folders and files that have a rule', () => {
    expect(files.map(placeOf).filter((place) => !(place in mayImport))).toEqual([]);
  });

  test('imports only along the arrows', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !isAllowed(file, imported))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(wrong).toEqual([]);
  });

  test('has no import cycle, of values or of types', () => {
    expect(findCycle()).toBeUndefined();
  });

  test('lets nothing import main.ts', () => {
    expect(files.filter((file) => importsOf(file).includes('main.ts'))).toEqual([]);
  });

  test('keeps clock, chance, environment and I/O out of domain and projections', () => {
    const impure =
      /\bDate\.now|new Date\(\)|Math\.random|\bprocess\.|Temporal\.Now|\bperformance\.|\bfetch\(|from 'node:|randomUUID/;
    expect(pureFiles().filter((file) => impure.test(code(file)))).toEqual([]);
  });

  test('lets domain use no package but zod', () => {
    const packages = pureFiles().flatMap((file) => packagesOf(file));
    expect(new Set(packages)).toEqual(new Set(['zod']));
  });

  test('lets the client take along no more than runs in a browser', () => {
    expect(foreignTo('client', clientTakes)).toEqual([]);
    expect(foreignTo('client', clientTakes.slice(1))).not.toEqual([]);
    expect(packagesOf('client/sse.ts')).toEqual(['eventsource-parser']);
    expect(filesOf('client').flatMap(packagesOf)).toEqual(['eventsource-parser']);
  });

  test('lets the page take along no more than runs in a browser, and a few packages', () => {
    expect(filesOf('web').some((file) => file.endsWith('.tsx'))).toBe(true);
    expect(foreignTo('web', [...clientTakes, 'web/'])).toEqual([]);
    const packages = new Set(filesOf('web').flatMap(packagesOf));
    expect([...packages].filter((name) => !pagePackages.includes(name) && !isTypesOnly(name))).toEqual([]);
    const ofNode = /\bprocess\.|from 'node:|\brequire\(/;
    expect(filesOf('web').filter((file) => ofNode.test(code(file)))).toEqual([]);
  });

  test('lets no text become markup or a script in the page, whatever its policy says', () => {
    const sinks =
      /innerHTML|outerHTML|insertAdjacentHTML|\bsrcdoc\b|document\.write|\beval\(|new Function|createContextualFragment|javascript:/i;
    expect(filesOf('web').filter((file) => sinks.test(code(file)))).toEqual([]);
    expect(sinks.test('<p dangerouslySetInnerHTML={{ __html: text }} />')).toBe(true);
  });

  test('gives every exported name a docstring', () => {
    const bare = files.filter((file) => file !== 'main.ts').flatMap(exportsWithoutDocstring);
    expect(bare).toEqual([]);
  });

  test('loads the wire, the store in a cluster and their packages only where they are asked for', () => {
    const packages = /^@grpc\/|^@eventstore\/|^google-protobuf/;
    const others = files.filter((file) => placeOf(file) !== 'wire' && !isOfCluster(file));
    expect(others.filter((file) => packagesOf(file).some((name) => packages.test(name)))).toEqual([]);
    expect(
      files.filter((file) => packagesOf(file).some((name) => packages.test(name))).length,
    ).toBeGreaterThan(0);
    const importing = others.filter((file) =>
      importsOf(file).some((imported) => placeOf(imported) === 'wire'),
    );
    expect(importing).toEqual(['cli/serve-wire.ts']);
    expect(code('cli/serve-wire.ts').match(/^import .*\/wire\//m)).toBeNull();
    expect(others.filter((file) => importsOf(file).some(isOfCluster))).toEqual(['open.ts']);
    expect(code('open.ts').match(/^import .*\/kurrentdb\//m)).toBeNull();
  });

  test('measures no time in its tests: that is what bench/ is for', () => {
    const tests = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const clocks = /performance\.now\(|console\.time\(|process\.hrtime/;
    expect(
      tests.filter(
        (file) =>
          file !== 'architecture.test.ts' && clocks.test(readFileSync(join(root, 'tests', file), 'utf8')),
      ),
    ).toEqual([]);
  });

  test('has a rule that finds a forbidden import', () => {
    expect(isAllowed('domain/event.ts', 'store/port.ts')).toBe(false);
    expect(isAllowed('engine/fold.ts', 'store/port.ts')).toBe(true);
    expect(isAllowed('engine/fold.ts', 'store/memory.ts')).toBe(false);
  });
});

/** Components are sources, too. */
function isSource(file: string): boolean {
  return /\.tsx?$/.test(file);
}

/** Types of packages that others of these are built on. */
function isTypesOnly(name: string): boolean {
  return ['geojson', 'topojson-specification'].includes(name);
}

function placeOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file;
}

function isOfCluster(file: string): boolean {
  return file.startsWith('store/kurrentdb/');
}

function isAllowed(file: string, imported: string): boolean {
  const from = placeOf(file);
  return (
    placeOf(imported) === from ||
    (mayImport[from] ?? []).some(
      (allowed) =>
        imported === allowed ||
        imported.startsWith(allowed.endsWith('.ts') ? allowed : `${allowed}/`) ||
        imported === `${allowed}.ts`,
    )
  );
}

function code(file: string): string {
  return readFileSync(join(source, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

function specifiersOf(file: string): string[] {
  return [
    ...code(file).matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function importsOf(file: string): string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith('.') && isSource(specifier))
    .map((specifier) =>
      relative(source, normalize(join(source, dirname(file), specifier)))
        .split(sep)
        .join('/'),
    );
}

function packagesOf(file: string): string[] {
  return specifiersOf(file).filter((specifier) => !specifier.startsWith('.'));
}

function filesOf(folder: string): string[] {
  return files.filter((file) => placeOf(file) === folder);
}

/** Lists what the files of a folder import by value, and those in turn, beside files that begin with one of these names. */
function foreignTo(folder: string, known: readonly string[]): string[] {
  const found = new Set(filesOf(folder));
  for (const file of found) for (const imported of valuesImportedBy(file)) found.add(imported);
  return [...found].filter((file) => !known.some((name) => file.startsWith(name)));
}

function valuesImportedBy(file: string): string[] {
  const types = /^(?:import|export) type\b[^;]*?from '[^']+';$/gm;
  const values = code(file).replaceAll(types, '');
  return importsOf(file).filter((imported) => values.includes(`/${imported.split('/').at(-1)}'`));
}

function pureFiles(): string[] {
  return files.filter((file) => ['domain', 'projections'].includes(placeOf(file)));
}

function findCycle(): string | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file].join(' → ');
    if (done.has(file)) return undefined;
    const cycle = importsOf(file)
      .map((imported) => visit(imported, [...path, file]))
      .find((found) => found !== undefined);
    done.add(file);
    return cycle;
  };
  return files.map((file) => visit(file, [])).find((found) => found !== undefined);
}

function exportsWithoutDocstring(file: string): string[] {
  const lines = readFileSync(join(source, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const name = /^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)/.exec(line)?.[1];
    return name === undefined || lines[index - 1]?.trim().endsWith('*/') ? [] : [`${file}: ${name}`];
  });
}
