import type { EventLog } from '../store/port.ts';
import type { Asked } from './asked.ts';
import { createChanges } from './changes.ts';
import { createChannels } from './channels.ts';
import type { Projecting } from './projecting.ts';
import type { Pulse } from './pulse.ts';
import { createReplay } from './replay.ts';
import type { Timeline } from './timeline.ts';
import { createUpdates } from './updates.ts';

/** What subscriptions need. */
export interface LiveOptions {
  readonly store: EventLog;
  readonly projecting: Projecting;
  readonly asked: Asked;
  readonly pulse: Pulse;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** How often the clock is looked at while an event that is dated ahead is awaited, in milliseconds. */
  readonly lookEveryMs: number;
  /** How much of what was told is kept at most for those who are a little behind. */
  readonly keptMax: number;
}

/** The part of a timeline that goes on: subscriptions and replays. `end` ends them all. */
export function createLive(
  options: LiveOptions,
): Pick<Timeline, 'updates' | 'changes' | 'replay'> & { end(): void } {
  const channels = createChannels();
  const following = { ...options, channels };
  const changes = createChanges(following);
  return {
    updates: createUpdates(following),
    changes,
    replay: createReplay({ ...options, changes }),
    end() {
      channels.close();
      options.pulse.close();
    },
  };
}
