import { describe, expect, test } from 'vitest';

import { tickWords } from '../../src/web/panels/knowledge/tick-words.ts';
import { amountText } from '../../src/web/panels/shared/amount.tsx';
import { coordinatesOf, coordinatesText } from '../../src/web/panels/shared/coordinates.ts';
import { partName, splitNames, tagName, wordsOf } from '../../src/web/panels/shared/names.ts';
import { byOwnZone } from '../../src/web/panels/shared/own-zone.ts';
import { pathWords } from '../../src/web/panels/shared/path-words.ts';
import { valueText } from '../../src/web/panels/shared/value-text.tsx';
import { writtenWords } from '../../src/web/panels/shared/written.ts';
import { panelTexts } from '../../src/web/texts/panels.ts';

const words = (...steps: readonly string[]) => pathWords(steps, panelTexts.pathTerms, panelTexts.nth);

describe('a path in words', () => {
  test('leaves out the best of an amount, which is the amount itself', () => {
    expect(words('munitions', 'missile', 'launched', 'best')).toBe('Munitions › missile › launched');
    expect(words('best')).toBe('Best');
  });

  test('says names of members as words, and lists by their order', () => {
    expect(words('casualties', 'childrenInjured')).toBe('Casualties › children injured');
    expect(words('statements', '0', 'speaker')).toBe('Statements › no. 1 › speaker');
  });

  test('says tags, pairs, links and parts by their names', () => {
    expect(words('calls', 'actor:donald-trump|actor:vladimir-putin', '0')).toBe(
      'Calls › Donald Trump – Vladimir Putin › no. 1',
    );
    expect(words('links', 'call-1→kyiv-2025-07-04:timed-with')).toBe(
      'Links › call-1 → kyiv-2025-07-04 (timed with)',
    );
    expect(words('parts', 'ballistic|Iskander-M / KN-23')).toBe('Parts › Iskander-M / KN-23 (ballistic)');
  });

  test('leaves a name that somebody gave as it is', () => {
    expect(words('attacks', 'kyiv-2025-07-04')).toBe('Attacks › kyiv-2025-07-04');
    expect(words('positions', 'actor:ukraine', 'cease-fire')).toBe('Positions › Ukraine › cease-fire');
  });

  test('is not misled by names that every object has', () => {
    expect(words('attacks', 'constructor', '__proto__')).toBe('Attacks › constructor › __proto__');
  });
});

describe('names', () => {
  test('of tags are said as they are written by people', () => {
    expect(tagName('actor:ministry-of-defence')).toBe('Ministry of Defence');
    expect(tagName('place:Запоріжжя')).toBe('Запоріжжя');
    expect(tagName('no tag')).toBe('no tag');
    expect(tagName('attack:kyiv-2025-07-04')).toBe('kyiv-2025-07-04');
    expect(tagName('system:s-300v4')).toBe('S 300v4');
  });

  test('of event types are words', () => {
    expect(wordsOf('CasualtiesReported')).toBe('casualties reported');
  });

  test('of munitions put the kind behind the model', () => {
    expect(partName('|Shahed')).toBe('Shahed');
    expect(partName('decoy|')).toBe('decoy');
  });

  test('that were joined are split where no backslash says otherwise', () => {
    expect(splitNames('a\\|b|c\\\\', '|')).toEqual(['a|b', 'c\\']);
  });
});

test('a place within another one is told by both names', () => {
  expect(tagName('place:dnipropetrovska-oblast/nikopolskyi-raion')).toBe(
    'Dnipropetrovska Oblast, Nikopolskyi Raion',
  );
  expect(tagName('place:a/')).toBe('place:a/');
});

describe('an instant by the zone of its source', () => {
  const ms = Date.UTC(2025, 6, 4, 15);

  test.each([
    ['2025-07-04T18:00+03:00', 'start', '2025-07-04 18:00:00 +03:00'],
    ['2025-07-04T18:00+03:00~/2025-07-04T11:00:00-04:00?', 'end', '2025-07-04 11:00:00 -04:00'],
    ['2025-07-03/2025-07-04[Europe/Kyiv]', 'start', '2025-07-04 18:00:00 +03:00'],
    ['2025-07-04[Asia/Kolkata]', 'end', '2025-07-04 20:30:00 +05:30'],
    ['2025-07-04[Nowhere/At_All]', 'start', undefined],
    ['2025-07-04T15:00Z', 'start', undefined],
    ['2025-07-04', 'start', undefined],
  ] as const)('of %s, its %s, is %s', (occurred, point, told) => {
    expect(byOwnZone(ms, occurred, point)).toBe(told);
  });
});

