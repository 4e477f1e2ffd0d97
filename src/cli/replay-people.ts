import type { ReplayOut, ReplayUpdateOut } from '../api/wire-live.ts';
import type { MomentOut } from '../api/wire.ts';
import type { KnownState } from '../client/kept-state.ts';
import { applyPatch } from '../domain/apply-patch.ts';
import { patchLines } from './change-lines.ts';
import type { CliContext } from './context.ts';
import { changeLine } from './fact-lines.ts';
import { following } from './following.ts';
import { keysHelp, pressing } from './keys.ts';
import type { Player } from './player.ts';
import { createPlayer } from './player.ts';
import type { PlayedOptions } from './replay-options.ts';
import { replayIn } from './replay-options.ts';
import { played } from './replay-steps.ts';
import { createScreen } from './screen.ts';
import { momentSentence } from './show.ts';

/** Most lines that the changes of one step to a state are shown in; `--ndjson` gives all of them. */
const patchLinesMax = 12;

/** Plays the timeline in a terminal, where keys steer it, or as plain lines. */
export async function replayForPeople(context: CliContext, options: PlayedOptions): Promise<void> {
  const { takeKeys, stdout, clock, wait } = context;
  const shown: Shown = { moment: undefined, at: undefined, isLive: false, state: undefined };
  let player: Player | undefined;
  const screen = createScreen(context, () => {
    const columns = stdout.columns ?? 0;
    return player === undefined ? '' : statusOf(player, shown, options, columns > 0 ? columns : 80);
  });

  await following(options, context, screen.say, async (access, watching) => {
    const { signal, stop } = watching;
    player = createPlayer({
      speed: options.speed,
      isPaused: options.step === true,
      gapMsMax: options.gapMsMax,
      clock,
      wait,
      signal,
      onTick: screen.draw,
    });
    const gated = player;
    const giveBack = stdout.isTTY ? takeKeys?.(pressing(gated, { stop, redraw: screen.draw })) : undefined;
    try {
      for await (const { kind, update } of played(access.replay(replayIn(options), watching), gated.wait)) {
        if (kind === 'start' && giveBack !== undefined) await screen.show(keysHelp(screen.width()));
        if (kind === 'step') await gated.gate();
        if (signal.aborted) break;
        const lines = linesOf(update, shown, screen.width());
        note(update, shown);
        await screen.show(lines, headingOf(update));
      }
    } finally {
      giveBack?.();
      await screen.end();
    }
  });
}

/** A terminal of fewer columns gets a shorter last line: as of, the position that is known, the speed. */
const narrow = 90;

/** What has been shown so far. */
interface Shown {
  moment: MomentOut | undefined;
  at: string | undefined;
  isLive: boolean;
  state: KnownState;
}

function note({ event, data }: ReplayUpdateOut, shown: Shown): void {
  shown.moment = data.moment;
  if (event === 'caught-up') shown.isLive = true;
  if (event === 'start' && 'state' in data) shown.state = { state: data.state };
  if (event === 'step') shown.state = stateAfter(shown.state, data);
  if ((event === 'start' || event === 'step') && data.at !== undefined) shown.at = data.at;
}

function stateAfter(before: KnownState, { patch }: ReplayOut['step']): KnownState {
  return before === undefined || patch === undefined ? before : { state: applyPatch(before.state, patch) };
}

function headingOf({ event, data }: ReplayUpdateOut): string | undefined {
  switch (event) {
    case 'start':
      return `From here: ${momentSentence(data.moment)}`;
    case 'step':
      return undefined;
    case 'caught-up':
      return `Live from here: ${momentSentence(data.moment)}; Ctrl-C ends`;
    case 'end':
      return `The end: ${momentSentence(data.moment)}`;
  }
}

function linesOf({ event, data }: ReplayUpdateOut, { state }: Shown, columns: number): readonly string[] {
  if (event !== 'step') return [];
  const patched = patchLines(state, data.patch ?? [], { linesMax: patchLinesMax, columns });
  return [
    ...data.changes.map((change) => changeLine(change, data.at)),
    ...patched.map((line) => `    ${line}`),
  ];
}

/** Says where it is on both clocks, how fast it plays, and whether it does. */
function statusOf(
  { speed, isPaused, msLeft }: Player,
  shown: Shown,
  { axis }: PlayedOptions,
  columns: number,
): string {
  const { moment, at, isLive } = shown;
  const playing = isLive ? 'live' : 'playing';
  const gap = msLeft > 0 && speed > 0 ? ` · next in ${Math.ceil(msLeft / speed / 1000)} s` : '';
  const does = isPaused ? 'paused' : playing;
  const fast = speed === 0 ? 'no waiting' : `×${speed}`;
  if (moment === undefined) return `${does} ${fast}`;
  const { asOf, position } = moment;
  // While it is played along one axis, the other clock stands.
  const occurred = axis === 'recorded' || at === undefined ? asOf : at;
  const recorded = axis === 'recorded' ? (at ?? moment.knownAt) : moment.knownAt;
  if (columns < narrow) return `${does} ${occurred} (${position}) ${fast}`;
  return `${does} ${fast} · as of ${occurred} · known at ${recorded ?? 'nothing'} (${position})${gap}`;
}
