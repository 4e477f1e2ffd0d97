import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import type { CliContext } from '../../src/cli/context.ts';
import { exitCodeOfBug, exitCodes } from '../../src/cli/exit-codes.ts';
import { buildProgram } from '../../src/cli/program.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text): [string, string] => [text.slice(0, text.indexOf('\n')), text]),
);
const notCommands = ['Exit codes', 'Options that many commands take', 'Mapping files'];
const commands = buildProgram({ version: '0' } as CliContext).commands.flatMap((command) => [
  [command.name(), command] as const,
  ...command.commands.map((sub) => [`${command.name()} ${sub.name()}`, sub] as const),
]);

describe('docs/cli.md', () => {
  test('has a heading for every command, and every other heading is known', () => {
    expect([...sections.keys()].filter((name) => !notCommands.includes(name)).toSorted()).toEqual(
      commands.map(([name]) => name).toSorted(),
    );
  });

  test.each(commands)('has every flag of %s, and no flag that it lacks', (name, command) => {
    const flags = command.options.map(({ long }) => long ?? '');
    expect(flagsIn(sections.get(name) ?? '')).toEqual(new Set(flags));
  });

  test('explains each flag that several commands take, once for all', () => {
    const shared = flagsIn(sections.get('Options that many commands take') ?? '');
    for (const [name, text] of sections) {
      const others = [...text.matchAll(/^(?:Also|Takes) .*$/gm)].flatMap(([line]) => [...flagsIn(line)]);
      expect(
        others.filter((flag) => !shared.has(flag)),
        name,
      ).toEqual([]);
    }
  });

  test('has the exit code of every category', () => {
    for (const [category, code] of Object.entries(exitCodes))
      expect(sections.get('Exit codes')).toContain(`| ${code} | \`${category}\` |`);
    expect(sections.get('Exit codes')).toContain(`| ${exitCodeOfBug} | | a bug`);
  });
});

/** Lists the flags that a text names as code, and no others: not those of an example. */
function flagsIn(text: string): Set<string> {
  return new Set([...text.matchAll(/`(--[a-z-]+)(?: <[^`]*>)?`/g)].map((match) => match[1] ?? ''));
}
