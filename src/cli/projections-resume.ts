import { setTimeout as delay } from 'node:timers/promises';

import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import type { ProjectionInfo } from '../engine/answers.ts';
import type { Access } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { takesAccess, takesJson, withAccess } from './options.ts';
import type { ProgressLine } from './progress.ts';
import { buildLine, createProgressLine } from './progress.ts';
import { showInfos } from './show-projections.ts';
import { showJson } from './show.ts';

const askedEveryMs = 100;

/** Adds `projections resume`: goes on with what halted when the code of a projection failed. */
export function addResume(projections: Command, context: CliContext): void {
  const command = projections
    .command('resume')
    .description('go on with a projection whose code failed, and with what was being built of it')
    .argument('<projection>', 'its name');
  takesJson(takesAccess(command)).action(
    async (name: string, options: AccessOptions & { readonly json?: boolean }) => {
      const stopping = new AbortController();
      void context.stopped().then(() => stopping.abort());
      const line = createProgressLine(context);
      const info = await withAccess(options, context, 'update', async (access) => {
        try {
          return await resumed(access, name, line, stopping.signal);
        } finally {
          await line.end();
        }
      });
      if (options.json === true) await showJson(context.stdout, info);
      else await showInfos(context, [info]);
      if (info.fault !== undefined)
        throw new TimelineError('projection-faulted', info.fault, { projection: name });
    },
  );
}

/** Resumes, and looks on until nothing is being built. When it is told to stop it only looks no more: nothing is lost. */
async function resumed(
  access: Access,
  name: string,
  line: ProgressLine,
  signal: AbortSignal,
): Promise<ProjectionInfo> {
  let info = await access.resume(name);
  while (info.building !== undefined && info.health === 'ok' && !signal.aborted) {
    const { building } = info;
    await line.draw(() => buildLine(name, building));
    await delay(askedEveryMs, undefined, { signal }).catch(() => undefined);
    const { projections } = await access.projections();
    info = projections.find((one) => one.name === name) ?? info;
  }
  return info;
}
