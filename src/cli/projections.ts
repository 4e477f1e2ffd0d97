import type { Command } from 'commander';

import type { Access, AskedMoment } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { momentIn, reading, takesAccess, takesJson, takesMoment } from './options.ts';
import { momentSentence, showJson, showTable } from './show.ts';

interface ProjectionsOptions extends AccessOptions, AskedMoment {
  readonly json?: boolean;
}

/** Adds `projections`: all projections, or the keys of one. */
export function addProjections(program: Command, context: CliContext): void {
  const command = program
    .command('projections')
    .description('list the projections, or the keys of one as of a moment')
    .argument('[projection]', 'a projection that has one state a key, to list its keys');
  takesJson(takesMoment(takesAccess(command))).action(
    async (projection: string | undefined, options: ProjectionsOptions) => {
      await reading(options, context, async (access) =>
        projection === undefined
          ? showProjections(context, access, options)
          : showKeys(context, access, projection, options),
      );
    },
  );
}

async function showProjections(
  context: CliContext,
  access: Access,
  { json }: ProjectionsOptions,
): Promise<void> {
  const answer = await access.projections();
  if (json === true) return showJson(context.stdout, answer);
  await showTable(
    context,
    ['PROJECTION', 'VERSION', 'KEYED', 'POSITION', 'HEALTH', 'DESCRIPTION'],
    answer.projections.map(({ name, version, keyed, position, health, description }) => [
      name,
      version,
      keyed ? 'yes' : 'no',
      position,
      health,
      description,
    ]),
  );
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
