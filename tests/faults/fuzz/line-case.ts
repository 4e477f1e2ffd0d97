import type { Chance } from '../../support/fault-chance.ts';
import { eventHarms } from './event-harms.ts';
import type { EventText } from './event-text.ts';
import { makeEvent, writeEvent } from './event-text.ts';
import type { CaseOptions, Expected, ImportCase, Noted } from './import-case.ts';
import { placeIn } from './import-case.ts';
import { lineHarms, otherwiseEncoded } from './line-harms.ts';
import { oneOf } from './one-of.ts';

/** A line of a file in the making; one that holds no event is blank. */
interface DraftLine {
  readonly bytes: Buffer;
  readonly end: string;
  readonly event?: EventText;
}

/** What was done to a file: its lines afterwards, the index of the first wrong one, and what must come of it. */
interface Done {
  readonly what: string;
  readonly lines: readonly DraftLine[];
  readonly expected: (place: (index: number) => string) => Expected;
}

/** Makes a file of lines of JSON, as it should be or with something wrong in it. */
export function makeLineCase(chance: Chance, options: CaseOptions): ImportCase {
  const draft = makeLines(chance, options);
  const { what, lines, expected } = oneOf(chance, deeds)(draft, chance);
  const file = chance.hits(0.2) ? 'notes/a.jsonl' : undefined;
  const mark = chance.hits(0.15) ? '\ufeff' : '';
  const text = Buffer.concat([
    Buffer.from(mark),
    ...lines.flatMap(({ bytes, end }) => [bytes, Buffer.from(end)]),
  ]);
  const isEncoded = what === asItIs && chance.hits(0.05);
  return {
    kind: 'lines',
    what: isEncoded ? 'is encoded otherwise' : what,
    file,
    bytes: isEncoded ? otherwiseEncoded(text, chance) : text,
    pieceBytes: chance.pick([1 + chance.below(7), 64, 65_536]),
    expected: isEncoded
      ? {
          comes: 'refused',
          places: [placeIn(file, 'line 1'), placeIn(file, 'line 2')],
          codes: ['invalid-file'],
        }
      : expected((index) => placeIn(file, `line ${lineNumber(lines, index)}`)),
  };
}

const asItIs = 'is as it should be';

type Deed = (lines: readonly DraftLine[], chance: Chance) => Done;

const leave: Deed = (lines) => ({
  what: asItIs,
  lines,
  expected: () => ({ comes: 'in', events: notedIn(lines) }),
});

const harmEvent: Deed = (lines, chance) => {
  const index = anEvent(lines, chance);
  const harm = oneOf(chance, eventHarms);
  const event = lines[index]?.event;
  if (event === undefined) return leave(lines, chance);
  const bytes = Buffer.from(writeEvent(harm.harm(event, chance), chance, false));
  return refusedAt(`event ${harm.what}`, withLine(lines, index, { bytes }), index, harm.codes);
};

const harmLine: Deed = (lines, chance) => {
  const index = anEvent(lines, chance);
  const { what, codes, harm } = oneOf(chance, lineHarms);
  const bytes = harm(lines[index]?.bytes ?? Buffer.alloc(0), chance);
  return refusedAt(`line ${what}`, withLine(lines, index, { bytes }), index, codes);
};

/** What does not end a line stands between two of them. */
const joinLines: Deed = (lines, chance) => {
  const index = anEvent(lines, chance);
  if (lines[index + 1]?.event === undefined) return leave(lines, chance);
  const end = chance.pick(['\r', '', ' ', '\u2028', '\u0085', '\v', '\f', ',', '\\n']);
  return refusedAt('two lines are one', withLine(lines, index, { end }), index, ['invalid-json']);
};

/** The recorded times of two neighbours run backwards. */
const swapLines: Deed = (lines, chance) => {
  const index = anEvent(lines, chance);
  const [one, other] = [lines[index], lines[index + 1]];
  if (one?.event === undefined || other?.event === undefined) return leave(lines, chance);
  const swapped = withLine(withLine(lines, index, { bytes: other.bytes }), index + 1, { bytes: one.bytes });
  return refusedAt('two lines are swapped', swapped, index + 1, ['recorded-time-backwards']);
};

