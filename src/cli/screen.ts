import type { CliContext } from './context.ts';
import { cutTo, plain } from './plain.ts';
import { boldOf } from './show.ts';

/** Where something that goes on is shown: lines that stay, and on a terminal one line below them that is written over. */
export interface Screen {
  /** Writes a heading and lines above the last line, each cut to the width of the terminal. */
  show(lines: readonly string[], heading?: string): Promise<void>;
  /** Says something beside the data, above the last line. */
  say(sentence: string): Promise<void>;
  /** Writes the last line anew. */
  draw(): Promise<void>;
  /** Takes the last line away. */
  end(): Promise<void>;
  /** How many columns there are now; Infinity where nothing is cut. */
  width(): number;
}

const erased = '\r\u001b[2K';

/** Creates a screen; `status` gives the last line, where there is to be one. */
export function createScreen(
  { stdout, stderr, env }: Pick<CliContext, 'stdout' | 'stderr' | 'env'>,
  status?: () => string,
): Screen {
  const hasStatus = stdout.isTTY && status !== undefined;
  const bold = boldOf(stdout, env);
  let isDrawn = false;
  // Some terminals do not say how wide they are, or say 0. The width is asked for each time: it changes.
  const width = (): number => (stdout.isTTY ? (stdout.columns ?? 0) || 80 : Number.POSITIVE_INFINITY);
  const erasure = (): string => {
    const text = isDrawn ? erased : '';
    isDrawn = false;
    return text;
  };
  const statusText = (): string => {
    if (!hasStatus) return '';
    isDrawn = true;
    return cutTo(plain(status()), width() - 1);
  };
  return {
    async show(lines, heading) {
      const columns = width();
      const head = heading === undefined ? [] : [bold(cutTo(heading, columns))];
      const text = [...head, ...lines.map((line) => cutTo(line, columns))]
        .map((line) => `${line}\n`)
        .join('');
      await stdout.write(`${erasure()}${text}${statusText()}`);
    },
    async say(sentence) {
      if (isDrawn) await stdout.write(erasure());
      await stderr.write(`${plain(sentence)}\n`);
      if (hasStatus) await stdout.write(statusText());
    },
    async draw() {
      if (hasStatus) await stdout.write(`${erasure()}${statusText()}`);
    },
    async end() {
      if (isDrawn) await stdout.write(erasure());
    },
    width,
  };
}
