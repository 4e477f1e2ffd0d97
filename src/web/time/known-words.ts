import { formatTime, speakTime } from '../format/times.ts';
import type { LiveState, ScrubbedMoment, ZoneChoice } from '../model.ts';
import { texts } from '../texts.ts';

/** What is said about where the clock of the log stands. */
export interface KnownStand {
  readonly moment: ScrubbedMoment;
  /** The position that is known, and when it was recorded, in milliseconds of the Unix epoch: undefined where nothing was. */
  readonly position: number;
  readonly time: number | undefined;
  /** Whether both clocks stand at one time. */
  readonly linked: boolean;
  readonly live: LiveState;
  readonly zone: ZoneChoice;
}

/** What the clock of the log reads, what stands below it, and how it is read aloud. */
export interface KnownWords {
  readonly shown: string;
  readonly note: string;
  readonly spoken: string;
}

/** Tells whether there is newer than what is on the screen: that waits while the past is looked at. */
export function isHeldBack(live: LiveState): boolean {
  return live.kind === 'paused' && live.unseen > 0;
}

/** Says where the clock of the log stands: the newest is told of only where there is nothing newer. */
export function knownWords({ moment, position, time, linked, live, zone }: KnownStand): KnownWords {
  const { moment: words } = texts.en;
  if (time === undefined) {
    const isTimed = linked && moment.asOf !== 'now';
    const shown = isTimed ? formatTime(moment.asOf, zone) : moment.knownAt === 'head' ? words.newest : '0';
    return { shown, note: words.nothingKnown, spoken: words.nothingKnown };
  }
  const isNewest = moment.knownAt === 'head' && !isHeldBack(live);
  const said = speakTime(time, zone);
  const at = words.position(position);
  return isNewest
    ? {
        shown: words.newest,
        note: `${at} · ${formatTime(time, zone, 'minute')}`,
        spoken: words.spokenNewest(position, said),
      }
    : { shown: formatTime(time, zone), note: at, spoken: words.spokenPosition(position, said) };
}
