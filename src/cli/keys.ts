import type { KeysHeard } from './context.ts';
import type { Player } from './player.ts';

const keysTold = [
  'space pauses and goes on',
  'n next step',
  '+ faster',
  '- slower',
  'g skips the gap',
  'q ends',
];

/** Says what the keys do, in lines of at most so many columns. */
export function keysHelp(columns: number): readonly string[] {
  const lines: string[] = [];
  for (const told of keysTold) {
    const last = lines.at(-1);
    const longer = last === undefined ? told : `${last} · ${told}`;
    if (last === undefined || longer.length > columns) lines.push(told);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** A key by itself, or the sequence that a key of several characters sends. */
// oxlint-disable-next-line no-control-regex
const keyPattern = /\u001b(?:[[O][\d;]*[A-Za-z~])?|[^]/gu;

/** Returns what steers a replay by what the keys of a terminal send. */
export function pressing(
  player: Player,
  { stop, redraw }: { readonly stop: () => void; readonly redraw: () => Promise<void> },
): KeysHeard {
  const press = (key: string): void => {
    switch (key) {
      case ' ':
      case 'p':
        return player.pause();
      case 'n':
      case '\r':
      case '\n':
      case '\u001b[C':
      case '\u001bOC':
        return player.step();
      case '+':
      case '=':
        return player.change(2);
      case '-':
      case '_':
        return player.change(1 / 2);
      case 'g':
        return player.skip();
      case 'q':
      case '\u0003':
      case '\u0004':
        return stop();
      default:
    }
  };
  return (text) => {
    for (const [key] of text.matchAll(keyPattern)) press(key);
    // A terminal that is gone is noticed by what is written next.
    void redraw().catch(() => undefined);
  };
}
