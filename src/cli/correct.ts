import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import { sourceSchema } from '../domain/events/common.ts';
import type { Source } from '../domain/events/common.ts';
import { parseExpectedRevision } from '../domain/stream.ts';
import type { Retraction } from '../engine/requests.ts';
import { idempotencyKeyHelp, jsonIn, showAppended } from './append.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { takesAccess, takesJson, withAccess } from './options.ts';
import { several } from './settle.ts';

/** The options of what corrects and what retracts. */
export interface RetractOptions extends AccessOptions {
  readonly reason: string;
  readonly source?: readonly string[];
  readonly at?: string;
  readonly id?: string;
  readonly expectedRevision?: string;
  readonly idempotencyKey?: string;
  readonly json?: boolean;
}

interface CorrectOptions extends RetractOptions {
  readonly data?: string;
  readonly occurred?: string;
}

/** Adds `correct`: restates a fact from here on. */
export function addCorrect(program: Command, context: CliContext): void {
  const command = program
    .command('correct')
    .description('restate the data or the occurred time of a fact; what was known before stays as it was')
    .argument('<id>', 'the id of the fact, or of one of its corrections')
    .option('--data <json>', 'the data, restated whole, as JSON')
    .option('--occurred <time>', 'the occurred time, restated');
  takesReason(command).action(async (id: string, options: CorrectOptions) => {
    const { data, occurred } = options;
    const correction = {
      ...retractionIn(options),
      ...(data === undefined ? {} : { data: jsonIn('--data', data) }),
      ...(occurred === undefined ? {} : { occurred }),
    };
    const appended = await withAccess(options, context, 'update', async (access) =>
      access.correct(id, correction),
    );
    await showAppended(context, appended, options.json);
  });
}

/** Adds the options that a correction and a retraction share. */
export function takesReason(command: Command): Command {
  command
    .requiredOption('--reason <text>', 'why')
    .option(
      '--source <publisher|json>',
      'who says so: a name, or a source as JSON; may be given several times',
      several,
    )
    .option('--at <time>', 'when it was found, by the clock of the world (default: now)')
    .option('--id <id>', 'the id of the new event (default: a new UUIDv7)')
    .option('--expected-revision <revision>', 'any, or the revision the stream must be at (default: any)')
    .option('--idempotency-key <key>', idempotencyKeyHelp);
  return takesJson(takesAccess(command));
}

/** Returns what the shared options say. */
export function retractionIn(options: RetractOptions): Retraction {
  const { reason, source = [], at, id, expectedRevision, idempotencyKey } = options;
  return {
    reason,
    sources: source.map(sourceIn),
    expectedRevision: parseExpectedRevision(expectedRevision ?? 'any'),
    ...(at === undefined ? {} : { at }),
    ...(id === undefined ? {} : { id }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}

function sourceIn(text: string): Source {
  if (!text.trimStart().startsWith('{')) return { publisher: text };
  const checked = sourceSchema.safeParse(jsonIn('--source', text));
  if (checked.success) return checked.data;
  throw new TimelineError(
    'invalid-request',
    `--source: ${checked.error.issues[0]?.message ?? 'is no source'}`,
    {
      option: '--source',
    },
  );
}
