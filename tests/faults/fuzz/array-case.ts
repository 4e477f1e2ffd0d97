import type { Chance } from '../../support/fault-chance.ts';
import { eventHarms } from './event-harms.ts';
import type { EventText } from './event-text.ts';
import { makeEvent, writeEvent } from './event-text.ts';
import type { CaseOptions, Expected, ImportCase } from './import-case.ts';
import { placeIn } from './import-case.ts';
import { brokenUtf8, put } from './line-harms.ts';
import { oneOf } from './one-of.ts';

/** An array in the making: what stands before, between and after its events, and the text of each. */
interface Draft {
  readonly open: string;
  readonly texts: readonly string[];
  /** What stands between two events; a comma and a line end for each. */
  readonly between: string;
  readonly close: string;
}

/** Makes a file of one JSON array, one event a line, as it should be or with something wrong in it. */
export function makeArrayCase(chance: Chance, options: CaseOptions): ImportCase {
  const events = Array.from({ length: 1 + chance.below(8) }, (_, index) => makeEvent(chance, options, index));
  const file = chance.hits(0.2) ? 'notes.json' : undefined;
  const index = chance.below(events.length);
  const what = chance.pick([
    'as it is',
    'as it is',
    'event',
    'event',
    'event',
    'bytes',
    'bytes',
    'frame',
  ] as const);
  const made = making[what](events, index, chance);
  const { expected } = made;
  const places = 'places' in expected ? expected.places.map((place) => placeIn(file, place)) : [];
  return {
    kind: 'array',
    what: made.what,
    file,
    bytes: made.bytes,
    pieceBytes: chance.pick([3, 64, 65_536]),
    expected: expected.comes === 'in' ? expected : { ...expected, places },
  };
}

type Made = Pick<ImportCase, 'what' | 'bytes' | 'expected'>;
type Making = (events: readonly EventText[], index: number, chance: Chance) => Made;

const asItIs: Making = (events, _index, chance) => ({
  what: 'is as it should be',
  bytes: Buffer.from(`${chance.hits(0.2) ? '\ufeff' : ''}${write(draftOf(events, chance, true))}`),
  expected: { comes: 'in', events: events.map(({ noted }) => noted) },
});

const harmedEvent: Making = (events, index, chance) => {
  const harm = oneOf(chance, eventHarms);
  const harmed = events.map((event, other) => (other === index ? harm.harm(event, chance) : event));
  const draft = draftOf(harmed, chance, false);
  const place = harm.isOfText ? `line ${lineOf(draft, index)}` : `event ${index + 1}`;
  return {
    what: `event ${harm.what}`,
    bytes: Buffer.from(write(draft)),
    expected: { comes: 'refused', places: [place], codes: harm.codes },
  };
};

/** Something that no text has stands in one of the lines. */
const harmedBytes: Making = (events, index, chance) => {
  const draft = draftOf(events, chance, false);
  const before = Buffer.byteLength(write({ ...draft, texts: draft.texts.slice(0, index), close: '' }));
  const start = before + (index === 0 ? 0 : Buffer.byteLength(draft.between));
  const length = Buffer.byteLength(draft.texts[index] ?? '');
  const at = start + chance.below(length + 1);
  const isNul = chance.hits(0.3);
  const whole = Buffer.from(write(draft));
  return {
    what: isNul ? 'has a NUL byte' : 'is not UTF-8',
    bytes: put(whole, at, isNul ? [0] : oneOf(chance, brokenUtf8)),
    expected: refused(
      `line ${lineOf(draft, index)}`,
      isNul ? ['invalid-json', 'invalid-file'] : ['invalid-file'],
    ),
  };
};

/** The array itself is wrong. */
const harmedFrame: Making = (events, index, chance) => {
  const draft = draftOf(events, chance, false);
  const text = write(draft);
  const lines = text.split('\n').length;
  const cut = text.slice(0, 1 + chance.below(text.trimEnd().length - 1));
  const [what, harmed, line] = oneOf<readonly [string, string, number | undefined]>(chance, [
    ['is cut off', cut, cut.split('\n').length],
    ['is empty', '', 1],
    ['is blank', '\n\n \n', 4],
    ['has two byte order marks', `\ufeff\ufeff${text}`, 1],
    ['has a comma after its last', text.replace(/\s*\]\s*$/, ',]'), lineOf(draft, events.length - 1)],
    ['has two ends', `${text}]`, lines],
    ['lacks its start', text.replace('[', ''), index === -1 ? 1 : undefined],
    ['is of lines', draft.texts.join('\n'), events.length === 1 ? undefined : 2],
    [
      'lacks a comma',
      events.length === 1 ? '' : write({ ...draft, between: '\n' }),
      events.length === 1 ? 1 : lineOf({ ...draft, between: '\n' }, 1),
    ],
  ]);
  return {
    what,
    bytes: Buffer.from(harmed),
    expected:
      line === undefined
        ? { comes: 'either', places: Array.from({ length: lines }, (_, other) => `line ${other + 1}`) }
        : refused(`line ${line}`, ['invalid-json']),
  };
};

const making = { 'as it is': asItIs, event: harmedEvent, bytes: harmedBytes, frame: harmedFrame };

function refused(place: string, codes: Extract<Expected, { comes: 'refused' }>['codes']): Expected {
  return { comes: 'refused', places: [place], codes };
}

function draftOf(events: readonly EventText[], chance: Chance, newlines: boolean): Draft {
  const end = chance.pick(['\n', '\r\n', '\n\n  ']);
  return {
    open: `${chance.pick(['', ' ', '\n'])}[${end}`,
    texts: events.map((event) => writeEvent(event, chance, newlines)),
    between: `,${end}`,
    close: `${end}]${chance.pick(['', '\n', '\r\n '])}`,
  };
}

function write({ open, texts, between, close }: Draft): string {
  return `${open}${texts.join(between)}${close}`;
}

/** The line on which an event of an array stands whose events have no line ends in them. */
function lineOf({ open, between }: Draft, index: number): number {
  return open.split('\n').length + (between.split('\n').length - 1) * index;
}
