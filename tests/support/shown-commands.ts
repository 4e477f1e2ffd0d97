import { asof } from './cli.ts';
import type { CliWorld, Ran } from './cli.ts';

/** A command that a page shows, and what the page says it prints: undefined where it says nothing. */
export interface ShownCommand {
  readonly line: string;
  readonly shown: string | undefined;
}

/** Lists the commands of a page's blocks of `sh` in order; a block of `text` right below one is what its last command prints. */
export function commandsOf(page: string): readonly ShownCommand[] {
  const blocks = [...page.matchAll(/^```sh\n([^]*?)^```\n(?:\n```text\n([^]*?)^```)?/gm)];
  return blocks.flatMap(([, block = '', shown]) => {
    const lines = block.split('\n').filter((line) => line.startsWith('asof '));
    return lines.map((line, index) => ({ line, shown: index === lines.length - 1 ? shown : undefined }));
  });
}

/** Runs a command as a page shows it, quotes and all, in this process. */
export async function runShown({ line }: Pick<ShownCommand, 'line'>, world: CliWorld): Promise<Ran> {
  const words = line.match(/'[^']*'|\S+/g) ?? [];
  return asof(
    words.slice(1).map((word) => word.replaceAll("'", '')),
    world,
  );
}

/** Returns a text with `…` where the other one leaves lines out, so that the two can be compared; the lines shown must come in order. */
export function leavingOut(real: string, shown: string): string {
  const lines = real.split('\n');
  const kept: string[] = [];
  let at = 0;
  for (const part of shown.split(/^…$/m).entries()) {
    const [index, text] = part;
    const wanted = text.replace(/^\n/, index === 0 ? '\n' : '').replace(/\n$/, '');
    if (index > 0) kept.push('…');
    if (wanted === '') continue;
    const block = wanted.split('\n');
    const from = index === 0 ? 0 : placeOf(lines, block, at);
    if (from < 0) return real;
    kept.push(...lines.slice(from, from + block.length));
    at = from + block.length;
  }
  if (!/…\n*$/.test(shown)) kept.push(...lines.slice(at));
  return `${kept.join('\n').replace(/\n*$/, '')}\n`;
}

function placeOf(lines: readonly string[], block: readonly string[], start: number): number {
  for (let from = start; from + block.length <= lines.length; from += 1)
    if (block.every((line, index) => lines[from + index] === line)) return from;
  return -1;
}
