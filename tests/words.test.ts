import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Words that another word of GLOSSARY.md stands for, as they would appear inside a name. */
const avoided = ['journal', 'reducer', 'projector', 'aggregate', 'snapshot', 'uuid', 'timestamp', 'cursor'];

/** Names of others that hold an avoided word. */
const foreign = /randomUUIDv7|UUIDv[78]/g;

describe('words', () => {
  test('are those of the glossary in every name that the code declares', () => {
    const declared = /\b(?:const|let|function|class|interface|type|readonly)\s+(\w+)/g;
    const wrong = sources().flatMap(({ file, text }) =>
      [...text.replaceAll(foreign, '').matchAll(declared)]
        .map((match) => match[1] ?? '')
        .filter((name) => avoided.some((word) => name.toLowerCase().includes(word)))
        .map((name) => `${file}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('stand once, not twice in a row', () => {
    const doubled = /(?<![\w-])([a-z]{2,}) \1(?![\w-])/g;
    const wrong = [...sources(), ...pages()].flatMap(({ file, text }) =>
      [...text.matchAll(doubled)].map((match) => `${file}: ${match[0]}`),
    );
    expect(wrong).toEqual([]);
  });

  test('of the glossary are each explained once', () => {
    const explained = [
      ...readFileSync(join(root, 'GLOSSARY.md'), 'utf8').matchAll(/^\| \*\*(.+?)\*\*/gm),
    ].map((match) => match[1]);
    expect(explained.length).toBeGreaterThan(30);
    expect(new Set(explained).size).toBe(explained.length);
  });
});

function sources() {
  return [...read(join(root, 'src'), '.ts'), ...read(join(root, 'src'), '.tsx')];
}

function pages() {
  const top = readdirSync(root).filter((file) => file.endsWith('.md'));
  return [
    ...top.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })),
    ...read(join(root, 'docs'), '.md'),
  ];
}

function read(folder: string, ending: string) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}
