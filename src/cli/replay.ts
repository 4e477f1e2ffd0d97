import { Option } from 'commander';
import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import { numberFrom, takesAccess, takesMoment } from './options.ts';
import type { ReplayOptions } from './replay-options.ts';
import { replayForPeople } from './replay-people.ts';
import { replayForPrograms } from './replay-programs.ts';

/** An hour in a second. */
const usualSpeed = 3600;

/** Longest wait between two steps with `--skip-gaps`, in seconds, when it does not say. */
const usualGapSeconds = 2;

/** Adds `replay`: the timeline, played along one axis. */
export function addReplay(program: Command, context: CliContext): void {
  const command = program
    .command('replay')
    .description('play the timeline along one axis, and how a state changes with it')
    .argument('[projection]', 'the projection whose state changes, such as situation')
    .option('--key <key>', 'which state, of a projection that has one a key')
    .addOption(
      new Option('--axis <axis>', 'the axis it is played along (default: occurred)').choices([
        'occurred',
        'recorded',
      ]),
    )
    .option('--from <instant|position>', 'where it begins (default: the beginning of the log)')
    .option('--to <instant|position>', 'where it ends; when left out it goes on live after the last step')
    .option(
      '--speed <times>',
      `how many times as fast as it went, 0 without waiting (default: ${usualSpeed})`,
      numberFrom('--speed', 0),
      usualSpeed,
    )
    .option('--step', 'waits for a key before each step')
    .option(
      '--skip-gaps [seconds]',
      `waits at most so long between two steps (default: ${usualGapSeconds})`,
      numberFrom('--skip-gaps', 0),
    )
    .option('--ndjson', 'writes one step a line');
  takesMoment(takesAccess(command)).action(async (projection: string | undefined, options: ReplayOptions) => {
    checkStepping(context, options);
    const { skipGaps } = options;
    const gapSeconds = skipGaps === true ? usualGapSeconds : skipGaps;
    const played = { ...options, projection, gapMsMax: (gapSeconds ?? Number.POSITIVE_INFINITY) * 1000 };
    await (options.ndjson === true ? replayForPrograms : replayForPeople)(context, played);
  });
}

function checkStepping({ takeKeys, stdout }: CliContext, { step, ndjson }: ReplayOptions): void {
  if (step !== true || (takeKeys !== undefined && stdout.isTTY && ndjson !== true)) return;
  throw new TimelineError('invalid-request', '--step needs a terminal: it waits for a key before each step', {
    option: '--step',
  });
}
