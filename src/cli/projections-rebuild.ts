import { setTimeout as delay } from 'node:timers/promises';

import type { Command } from 'commander';

import type { RebuildOut } from '../api/wire-rebuild.ts';
import { errorOfProblem } from '../client/problem-error.ts';
import { TimelineError } from '../domain/errors.ts';
import { unknownProjection } from '../engine/asked.ts';
import type { Access } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { takesAccess, takesJson, withAccess } from './options.ts';
import type { ProgressLine } from './progress.ts';
import { buildLine, createProgressLine } from './progress.ts';
import { checkpointsText } from './show-projections.ts';
import { showJson, showTable } from './show.ts';

interface RebuildOptions extends AccessOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** How often it is asked how far a rebuild is: soon at first, for most are short. */
const askedEveryMs = { first: 20, most: 250 };

/** Adds `projections rebuild`: saves anew what is saved of projections, one after the other. */
export function addRebuild(projections: Command, context: CliContext): void {
  const command = projections
    .command('rebuild')
    .description('save anew what is saved of projections; until it is complete the old goes on answering')
    .argument('[projection...]', 'the projections')
    .option('--all', 'all of them');
  takesJson(takesAccess(command)).action(async (names: readonly string[], options: RebuildOptions) => {
    checkNames(names, options);
    const stopping = new AbortController();
    void context.stopped().then(() => stopping.abort());
    const line = createProgressLine(context);
    const rebuilds = await withAccess(options, context, 'update', async (access) => {
      const wanted = await wantedOf(access, names);
      try {
        return await rebuildEach(access, wanted, line, stopping.signal);
      } finally {
        await line.end();
      }
    });
    await show(context, rebuilds, options.json);
    const problem = rebuilds.find(({ status }) => status !== 'done')?.problem;
    if (problem !== undefined) throw errorOfProblem(problem) ?? new Error(problem.detail);
  });
}

function checkNames(names: readonly string[], { all = false }: RebuildOptions): void {
  if (names.length > 0 !== all) return;
  throw new TimelineError('invalid-request', 'Name the projections to rebuild, or give --all');
}

/** A name that is wrong is found before anything is begun. */
async function wantedOf(access: Access, names: readonly string[]): Promise<readonly string[]> {
  const { projections } = await access.projections();
  const known = projections.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw unknownProjection(unknown);
  return names.length === 0 ? known : [...new Set(names)];
}

/** Rebuilds one after the other. What fails does not keep the others from it; when one is cancelled, no other is begun. */
async function rebuildEach(
  access: Access,
  names: readonly string[],
  line: ProgressLine,
  signal: AbortSignal,
): Promise<readonly RebuildOut[]> {
  const rebuilds: RebuildOut[] = [];
  for (const [index, name] of names.entries()) {
    const what = names.length === 1 ? name : `${name} (${index + 1} of ${names.length})`;
    const rebuild = await rebuildOne(access, name, signal, async ({ progress }) => {
      if (progress !== undefined) await line.draw(() => buildLine(what, progress));
    });
    rebuilds.push(rebuild);
    if (rebuild.status === 'cancelled') break;
  }
  return rebuilds;
}

async function rebuildOne(
  access: Access,
  name: string,
  signal: AbortSignal,
  onLook: (rebuild: RebuildOut) => Promise<void>,
): Promise<RebuildOut> {
  let rebuild = await access.beginRebuild(name);
  for (let ms = askedEveryMs.first; rebuild.status === 'running'; ms = Math.min(ms * 2, askedEveryMs.most)) {
    await onLook(rebuild);
    // That it is cut short is told by the signal itself.
    await delay(ms, undefined, { signal }).catch(() => undefined);
    rebuild = signal.aborted ? await access.cancelRebuild(name) : await access.rebuild(name);
  }
  return rebuild;
}

async function show(
  context: CliContext,
  rebuilds: readonly RebuildOut[],
  json: boolean | undefined,
): Promise<void> {
  if (json === true) return showJson(context.stdout, { rebuilds });
  await showTable(
    context,
    ['PROJECTION', 'VERSION', 'REBUILD', 'CHECKPOINTS'],
    rebuilds.map(({ projection, status, checkpoints }) => [
      projection.name,
      projection.version,
      status,
      checkpoints === undefined ? '' : checkpointsText(checkpoints),
    ]),
  );
}
