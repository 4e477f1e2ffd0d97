import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import type { Access, AskedMoment } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { momentIn, reading, takesAccess, takesJson, takesMoment } from './options.ts';
import { addRebuild } from './projections-rebuild.ts';
import { addResume } from './projections-resume.ts';
import { showInfos } from './show-projections.ts';
import { momentSentence, showJson, showTable } from './show.ts';

interface ProjectionsOptions extends AccessOptions, AskedMoment {
  readonly json?: boolean;
}

/** Adds `projections`: all projections, or the keys of one; and the commands that build what is saved of them. */
export function addProjections(program: Command, context: CliContext): void {
  const command = program
    .command('projections')
    .description('list the projections, or the keys of one as of a moment; or rebuild or resume some')
    .argument('[projection]', 'a projection that has one state a key, to list its keys')
    .hook('preSubcommand', checkOptionsComeAfter);
  takesJson(takesMoment(takesAccess(command))).action(
    async (projection: string | undefined, options: ProjectionsOptions) => {
      await reading(options, context, async (access) =>
        projection === undefined
          ? showProjections(context, access, options)
          : showKeys(context, access, projection, options),
      );
    },
  );
  addRebuild(command, context);
  addResume(command, context);
}

/** An option of `projections` means nothing to its subcommands: one before their name would be lost. */
function checkOptionsComeAfter(projections: Command, subcommand: Command): void {
  if (Object.keys(projections.opts()).length === 0) return;
  const name = subcommand.name();
  throw new TimelineError('invalid-request', `Options of projections ${name} come after the word ${name}`);
}

async function showProjections(
  context: CliContext,
  access: Access,
  { json }: ProjectionsOptions,
): Promise<void> {
  const answer = await access.projections();
  if (json === true) return showJson(context.stdout, answer);
  await showInfos(context, answer.projections);
}

async function showKeys(
  context: CliContext,
  access: Access,
  projection: string,
  options: ProjectionsOptions,
): Promise<void> {
  const answer = await access.keys(projection, momentIn(options));
  if (options.json === true) return showJson(context.stdout, answer);
  await context.stdout.write(`${momentSentence(answer.moment)}\n\n`);
  await showTable(
    context,
    ['KEY', 'FACTS'],
    answer.keys.map(({ key, facts }) => [key, facts]),
  );
}
