import type { CliContext } from './context.ts';
import { following, lineOut } from './following.ts';
import { createPlayer } from './player.ts';
import type { PlayedOptions } from './replay-options.ts';
import { replayIn } from './replay-options.ts';
import { played } from './replay-steps.ts';
import { say } from './show.ts';

/** Plays the timeline as lines for programs. */
export async function replayForPrograms(context: CliContext, options: PlayedOptions): Promise<void> {
  const { speed, gapMsMax } = options;
  const tell = async (sentence: string) => say(context, sentence);
  await following(options, context, tell, async (access, watching) => {
    const { clock, wait } = context;
    const { signal } = watching;
    const player = createPlayer({ speed, isPaused: false, gapMsMax, clock, wait, signal });
    for await (const { update } of played(access.replay(replayIn(options), watching), player.wait)) {
      if (signal.aborted) break;
      await context.stdout.write(`${lineOut(update)}\n`);
    }
  });
}
