import { TimelineError } from '../domain/errors.ts';
import type { Comparison, Moved, MoveProgress } from '../moving/index.ts';
import type { CliContext } from './context.ts';
import type { StoreSettings } from './open-store.ts';
import { openStoreUnder } from './open-store.ts';
import { createProgressLine, progressLine } from './progress.ts';
import { say, showJson } from './show.ts';

/** At how many moments both sides are compared, when nothing says. */
export const usualSamples = 100;

/** What is shown of a move, and at how many moments both sides are compared. */
export interface MovingOptions {
  readonly samples?: number | undefined;
  readonly json?: boolean | undefined;
}

/**
 * Moves a log from one store to another and shows what that came to; Ctrl-C ends it between two parts.
 *
 * Throws `logs-differ`, `move-cancelled`, and `copy-differs` after everything is shown, when the sides do not answer the same.
 */
export async function moveAndShow(
  from: StoreSettings,
  to: StoreSettings,
  options: MovingOptions,
  context: CliContext,
): Promise<void> {
  const source = await openStoreUnder(from, context, 'read');
  try {
    const target = await openStoreUnder(to, context, 'write');
    try {
      await moveOpened(source, target, options, context);
    } finally {
      await target.timeline.close();
    }
  } finally {
    await source.timeline.close();
  }
}

type Opened = Awaited<ReturnType<typeof openStoreUnder>>;

async function moveOpened(
  source: Opened,
  target: Opened,
  { samples = usualSamples, json }: MovingOptions,
  context: CliContext,
): Promise<void> {
  // Only what moves pays for loading it.
  const { moveLog } = await import('../moving/index.ts');
  const [from, to] = [source.timeline.name, target.timeline.name];
  const stopping = new AbortController();
  void context.stopped().then(() => stopping.abort(cancelled(from, to)));
  const progress = createMoveProgress(context);
  let moved: Moved;
  try {
    const { signal } = stopping;
    moved = await moveLog(source, target, { samples, signal, onProgress: progress.draw });
  } finally {
    await progress.end();
  }
  await show(context, { from, to, ...moved }, json);
  if (!moved.comparison.isSame) throw differs(from, to, moved.comparison);
  const left = source.timeline.head().position - moved.position;
  if (json !== true) await say(context, `${to} has the log of ${from}, and both sides answer the same`);
  if (left > 0)
    await say(
      context,
      `${left} events were recorded in ${from} meanwhile: move again when nobody records there`,
    );
}

function createMoveProgress(context: CliContext) {
  const line = createProgressLine(context);
  let at: MoveProgress['step'] | undefined;
  let began = { ms: 0, done: 0 };
  return {
    async draw({ step, done, of }: MoveProgress): Promise<void> {
      const now = context.clock();
      if (step !== at) began = { ms: now, done };
      at = step;
      const [read, total] = [done - began.done, of - began.done];
      await line.draw(
        () =>
          `${step} · ${progressLine({ count: read, read, total, ms: now - began.ms, what: whatOf(step) })}`,
      );
    },
    end: line.end,
  };
}

function whatOf(step: MoveProgress['step']): string {
  return step === 'answering' ? 'moments' : 'events';
}

async function show(
  { stdout }: CliContext,
  moved: Moved & { readonly from: string; readonly to: string },
  json: boolean | undefined,
): Promise<void> {
  if (json === true) return showJson(stdout, moved);
  const { before, copied, position, comparison } = moved;
  const { log, trail, answers, asked, moments, different } = comparison;
  await stdout.write(
    `events    ${copied} copied, ${before} there already\nposition  ${position}\n` +
      `log       ${bothOf(log)}\ntrail     ${bothOf(trail)}\n` +
      `answers   ${bothOf(answers)}, ${asked} answers at ${moments} moments\n`,
  );
  for (const { projection, key, asOf, knownAt } of different) {
    const of = key === undefined ? '' : ` of ${key}`;
    await stdout.write(
      `differs   ${projection}${of} as of ${asOf} (occurred), known at position ${knownAt}\n`,
    );
  }
}

function bothOf({ from, to }: Comparison['log']): string {
  return from === to ? `${from} on both sides` : `${from} from, ${to} to`;
}

function cancelled(from: string, to: string): TimelineError {
  const sentence = `The move from ${from} to ${to} was ended; the same move goes on where it stopped`;
  return new TimelineError('move-cancelled', sentence);
}

function differs(from: string, to: string, comparison: Comparison): TimelineError {
  const { log, trail, answers } = comparison;
  const parts = Object.entries({ log, trail, answers }).filter(([, both]) => both.from !== both.to);
  return new TimelineError(
    'copy-differs',
    `${to} does not hold or answer the same as ${from}: ${parts.map(([part]) => part).join(', ')}`,
    { differs: parts.map(([part]) => part) },
  );
}
