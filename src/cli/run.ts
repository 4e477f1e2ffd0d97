import { CommanderError } from 'commander';

import { problemOf } from '../api/problem.ts';
import { TimelineError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import { exitCodes, exitCodeOfBug } from './exit-codes.ts';
import { plain } from './plain.ts';
import { buildProgram } from './program.ts';

/**
 * Runs one command line, without the names of Node and of the script, and returns its exit code.
 *
 * An error is one sentence on standard error, or a problem document when the answer was asked for as JSON. That nobody
 * reads what is written is no error.
 */
export async function run(args: readonly string[], context: CliContext): Promise<number> {
  const program = buildProgram(context);
  const written: Promise<void>[] = [];
  const configured = [program, ...program.commands.flatMap((command) => [command, ...command.commands])];
  for (const command of configured)
    command.configureOutput({
      writeOut: (text) => written.push(context.stdout.write(text)),
      writeErr: (text) => written.push(context.stderr.write(text)),
      outputError: () => undefined,
      getOutHelpWidth: () => context.stdout.columns ?? 80,
      getErrHelpWidth: () => context.stderr.columns ?? 80,
    });
  try {
    await program.parseAsync([...args], { from: 'user' });
    await Promise.all(written);
    return 0;
  } catch (error) {
    return fail(error, args, context, written);
  }
}

async function fail(
  error: unknown,
  args: readonly string[],
  context: CliContext,
  written: readonly Promise<void>[],
): Promise<number> {
  if (isClosedPipe(error)) return 0;
  const told = error instanceof CommanderError ? usageError(error) : error;
  const wantsJson = args.includes('--json') || args.includes('--ndjson');
  try {
    await Promise.all(written);
    if (told !== undefined) await context.stderr.write(sentenceOf(told, wantsJson));
  } catch (failure) {
    if (!isClosedPipe(failure)) throw failure;
  }
  if (told === undefined) return error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
  return told instanceof TimelineError ? exitCodes[told.category] : exitCodeOfBug;
}

/** Returns the error that a slip in the command line is; undefined when help or version was shown, and all is said. */
function usageError(error: CommanderError): TimelineError | undefined {
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined;
  return new TimelineError('invalid-request', error.message.replace(/^error: /, ''), {}, error);
}

function sentenceOf(error: unknown, wantsJson: boolean): string {
  if (error instanceof TimelineError) {
    if (wantsJson) return `${JSON.stringify(problemOf(error.code, error.message, error.facts))}\n`;
    return `asof: ${plain(error.message)} (${error.code})\n`;
  }
  const detail = 'This is a bug of Asof';
  if (wantsJson) return `${JSON.stringify(problemOf('internal-error', detail))}\n`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `asof: ${detail}:\n${stack}\n`;
}

function isClosedPipe(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
  );
}
