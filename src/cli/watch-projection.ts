import type { UpdatesOut } from '../api/wire-live.ts';
import type { FollowedUpdate, KnownState } from '../client/kept-state.ts';
import { keepingState } from '../client/kept-state.ts';
import { patchLines } from './change-lines.ts';
import type { CliContext } from './context.ts';
import { causeLines } from './fact-lines.ts';
import { following, lineOut } from './following.ts';
import { knownState } from './known-state.ts';
import { outlineOf } from './outline.ts';
import type { Screen } from './screen.ts';
import { createScreen } from './screen.ts';
import { momentSentence } from './show.ts';
import type { WatchOptions } from './watch-options.ts';

/** Most lines that one patch is shown in; `--ndjson` gives all of it. */
const patchLinesMax = 40;

/** Shows the state of a projection, and then each change of it. */
export async function watchProjection(
  context: CliContext,
  projection: string,
  options: WatchOptions,
): Promise<void> {
  const { asOf, certainty, key, after } = options;
  const isForPrograms = options.json === true || options.ndjson === true;
  const screen = createScreen(context);
  await following(options, context, screen.say, async (access, watching) => {
    const updates = keepingState({
      subscribe: (id) => access.updates(projection, { asOf, certainty, key, after: id }, watching),
      after,
      stateAt: async (moment) => knownState(access, projection, key, moment),
      tell: screen.say,
    });
    const show = isForPrograms
      ? async ({ update }: FollowedUpdate) => context.stdout.write(`${lineOut(update)}\n`)
      : showingFor(screen);
    for await (const update of updates) {
      await show(update);
      if (watching.signal.aborted) break;
    }
  });
}

function showingFor(screen: Screen): (followed: FollowedUpdate) => Promise<void> {
  const showState = async ({ moment, state }: UpdatesOut['snapshot']) =>
    screen.show(['', ...outlineOf(state).trimEnd().split('\n'), ''], momentSentence(moment));
  return async ({ update: { event, data }, before }) => {
    switch (event) {
      case 'snapshot':
        return showState(data);
      case 'reset':
        await screen.say(`Version ${data.projection.version} of ${data.projection.name} answers now`);
        return showState(data);
      case 'patch':
        return screen.show([...linesOfPatch(before, data, screen.width()), ''], momentSentence(data.moment));
      case 'caught-up':
        return screen.say(caughtUpSentence(data.moment.position));
      case 'fault':
        return screen.say(`${data.detail}; it goes on when that is mended`);
    }
  };
}

function linesOfPatch(
  before: KnownState,
  { patch, causes, more }: UpdatesOut['patch'],
  columns: number,
): readonly string[] {
  const lines = patchLines(before, patch, { linesMax: patchLinesMax, columns });
  return [...lines, ...causeLines(causes, more)].map((line) => `  ${line}`);
}

/** Returns the sentence that says that what comes from here on is new. */
export function caughtUpSentence(position: number): string {
  return `Caught up at position ${position}; waiting for changes, Ctrl-C ends`;
}