const written = (text: string, zone: 'utc' | 'own' = 'utc') => writtenWords(text, zone, panelTexts.written);

describe('an occurred time for reading', () => {
  test('keeps a date the date it is, with the zone whose day it is', () => {
    expect(written('2025-07-03[Europe/Moscow]')).toBe('2025-07-03 (Europe/Moscow)');
    expect(written('2025-07-04')).toBe('2025-07-04 UTC');
  });

  test('says what is approximate, uncertain, open or unknown', () => {
    expect(written('2025-07-03~/2025-07-04~[Europe/Kyiv]')).toBe(
      'about 2025-07-03 – about 2025-07-04 (Europe/Kyiv)',
    );
    expect(written('2025-07?/..')).toBe('perhaps 2025-07 – open UTC');
    expect(written('/2025%')).toBe('unknown – perhaps about 2025 UTC');
  });

  test('tells a time of day by the zone that is chosen', () => {
    const text = '2025-07-03T18:00+03:00/2025-07-04T06:00+03:00';
    expect(written(text)).toBe('2025-07-03 15:00 UTC – 2025-07-04 03:00 UTC');
    expect(written(text, 'own')).toBe('2025-07-03 18:00 +03:00 – 2025-07-04 06:00 +03:00');
    expect(written('2025-07-03T13:52:04Z', 'own')).toBe('2025-07-03 13:52:04 UTC');
  });

  test('leaves alone what it does not understand', () => {
    expect(written('a/b/c')).toBe('a/b/c');
  });
});

describe('a value for reading', () => {
  test('of an amount has its range and unit, and what is not known is said so', () => {
    expect(amountText({ best: 26, low: 20, high: 31, unit: 'people' })).toBe('26 (20–31) people');
    expect(amountText({ best: 1234, low: 1234, high: 1234, unit: undefined })).toBe('1,234');
    expect(amountText(undefined)).toBe('unknown');
  });

  test('of claims says who claims what', () => {
    const claims = [{ best: 11, sources: [{ publisher: 'A' }, { publisher: 'B' }] }, { best: 12 }];
    expect(valueText(claims)).toBe('A and B 11; 12');
  });

  test('of an entry is its title, of a participant who it is', () => {
    expect(valueText({ fact: 'x', title: 'A call' })).toBe('A call');
    expect(valueText({ actor: 'actor:donald-trump', role: 'president' })).toBe('Donald Trump, president');
  });

  test.each([
    'https://dsns.gov.ua/example',
    'javascript:alert(1)',
    'mailto:desk@post.example',
    'breaking:news',
    'actor:Someone Else',
    'note: more to come',
  ])('of a text that only looks like a tag is that text: %s', (text) => expect(valueText(text)).toBe(text));

  test('of a tag is its name', () => expect(valueText('actor:donald-trump')).toBe('Donald Trump'));

  test('is cut where it is long, and nothing is said of nothing', () => {
    expect(valueText('x'.repeat(1000))).toHaveLength(241);
    expect(valueText(undefined)).toBe('none');
    expect(valueText({ a: 1, b: 2 })).toBe('2 values');
  });
});

test('coordinates are read with their sides of the globe, and none is made up', () => {
  const at = coordinatesOf({ longitude: 30.5234, latitude: -50.4501 });
  expect(at && coordinatesText(at)).toBe('50.450° S, 30.523° E');
  expect(coordinatesOf({ longitude: 200, latitude: 0 })).toBeUndefined();
  expect(coordinatesOf({ longitude: 30 })).toBeUndefined();
});

test('a time at an axis is as close as the axis is long', () => {
  const time = Date.UTC(2025, 6, 3, 18, 30);
  const day = 86_400_000;
  expect(tickWords(time, 3000 * day, 'utc')).toBe('2025-07');
  expect(tickWords(time, 30 * day, 'utc')).toBe('2025-07-03');
  expect(tickWords(time, day, 'utc')).toBe('18:30');
  expect(tickWords(Date.UTC(2025, 6, 3), day, 'utc')).toBe('2025-07-03');
});
