import type { Chance } from '../../support/fault-chance.ts';
import type { CaseOptions, Noted } from './import-case.ts';

/** A member of a JSON object as it is written: its name, and the JSON text of its value. */
export type Member = readonly [name: string, text: string];

/** A CloudEvent on its way to be written: what harms it may change any text of it. */
export interface EventText {
  readonly members: readonly Member[];
  readonly data: readonly Member[];
  readonly noted: Noted;
}

const titles = [
  'A note',
  'Нота про обстріл',
  'Two \u2028 lines, some say',
  '𝒳 and 👩‍🚒',
  'quoted "so", and \\ so',
  "'; DROP TABLE event; --",
  '__proto__',
  'tab\tand\u0085next line',
  '\ufeffmarked',
] as const;

const counts = ['0', '-0', '7', '1e2', '1E+2', '100.0', '-12', '9007199254740991', '0.0'] as const;

const extras = [
  'null',
  '{"constructor":{"prototype":1},"toString":[],"hasOwnProperty":0}',
  '"\\ud83d\\ude00"',
  '[1e21,1e-400,5e-324,-0.0]',
  `${'['.repeat(31)}1${']'.repeat(31)}`,
  '{"":{"":""},"a/b~c":true}',
] as const;

/** Makes an event that every reader takes; `index` is its place in the file. */
export function makeEvent(chance: Chance, { number, recordedFromMs }: CaseOptions, index: number): EventText {
  const title = `${chance.pick(titles)} ${number}.${index}`;
  const count = chance.pick(counts);
  const recorded = new Date(recordedFromMs + index * 1000).toISOString();
  const time = chance.pick<Member>([
    ['occurred', '"2025-07-03"'],
    ['occurred', '"2025-07-03T12:00:00+03:00/.."'],
    ['time', '"2025-07-03T12:00:00.123456Z"'],
  ]);
  return {
    noted: { title, count: Number(count) },
    members: [
      ['specversion', '"1.0"'],
      ['id', JSON.stringify(`e${number}-${index}`)],
      ['type', '"FuzzNoted"'],
      ['subject', `"notes-${number % 7}"`],
      time,
      ['recordedtime', JSON.stringify(recorded)],
      ...(chance.hits(0.3) ? ([['source', '"/elsewhere"']] as const) : []),
      ...(chance.hits(0.3) ? ([['sequence', `"${index}"`]] as const) : []),
    ],
    data: [
      ['title', jsonString(title, chance)],
      ['count', count],
      ...(chance.hits(0.4) ? ([['extra', chance.pick(extras)]] as const) : []),
    ],
  };
}

/** Writes an event with its members in any order, and white space between them; `newlines` may be among it. */
export function writeEvent(event: EventText, chance: Chance, newlines: boolean): string {
  const space = () =>
    chance.hits(0.1) ? chance.pick(newlines ? [' ', '\t', '\n', '\r\n'] : [' ', '\t', '  ']) : '';
  const object = (members: readonly Member[]) =>
    `{${space()}${shuffled(members, chance)
      .map(([name, text]) => `"${name}"${space()}:${space()}${text}${space()}`)
      .join(`,${space()}`)}}`;
  return object([...event.members, ['data', object(event.data)]]);
}

/** Writes a text as JSON, some of its characters as escapes that nobody needs. */
function jsonString(text: string, chance: Chance): string {
  return JSON.stringify(text).replaceAll(/\\.|[A-Za-z]/g, (part) =>
    part.length === 1 && chance.hits(0.03) ? `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}` : part,
  );
}

function shuffled<Item>(items: readonly Item[], chance: Chance): readonly Item[] {
  return items
    .map((item) => ({ item, rank: chance.below(1_000_000) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Returns an event with a member of its data as given. */
export function withData(event: EventText, [name, text]: Member): EventText {
  return { ...event, data: [...event.data.filter(([own]) => own !== name), [name, text]] };
}
