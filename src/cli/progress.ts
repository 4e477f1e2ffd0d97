import type { CliContext } from './context.ts';

/** What a long command tells of how far it is: on a terminal one line that is written over, elsewhere nothing. */
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

/** Creates the progress of one command. */
export function createProgress({ stderr, clock }: CliContext): Progress {
  const startedAt = clock();
  let drawnAt = startedAt;
  let total: number | undefined;
  let read = 0;
  let count = 0;
  let isDrawn = false;

  async function draw(): Promise<void> {
    const now = clock();
    if (!stderr.isTTY || now - drawnAt < drawnEveryMs) return;
    drawnAt = now;
    isDrawn = true;
    await stderr.write(`\r\u001b[2K${progressLine({ count, read, total, ms: now - startedAt })}`);
  }

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
        if (count % 256 === 0) await draw();
        yield item;
      }
    },
    async end() {
      if (isDrawn) await stderr.write('\r\u001b[2K');
      isDrawn = false;
    },
  };
}

/** Returns the line that says how far a command is: how many events, how many a second, and what is left where it is known. */
export function progressLine({
  count,
  read,
  total,
  ms,
}: {
  readonly count: number;
  readonly read: number;
  readonly total: number | undefined;
  readonly ms: number;
}): string {
  const rate = ms === 0 ? 0 : Math.round((count * 1000) / ms);
  const parts = [`${count.toLocaleString('en')} events`, `${rate.toLocaleString('en')}/s`];
  if (total !== undefined && total > 0 && read > 0) {
    const share = Math.min(1, read / total);
    parts.push(`${Math.floor(share * 100)} %`, `${Math.ceil((ms * (1 - share)) / share / 1000)} s left`);
  }
  return parts.join(' · ');
}
