import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { buildPage } from './page/build.ts';
import { standingOfPage } from './page/stale.ts';

const root = join(import.meta.dirname, '..');
const out = resolve(root, process.argv[2] ?? 'dist');
const imported = /((?:from |import\()(["']))(\.[^'"]+)\.ts\2/g;
const page = join(out, 'web');

// What may be served stays until there is another, and what another process is about to put in its place, too.
for (const file of existsSync(out) ? readdirSync(out) : [])
  if (!/^web(?:-|$)/.test(file)) rmSync(join(out, file), { recursive: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const options = ['-p', join(root, 'tsconfig.build.json'), '--outDir', out];
execFileSync(process.execPath, [compiler, ...options], { stdio: 'inherit' });
copyFileSync(join(root, 'src/api/openapi.json'), join(out, 'api/openapi.json'));

const declarations = new Set(
  ['index', 'news', 'testing/index', 'client/index'].map((name) => `${name}.d.ts`),
);
for (const file of declarations) {
  const text = readFileSync(join(out, file), 'utf8');
  for (const [, , , name] of text.matchAll(imported)) declarations.add(join(dirname(file), `${name}.d.ts`));
  // The compiler leaves the names of sources in declarations: only its newest versions look behind them.
  writeFileSync(join(out, file), text.replaceAll(imported, '$1$3.js$2'));
}
// What no entry leads to is nobody's business outside.
for (const file of readdirSync(out, { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.d.ts') && !declarations.has(file)) rmSync(join(out, file));
chmodSync(join(out, 'main.js'), 0o755);
// To build what is fresh again would take it away for a moment from those who serve it.
if (page !== join(root, 'dist/web') || standingOfPage(root) !== 'fresh') await buildPage(root, page);
