import { styleText } from 'node:util';

import type { AnswerOut, MomentOut } from '../api/wire.ts';
import type { FactMention } from '../engine/answers.ts';
import type { CliContext, Output } from './context.ts';
import { plain } from './plain.ts';
import { tableOf } from './table.ts';

/** Writes an answer for programs: indented on a terminal, else on one line. */
export async function showJson(output: Output, value: unknown): Promise<void> {
  await output.write(`${JSON.stringify(value, null, output.isTTY ? 2 : 0)}\n`);
}

/** Writes a table for people. */
export async function showTable(
  { stdout, env }: CliContext,
  headers: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Promise<void> {
  const { columns } = stdout;
  await stdout.write(tableOf(headers, rows, { columns, bold: boldOf(stdout, env) }));
}

/** Says something to the person at the terminal, beside the data. */
export async function say({ stderr }: CliContext, sentence: string): Promise<void> {
  await stderr.write(`${plain(sentence)}\n`);
}

/** Returns the sentence that names a moment on both clocks. */
export function momentSentence(moment: MomentOut): string {
  const { asOf, certainty } = moment;
  return `As of ${asOf} (occurred), ${knownPhrase(moment)}${certainty === 'certain' ? ', certain only' : ''}`;
}

/** Returns the phrase that names a moment on the recorded clock. */
export function knownPhrase({ knownAt, position }: MomentOut): string {
  return knownAt === null ? 'with nothing recorded' : `known at ${knownAt} (recorded, position ${position})`;
}

/** Returns the lines that name what may not have happened yet and what is under way. */
export function spanningLines({ uncertain, underWay }: Pick<AnswerOut, 'uncertain' | 'underWay'>): string {
  return mentions('May not have happened yet', uncertain) + mentions('Under way', underWay);
}

/** Returns what makes a text bold where the output shows it: on a terminal, unless NO_COLOR is set. */
export function boldOf(output: Output, env: CliContext['env']): (text: string) => string {
  const isPlain = !output.isTTY || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return (text) => (isPlain ? text : styleText('bold', text, { validateStream: false }));
}

function mentions(what: string, facts: readonly FactMention[]): string {
  if (facts.length === 0) return '';
  const lines = facts.map(({ id, title, occurred }) => `  ${plain(`${occurred}  ${title}  ${id}`)}\n`);
  return `${what}:\n${lines.join('')}`;
}
