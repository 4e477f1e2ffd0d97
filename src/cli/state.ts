import type { Command } from 'commander';

import type { AskedMoment } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { momentIn, reading, takesAccess, takesJson, takesMoment } from './options.ts';
import { outlineOf } from './outline.ts';
import { momentSentence, showJson, spanningLines } from './show.ts';

interface StateOptions extends AccessOptions, AskedMoment {
  readonly key?: string;
  readonly json?: boolean;
}

/** Adds `state`: the state of a projection as of a moment. */
export function addState(program: Command, context: CliContext): void {
  const command = program
    .command('state')
    .description('show the state of a projection as of a moment on both clocks')
    .argument('<projection>', 'its name, such as situation')
    .option('--key <key>', 'which state, of a projection that has one a key, such as place:kyiv');
  takesJson(takesMoment(takesAccess(command))).action(async (projection: string, options: StateOptions) => {
    const { key, json } = options;
    const answer = await reading(options, context, async (access) =>
      access.state(projection, { ...momentIn(options), key }),
    );
    if (json === true) return showJson(context.stdout, answer);
    const spanning = spanningLines(answer);
    await context.stdout.write(
      `${momentSentence(answer.moment)}\n\n${outlineOf(answer.state)}${spanning === '' ? '' : `\n${spanning}`}`,
    );
  });
}
