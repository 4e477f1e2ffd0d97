import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const source = join(import.meta.dirname, '../../src');

/** The entries of the package, with the file of each. */
export const entries = {
  asof: 'index.ts',
  'asof/news': 'news.ts',
  'asof/testing': 'testing/index.ts',
  'asof/client': 'client/index.ts',
} as const;

/** A name that an entry exports, and the first sentence of its docstring. */
export interface ExportedName {
  readonly name: string;
  readonly sentence: string;
}

/** Lists what a file of `src` exports, in alphabetical order: its own names, and those that it passes on. */
export function namesIn(file: string): readonly ExportedName[] {
  const text = readFileSync(join(source, file), 'utf8');
  const own = [
    ...text.matchAll(/^export (?:declare )?(?:async )?(?:const|function\*?|class|interface|type) (\w+)/gm),
  ];
  const passedOn = [...text.matchAll(/^export (?:type )?\{([^}]+)\}(?: from '(\.[^']+)')?/gm)];
  const names = [
    ...own.map(([, name = '']) => ({ name, sentence: sentenceOf(file, name) })),
    ...passedOn.flatMap(([, list = '', from]) =>
      list.split(',').flatMap((part) => {
        const [name = '', as = name] = part.trim().split(/ as /);
        if (name === '') return [];
        const target = from === undefined ? file : relative(source, join(source, dirname(file), from));
        return [{ name: as, sentence: sentenceOf(target, name) }];
      }),
    ),
  ];
  return names.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Returns the first sentence of the docstring of a name, where it is declared; throws where there is none. */
function sentenceOf(file: string, name: string): string {
  const text = readFileSync(join(source, file), 'utf8');
  const declared = new RegExp(
    String.raw`/\*\*((?:(?!\*/)[^])*)\*/\s*export (?:async )?(?:const|function\*?|class|interface|type) ${name}\b`,
  );
  const comment = declared.exec(text)?.[1];
  if (comment !== undefined) {
    const line = comment
      .replaceAll(/^\s*\*?/gm, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    return /^.*?[.](?=\s|$)/.exec(line)?.[0] ?? line;
  }
  for (const [, list = '', from = ''] of text.matchAll(/^export (?:type )?\{([^}]+)\} from '(\.[^']+)'/gm))
    for (const part of list.split(',')) {
      const [inner = '', as = inner] = part.trim().split(/ as /);
      if (as === name) return sentenceOf(relative(source, join(source, dirname(file), from)), inner);
    }
  throw new Error(`${name} has no docstring in ${file}`);
}

/** Writes the tables of all names, as docs/library.md has them. */
export function nameTables(): string {
  return Object.entries(entries)
    .map(([entry, file]) => {
      const rows = namesIn(file).map(
        ({ name, sentence }) => `| \`${name}\` | ${sentence.replaceAll('|', String.raw`\|`)} |`,
      );
      return [`### ${entry}`, '', '| name | |', '| --- | --- |', ...rows, ''].join('\n');
    })
    .join('\n');
}
