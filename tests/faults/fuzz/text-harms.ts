import type { ErrorCode } from '../../../src/domain/errors.ts';
import type { Chance } from '../../support/fault-chance.ts';
import type { EventText, Member } from './event-text.ts';
import { withData } from './event-text.ts';

/** One thing that can be wrong with an event, and the codes that it may be refused with. */
export interface EventHarm {
  readonly what: string;
  readonly codes: readonly ErrorCode[];
  /** Whether the text is no JSON that every reader understands alike: of an array, a line is wrong and not an event. */
  readonly isOfText: boolean;
  harm(event: EventText, chance: Chance): EventText;
}

/** Everything that can be wrong with the text of an event, so that two readers could understand it differently. */
export const textHarms: readonly EventHarm[] = [
  ofText('has a name twice', ['invalid-json'], (event, chance) =>
    chance.hits(0.5)
      ? {
          ...event,
          members: [
            ...event.members,
            chance.pick<Member>([
              ['id', '"x"'],
              ['t\\u0079pe', '"x"'],
              ['data', '{}'],
            ]),
          ],
        }
      : {
          ...event,
          data: [
            ...event.data,
            chance.pick<Member>([
              ['title', '"x"'],
              ['c\\u006funt', '1'],
            ]),
          ],
        },
  ),
  ofText('has __proto__', ['invalid-json'], (event, chance) =>
    chance.hits(0.5)
      ? { ...event, members: [...event.members, ['__proto__', '{"admin":true}']] }
      : withData(
          event,
          chance.pick<Member>([
            ['__proto__', '1'],
            ['\\u005f_proto__', '{}'],
            ['extra', '[{"__proto__":null}]'],
          ]),
        ),
  ),
  ofText('has a number that is none', ['invalid-json'], (event, chance) =>
    withData(event, [chance.pick(['count', 'extra']), chance.pick(badNumbers)]),
  ),
  ofText('has half a surrogate pair', ['invalid-json'], (event, chance) =>
    withData(
      event,
      chance.pick<Member>([
        ['title', '"\\ud800"'],
        ['title', '"\\udc00\\ud800"'],
        ['extra', '{"\\uDFFF":1}'],
        ['extra', '["\\ud83dx"]'],
      ]),
    ),
  ),
  ofText('has an escape that is none', ['invalid-json'], (event, chance) =>
    withData(event, ['title', chance.pick(['"\\x41"', '"\\u12g4"', '"\\u"', '"\\"', '"\\\'"', "'x'"])]),
  ),
  ofText('has a character that is to be escaped', ['invalid-json'], (event, chance) =>
    withData(event, ['title', `"a${String.fromCharCode(chance.pick([1, 8, 9, 11, 12, 13, 27, 31]))}b"`]),
  ),
  ofText('is nested too deep', ['nesting-too-deep'], (event, chance) => {
    const depth = chance.pick([32, 33, 200, 20_000]);
    const isList = chance.hits(0.5);
    return withData(event, [
      'extra',
      isList ? `${'['.repeat(depth)}1${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    ]);
  }),
  ofText('has a comma too many', ['invalid-json'], (event, chance) =>
    withData(event, [
      'extra',
      chance.pick(['[1,]', '{"a":1,}', '[,1]', '[1 2]', '{"a"}', '{a:1}', '/* */1', 'undefined', 'True']),
    ]),
  ),
];

const badNumbers = [
  '1e400',
  '-1e400',
  '1e20',
  '9007199254740993',
  '-9007199254740992',
  `1${'0'.repeat(400)}`,
  '01',
  '+1',
  '.5',
  '1.',
  'NaN',
  'Infinity',
  '-',
  '0x10',
  '1_000',
  '1e',
  '--1',
  '٣',
] as const;

function ofText(what: string, codes: readonly ErrorCode[], harm: EventHarm['harm']): EventHarm {
  return { what, codes, isOfText: true, harm };
}
