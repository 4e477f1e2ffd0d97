import type { Command } from 'commander';

import type { FactOut } from '../api/wire.ts';
import type { FactMention } from '../engine/answers.ts';
import type { AskedMoment } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { momentIn, reading, takesAccess, takesJson, takesMoment } from './options.ts';
import { outlineOf } from './outline.ts';
import { plain } from './plain.ts';
import { momentSentence, showJson, showTable } from './show.ts';

interface EventOptions extends AccessOptions, AskedMoment {
  readonly json?: boolean;
}

/** Adds `event`: one fact with its readings. */
export function addEvent(program: Command, context: CliContext): void {
  const command = program
    .command('event')
    .description('show a fact as of a moment, with all its readings by then, its causes and its effects')
    .argument('<id>', 'the id of the fact, or of one of its corrections');
  takesJson(takesMoment(takesAccess(command))).action(async (id: string, options: EventOptions) => {
    const fact = await reading(options, context, async (access) => access.fact(id, momentIn(options)));
    if (options.json === true) return showJson(context.stdout, fact);
    await showFact(context, fact);
  });
}

async function showFact(context: CliContext, fact: FactOut): Promise<void> {
  const { type, subject, revision, position, id, standing, readings, data, occurred, moment } = fact;
  await context.stdout.write(
    `${momentSentence(moment)}\n\n${plain(`${type} ${id}`)}\n${plain(`revision ${revision} of ${subject}, position ${position}`)}\n${plain(`occurred ${occurred} (${standing})`)}\n\n${outlineOf(data)}\n`,
  );
  await showTable(
    context,
    ['READING', 'READS', 'FROM', 'RECORDED', 'OCCURRED', 'REASON', 'BY'],
    readings.map(({ number, status, recordedFrom, recordedAt, occurred: when, reason, by }) => [
      number,
      status,
      recordedFrom,
      recordedAt,
      when,
      reason ?? '',
      by,
    ]),
  );
  await context.stdout.write(mentioned('Caused by', fact.causes) + mentioned('Led to', fact.effects));
}

function mentioned(what: string, facts: readonly FactMention[]): string {
  if (facts.length === 0) return '';
  return `\n${what}:\n${facts.map(({ type, title, id }) => `  ${plain(`${type}  ${title}  ${id}`)}\n`).join('')}`;
}