/** A line that was there before is no harm; one with its id and something else is. */
const repeatLine: Deed = (lines, chance) => {
  const index = anEvent(lines, chance);
  const line = lines[index];
  if (line?.event === undefined) return leave(lines, chance);
  const isOther = chance.hits(0.5);
  const event = {
    ...line.event,
    data: [
      ['title', '"other"'],
      ['count', '1'],
    ] as const,
  };
  const again = isOther ? { ...line, bytes: Buffer.from(writeEvent(event, chance, false)) } : line;
  const ended = lines.map((one) => ({ ...one, end: one.end === '' ? '\n' : one.end }));
  if (isOther) return refusedAt('an id is used again', [...ended, again], ended.length, ['event-id-reused']);
  return { ...leave(lines, chance), what: 'a line is repeated', lines: [...ended, again] };
};

/** A bit falls over: if that is harm at all, it is so there, or where something further on no longer goes with it. */
const flipBit: Deed = (lines, chance) => {
  const index = anEvent(lines, chance);
  const bytes = Buffer.from(lines[index]?.bytes ?? Buffer.alloc(0));
  const at = chance.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
  const harmed = withLine(lines, index, { bytes });
  const later = lines.map((_, other) => other).slice(index);
  return {
    what: 'a bit has flipped',
    lines: harmed,
    expected: (place) => ({
      comes: 'either',
      // The flip may have made a new line, which moves those behind it by one.
      places: [...later.map(place), place(lines.length)],
    }),
  };
};

const deeds: readonly Deed[] = [
  leave,
  leave,
  harmEvent,
  harmEvent,
  harmEvent,
  harmEvent,
  harmLine,
  harmLine,
  harmLine,
  joinLines,
  swapLines,
  repeatLine,
  flipBit,
];

function makeLines(chance: Chance, options: CaseOptions): readonly DraftLine[] {
  // Now and then more than are handed to a store at a time.
  const count = chance.hits(0.03) ? 150 : 1 + chance.below(12);
  const lines = Array.from({ length: count }, (_, index): DraftLine[] => {
    const event = makeEvent(chance, options, index);
    const end = chance.pick(['\n', '\n', '\r\n']);
    const line = { bytes: Buffer.from(writeEvent(event, chance, false)), end, event };
    const blank = { bytes: Buffer.from(chance.pick(['', ' ', '\t \t', '\r', '\u00a0'])), end: '\n' };
    return chance.hits(0.15) ? [blank, line] : [line];
  }).flat();
  return chance.hits(0.3) ? withLine(lines, lines.length - 1, { end: '' }) : lines;
}

function refusedAt(
  what: string,
  lines: readonly DraftLine[],
  index: number,
  codes: Extract<Expected, { comes: 'refused' }>['codes'],
): Done {
  return { what, lines, expected: (place) => ({ comes: 'refused', places: [place(index)], codes }) };
}

function lineNumber(lines: readonly DraftLine[], index: number): number {
  return (
    1 +
    lines
      .slice(0, index)
      .reduce((sum, { bytes, end }) => sum + newlinesIn(bytes) + newlinesIn(Buffer.from(end)), 0)
  );
}

function newlinesIn(bytes: Buffer): number {
  return bytes.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 0);
}

function anEvent(lines: readonly DraftLine[], chance: Chance): number {
  const indexes = lines.flatMap(({ event }, index) => (event === undefined ? [] : [index]));
  return indexes[chance.below(indexes.length)] ?? 0;
}

function withLine(
  lines: readonly DraftLine[],
  index: number,
  change: Partial<DraftLine>,
): readonly DraftLine[] {
  return lines.map((line, other) => (other === index ? { ...line, ...change } : line));
}

function notedIn(lines: readonly DraftLine[]): readonly Noted[] {
  return lines.flatMap(({ event }) => (event === undefined ? [] : [event.noted]));
}
