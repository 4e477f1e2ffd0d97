import type { BuildProgress } from '../engine/answers.ts';
import type { CliContext } from './context.ts';
import { cutTo, plain } from './plain.ts';

/** One line on a terminal that is written over; elsewhere nothing is written. */
export interface ProgressLine {
  /** Writes the line anew, unless it was written a moment ago. */
  draw(line: () => string): Promise<void>;
  /** Takes the line away. */
  end(): Promise<void>;
}

/** What a long command tells of how far it is in what it reads. */
export interface Progress {
  /** Says how many bytes there are to read; undefined when that is not known. */
  expect(bytes: number | undefined): void;
  /** Counts bytes that were read. */
  read(bytes: number): void;
  /** Passes items through and counts them. */
  counted<Item>(items: AsyncIterable<Item>): AsyncIterable<Item>;
  /** Takes the line away. */
  end(): Promise<void>;
}

const drawnEveryMs = 100;

/** Creates the line of one command. */
export function createProgressLine({ stderr, clock }: CliContext): ProgressLine {
  let drawnAt = clock();
  let isDrawn = false;
  return {
    async draw(line) {
      const now = clock();
      if (!stderr.isTTY || now - drawnAt < drawnEveryMs) return;
      drawnAt = now;
      isDrawn = true;
      // Some terminals do not say how wide they are, or say 0.
      const { columns = 0 } = stderr;
      await stderr.write(`\r\u001b[2K${cutTo(plain(line()), (columns > 0 ? columns : 80) - 1)}`);
    },
    async end() {
      if (isDrawn) await stderr.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

/** Creates the progress of one command that reads. */
export function createProgress(context: CliContext): Progress {
  const startedAt = context.clock();
  const line = createProgressLine(context);
  let total: number | undefined;
  let read = 0;
  let count = 0;

  return {
    expect(bytes) {
      total = bytes;
    },
    read(bytes) {
      read += bytes;
    },
    async *counted(items) {
      for await (const item of items) {
        count += 1;
        if (count % 256 === 0)
          await line.draw(() => progressLine({ count, read, total, ms: context.clock() - startedAt }));
        yield item;
      }
    },
    end: line.end,
  };
}

/** Returns the line that says how far a command is: how many events, how many a second, and what is left where it is known. */
export function progressLine({
  count,
  read,
  total,
  ms,
  what = 'events',
}: {
  readonly count: number;
  readonly read: number;
  readonly total: number | undefined;
  readonly ms: number;
  /** What is counted. */
  readonly what?: string;
}): string {
  const rate = ms === 0 ? 0 : Math.round((count * 1000) / ms);
  const parts = [`${count.toLocaleString('en')} ${what}`, `${rate.toLocaleString('en')}/s`];
  if (total !== undefined && total > 0 && read > 0) {
    const share = Math.min(1, read / total);
    parts.push(percent(share), `${Math.ceil((ms * (1 - share)) / share / 1000)} s left`);
  }
  return parts.join(' · ');
}

/** Returns the line that says how far a build is: its share, events a second, and the time left where it is known. */
export function buildLine(
  what: string,
  { share, eventsPerSecond, secondsLeft }: Omit<BuildProgress, 'version'>,
): string {
  const parts = [what, percent(share), `${eventsPerSecond.toLocaleString('en')} events/s`];
  return [...parts, ...(secondsLeft === undefined ? [] : [`${secondsLeft} s left`])].join(' · ');
}

/** Returns a share from 0 to 1 as per cent; only what is done is 100 %. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}
