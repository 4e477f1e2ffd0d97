import { plain } from './plain.ts';

/** Writes JSON data as an indented outline for people: a name a line, lists with dashes. */
export function outlineOf(value: unknown): string {
  return linesOf(value)
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['none'] : value.flatMap(itemLines);
  if (typeof value !== 'object' || value === null) return [plain(String(value))];
  const members = Object.entries(value);
  return members.length === 0
    ? ['none']
    : members.flatMap(([name, member]) => memberLines(plain(name), member));
}

function itemLines(item: unknown): readonly string[] {
  const [first = '', ...rest] = linesOf(item);
  return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
}

function memberLines(name: string, value: unknown): readonly string[] {
  const lines = linesOf(value);
  const isNested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return isNested ? [`${name}:`, ...lines.map((line) => `  ${line}`)] : [`${name}: ${lines.join(' ')}`];
}
