import type { ErrorCode } from '../../../src/domain/errors.ts';
import type { EventText, Member } from './event-text.ts';
import { withData } from './event-text.ts';
import { oneOf } from './one-of.ts';
import type { EventHarm } from './text-harms.ts';
import { textHarms } from './text-harms.ts';

const invalid: readonly ErrorCode[] = ['invalid-event'];

/** Everything that can be wrong with what an event says, or how. */
export const eventHarms: readonly EventHarm[] = [
  ...['specversion', 'id', 'type', 'subject', 'time'].map((name): EventHarm =>
    member(`has no ${name}`, invalid, (event) => without(event, name)),
  ),
  member('has no data', invalid, (event) => ({ ...event, data: [] })),
  ...(
    [
      ['an attribute that is lost', invalid, ['lost', '1'], ['Id', '"x"'], ['data_base64', '"eA=="']],
      ['a revision of another type', invalid, ['revision', '"1"'], ['revision', '-1'], ['revision', '1.5']],
      [
        'a revision that does not follow',
        ['wrong-expected-revision'],
        ['revision', '999999'],
        ['revision', '9007199254740991'],
      ],
      ['a schema that is not there', ['unknown-schema'], ['dataschema', '"/v1/schemas/FuzzNoted/99"']],
      ['a schema elsewhere', invalid, ['dataschema', '"https://evil.example/v1/schemas/FuzzNoted/1"']],
      ['another kind of content', invalid, ['datacontenttype', '"text/xml"'], ['datacontenttype', '1']],
      [
        'a cause that is none',
        invalid,
        ['causationid', '""'],
        ['causationid', '"a b"'],
        ['correlationid', '[]'],
      ],
    ] as readonly (readonly [string, readonly ErrorCode[], ...Member[]])[]
  ).map(([what, codes, ...members]) => added(what, codes, members)),
  ...(
    [
      ['specversion', invalid, '"2.0"', '1.0', 'null'],
      ['id', invalid, '""', '7', 'null', '"a b"', '"\\u0000"', '"ключ"', `"${'i'.repeat(201)}"`, '{}'],
      [
        'type',
        ['unknown-event-type', 'invalid-event'],
        '"Nothing"',
        '"__proto__"',
        '"constructor"',
        '"toString"',
        '""',
        '[]',
      ],
      [
        'subject',
        ['invalid-stream', 'invalid-event'],
        '"notes"',
        '"-"',
        '"notes-"',
        '"a b-c"',
        '"../../etc-passwd"',
        '"notes-\\u0000"',
        '1',
        `"n-${'x'.repeat(199)}"`,
      ],
      [
        'time',
        ['invalid-time', 'invalid-event'],
        '"yesterday"',
        '"2025-13-01"',
        '"2025-02-30"',
        '"+999999-01-01T00:00:00Z"',
        '""',
        '2025',
        '"../.."',
        `"${'2'.repeat(121)}"`,
      ],
      [
        'recordedtime',
        ['invalid-time', 'invalid-event'],
        '"never"',
        '"2025-07-10"',
        '"2025-07-10T25:00:00Z"',
        '"2025-07-10 10:00:00Z"',
        '0',
        '""',
      ],
      [
        'recordedtime',
        ['recorded-time-backwards'],
        '"1900-01-01T00:00:00Z"',
        '"-271821-04-20T00:00:00Z"',
        '"0000-01-01T00:00:00Z"',
      ],
    ] as readonly (readonly [string, readonly ErrorCode[], string, ...string[]])[]
  ).map(([name, codes, ...texts]) =>
    member(`has a ${name} that is wrong`, codes, (event, chance) =>
      replaced(event, name, oneOf(chance, texts)),
    ),
  ),
  ...(
    [
      ['a field that is none', invalid, ['field', '1'], ['constructor', '{}'], ['toString', '""']],
      [
        'no title',
        invalid,
        ['title', '""'],
        ['title', '1'],
        ['title', 'null'],
        ['title', `"${'t'.repeat(301)}"`],
      ],
      [
        'a count that is none',
        invalid,
        ['count', '1.5'],
        ['count', '"1"'],
        ['count', '1e21'],
        ['count', 'true'],
        ['count', '1e-5'],
      ],
      ['tags that are none', invalid, ['about', '"x"'], ['about', '["nothing"]'], ['about', '[[]]']],
      ['more data than an event takes', ['event-too-large'], ['extra', `"${'x'.repeat(66_000)}"`]],
    ] as readonly (readonly [string, readonly ErrorCode[], ...Member[]])[]
  ).map(([what, codes, ...members]) =>
    member(`has ${what}`, codes, (event, chance) => withData(event, oneOf(chance, members))),
  ),
  ...textHarms,
];

function member(what: string, codes: readonly ErrorCode[], harm: EventHarm['harm']): EventHarm {
  return { what, codes, isOfText: false, harm };
}

function added(what: string, codes: readonly ErrorCode[], members: readonly Member[]): EventHarm {
  return member(`has ${what}`, codes, (event, chance) => {
    const [name, text] = oneOf(chance, members);
    return { ...event, members: [...without(event, name).members, [name, text]] };
  });
}

function without(event: EventText, name: string): EventText {
  return { ...event, members: event.members.filter(([own]) => own !== name && !isTime(name, own)) };
}

/** An event has its time in one of two members. */
function isTime(name: string, own: string): boolean {
  return name === 'time' && own === 'occurred';
}

function replaced(event: EventText, name: string, text: string): EventText {
  return {
    ...event,
    members: event.members.map(([own, was]) => [own, own === name || isTime(name, own) ? text : was]),
  };
}
