import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { AttackReportedData } from '../../src/domain/events/strikes.ts';
import { readFoundingLog } from './founding-log.ts';
import type { FoundingLine } from './founding-log.ts';

const log = readFoundingLog();

/** A fact, the event that holds it (`stream/revision`), its type, and what of its data holds it. */
type Row = readonly [fact: string, event: string, type: string, data: object, occurred?: string];

const attack = 'kyiv-2025-07-04';
const delivery = 'us-air-defence-2025';
const putinDay = '2025-07-03[Europe/Moscow]';
const night = '2025-07-03~/2025-07-04~[Europe/Kyiv]';
const friday = '2025-07-04';
const n = (best: number) => ({ best });
const from = (publisher: string, more: object = {}) => ({ sources: [{ publisher, ...more }] });
const by = (actor: string) => from('Founding article', { attributedTo: `actor:${actor}` });
const about = (...tags: readonly string[]) => ({ about: expect.arrayContaining([...tags]) as unknown });
const saying = (words: RegExp) => expect.stringMatching(words) as unknown;
const idOf = (place: string) => lineOf(place).event.id;

const delayRows: readonly Row[] = [
  [
    'the United States delays air-defence systems and weapons promised to Ukraine',
    'supply-us-ukraine/0',
    'DeliveryDelayed',
    {
      delivery,
      from: 'actor:united-states',
      to: 'actor:ukraine',
      items: [{ what: 'air-defence systems' }, { what: 'weapons' }, {}],
      summary: saying(/promised/),
    },
    '2025-07-01',
  ],
  [
    'Patriot missile systems are among what is delayed',
    'supply-us-ukraine/0',
    'DeliveryDelayed',
    { items: [{}, {}, { what: 'Patriot missile systems', system: 'system:patriot' }] },
  ],
  [
    'Patriots are the only effective defence against fast ballistic missiles; for the rest there are others',
    'supply-us-ukraine/1',
    'NoteAdded',
    {
      ...about(`delivery:${delivery}`, 'system:patriot', 'system:kinzhal'),
      text: saying(
        /nothing effective but Patriots.*Drones and cruise missiles.*European and home-made.*less/,
      ),
    },
    '2025-07-01',
  ],
  [
    'the barrage comes shortly after the announcement',
    'strikes-kyiv/0',
    'AttackReported',
    { summary: saying(/shortly after the delay/) },
  ],
];

const putinCallRows: readonly Row[] = [
  [
    'Trump and Putin speak by telephone',
    'diplomacy-us-russia/0',
    'CallHeld',
    { participants: [{ actor: 'actor:donald-trump' }, { actor: 'actor:vladimir-putin' }] },
    putinDay,
  ],
  [
    'the call is hours before the barrage',
    'strikes-kyiv/0',
    'AttackReported',
    { summary: saying(/hours after the Trump–Putin call/) },
  ],
  [
    'it is their sixth interaction of the year',
    'diplomacy-us-russia/0',
    'CallHeld',
    { interactionOfYear: 6 },
  ],
  [
    'Trump says that there was no progress',
    'diplomacy-us-russia/1',
    'StatementMade',
    { speaker: 'actor:donald-trump', statement: saying(/no progress/), ...by('donald-trump') },
    putinDay,
  ],
  [
    'no progress is the outcome, by the account of Trump',
    'diplomacy-us-russia/0',
    'CallHeld',
    { outcome: saying(/No progress.*Trump/) },
  ],
  [
    'Putin wants concessions first, and so rejects what the United States and Ukraine supported',
    'diplomacy-us-russia/2',
    'PositionDeclared',
    {
      actor: 'actor:vladimir-putin',
      topic: 'cease-fire',
      stance: saying(/before Ukraine makes concessions; rejects.*United States and Ukraine/),
    },
    putinDay,
  ],
  [
    'a link between the call and the timing of the assault is not confirmed',
    'diplomacy-us-russia/3',
    'LinkAssessed',
    { from: idOf('diplomacy-us-russia/0'), to: attack, relation: 'timed-with', status: 'unconfirmed' },
    friday,
  ],
];

const barrageRows: readonly Row[] = [
  [
    'Russia attacks Kyiv and several other cities overnight',
    'strikes-kyiv/0',
    'AttackReported',
    {
      attack,
      by: 'actor:russia',
      against: ['actor:ukraine', 'place:kyiv'],
      places: [
        { name: 'Kyiv', longitude: 30.5234, latitude: 50.4501 },
        { name: 'several other cities of Ukraine' },
      ],
    },
    night,
  ],
  [
    'by the account of Ukraine it is the largest attack from the air so far',
    'statements-ukraine/0',
    'StatementMade',
    { speaker: 'actor:ukraine', statement: saying(/no larger attack from the air/), ...by('ukraine') },
    friday,
  ],
  [
    '539 drones, 11 missiles, one Kinzhal and six other ballistic ones, by the Air Force; the other four are derived',
    'strikes-kyiv/0',
    'AttackReported',
    {
      munitions: [
        { class: 'drone', launched: n(539) },
        { class: 'drone', model: 'Shahed' },
        { class: 'drone', kind: 'decoy' },
        { class: 'missile', launched: n(11) },
        { class: 'missile', kind: 'ballistic', model: 'Kinzhal', launched: n(1) },
        { class: 'missile', kind: 'ballistic', launched: n(6) },
        { class: 'missile', kind: 'other', launched: { best: 4, derived: true } },
      ],
      ...by('ukrainian-air-force'),
    },
  ],
  [
    'two cruise missiles were reportedly intercepted',
    'strikes-kyiv/1',
    'InterceptionReported',
    {
      attack,
      title: saying(/reportedly/),
      munitions: [{ class: 'missile', kind: 'cruise', intercepted: n(2) }],
    },
    night,
  ],
  [
    'many drones were Shaheds, designed in Iran and made by Russia; decoys flew along, how many is unknown',
    'strikes-kyiv/0',
    'AttackReported',
    {
      munitions: [
        {},
        { note: saying(/^many.*not reported.*Iran.*mass-produced by Russia/) },
        { note: saying(/flew along.*not reported/) },
        {},
        {},
        {},
        {},
      ],
    },
  ],
  [
    'one killed, 26 injured, one child among the injured',
    'strikes-kyiv/2',
    'CasualtiesReported',
    { attack, killed: n(1), injured: n(26), childrenInjured: n(1), ...by('ukrainian-officials') },
    night,
  ],
  [
    'fires in Kyiv, residential areas in five districts, the Polish embassy, the Chinese consulate in Odesa',
    'strikes-kyiv/3',
    'DamageReported',
    {
      attack,
      places: [{ name: 'Kyiv' }, { name: 'Odesa', longitude: 30.7233, latitude: 46.4825 }],
      sites: [
        { kind: 'fire', place: 'place:kyiv', extent: saying(/falling debris and explosions/) },
        { kind: 'residential', place: 'place:kyiv', count: { best: 5, unit: 'districts' } },
        { name: saying(/Polish embassy/), place: 'place:kyiv', extent: 'in part' },
        { name: saying(/Consulate of China/), place: 'place:odesa' },
      ],
    },
    night,
  ],
];

const laterRows: readonly Row[] = [
  [
    'Trump and Zelensky speak about the barrage and air defence',
    'diplomacy-us-ukraine/0',
    'CallHeld',
    {
      participants: [{ actor: 'actor:donald-trump' }, { actor: 'actor:volodymyr-zelensky' }],
      topics: ['the barrage', saying(/air defence/)],
      summary: saying(/^After the strikes/),
    },
    friday,
  ],
  [
    'they agree to improve air defence; nothing is committed, and the support stays unclear',
    'diplomacy-us-ukraine/0',
    'CallHeld',
    {
      agreed: [saying(/improve the air defence/)],
      commitments: [{ delivery, made: false }],
      outcome: saying(/unclear/),
    },
  ],
  [
    'Sybiha points to Chinese components in the debris, and to a symbol of the will to escalate',
    'statements-ukraine/1',
    'StatementMade',
    {
      speaker: 'actor:andrii-sybiha',
      speakerRole: 'foreign minister of Ukraine',
      statement: saying(/Debris of drones.*Chinese components.*symbol.*escalate.*foreign allies/),
      summary: saying(/China complicit/),
      ...about('actor:china', 'actor:vladimir-putin', `attack:${attack}`),
      ...by('andrii-sybiha'),
    },
    friday,
  ],
  [
    'Trump calls for an unconditional cease-fire',
    'positions-donald-trump/0',
    'PositionDeclared',
    { actor: 'actor:donald-trump', topic: 'cease-fire', stance: saying(/without conditions/) },
    friday,
  ],
  [
    'Trump resists further sanctions on Russia',
    'positions-donald-trump/1',
    'PositionDeclared',
    { actor: 'actor:donald-trump', topic: 'sanctions', stance: saying(/not want more.*Russia/) },
    friday,
  ],
  [
    'Ukrainian officials read the attack as a clear message against peace efforts',
    'statements-ukraine/2',
    'StatementMade',
    {
      speaker: 'actor:ukrainian-officials',
      statement: saying(/Putin says clearly that he rejects/),
      ...by('ukrainian-officials'),
    },
    friday,
  ],
];

const uncertainRows: readonly Row[] = [
  [
    'the role of Trump stands as printed',
    'diplomacy-us-russia/0',
    'CallHeld',
    { participants: [{ role: 'former president' }, {}] },
  ],
  [
    'the text that prints it speaks of the Trump administration',
    'supply-us-ukraine/0',
    'DeliveryDelayed',
    { summary: saying(/^The Trump administration/) },
  ],
  [
    'a correction sets the role right',
    'diplomacy-us-russia/4',
    'FactCorrected',
    {
      target: idOf('diplomacy-us-russia/0'),
      reason: saying(/in office/),
      data: { participants: [{ actor: 'actor:donald-trump', role: 'president' }, {}] },
    },
  ],
  [
    'the order is known, the clock times are not',
    'notes-founding-article/0',
    'NoteAdded',
    { text: saying(/First the delay.*Trump–Putin.*barrage.*Trump–Zelensky.*Sybiha.*no clock times/) },
    friday,
  ],
];

const drones = 'Shahed-type drones and decoys';
const airForce = from('Ukrainian Air Force', { publishedAt: '2025-07-04' });
const waves = [
  [
    '2025-07-03T18:00+03:00/2025-07-04T06:00+03:00',
    { class: 'drone', model: drones },
    ['Primorsko-Akhtarsk', 'Kursk', 'Bryansk', 'Oryol', 'Millerovo', 'Shatalovo'],
    { launched: n(539), intercepted: n(268), lost: n(208) },
  ],
  [
    '2025-07-04T00:20+03:00/2025-07-04T00:30+03:00',
    { class: 'missile', kind: 'ballistic', model: 'Kinzhal' },
    ['Lipetsk oblast'],
    { launched: n(1), intercepted: n(0) },
  ],
  [
    '2025-07-04T02:00+03:00/2025-07-04T06:00+03:00',
    { class: 'missile', kind: 'ballistic', model: 'Iskander-M / KN-23' },
    ['Bryansk oblast'],
    { launched: n(6), intercepted: n(0) },
  ],
  [
    '2025-07-04T02:00+03:00/2025-07-04T06:00+03:00',
    { class: 'missile', kind: 'cruise', model: 'Iskander-K' },
    ['Kursk', 'Voronezh'],
    { launched: n(4), intercepted: n(2) },
  ],
] as const;
const airForceRows = waves.flatMap(([occurred, munition, origins, { launched, ...down }], index): Row[] => [
  [
    `the Air Force counts ${launched.best} of ${munition.model}`,
    `airforce-ukraine/${2 * index}`,
    'AttackReported',
    { attack, origins: [...origins], munitions: [{ ...munition, launched }], ...airForce },
    occurred,
  ],
  [
    `the Air Force counts ${down.intercepted.best} shot down of ${munition.model}`,
    `airforce-ukraine/${2 * index + 1}`,
    'InterceptionReported',
    { attack, munitions: [{ ...munition, ...down }], ...airForce },
    occurred,
  ],
]);

const alerts = [
  ['Kyiv City', 'kyiv-city', 0, '2025-07-03T14:16:01Z', '2025-07-03T16:24:43Z'],
  ['Kyiv City', 'kyiv-city', 2, '2025-07-03T17:00:32Z', '2025-07-04T01:50:12Z'],
  ['Kyiv City', 'kyiv-city', 4, '2025-07-04T02:04:20Z', '2025-07-04T05:43:27Z'],
  ['Kyivska oblast', 'kyivska-oblast', 0, '2025-07-03T13:52:04Z', '2025-07-04T05:43:30Z'],
] as const;
const sirenRows = alerts.flatMap(([region, place, revision, start, end]): Row[] => {
  const data = {
    place: `place:${place}`,
    alert: `${place}-${start}`,
    kind: 'air-raid',
    ...from('Air-raid alerts, consolidated dataset', { publishedAt: '2026-06-21' }),
  };
  return [
    [`an alert of ${region} starts at ${start}`, `sirens-${place}/${revision}`, 'AlertStarted', data, start],
    [`it ends at ${end}`, `sirens-${place}/${revision + 1}`, 'AlertEnded', data, end],
  ];
});

const sections: Readonly<Record<string, readonly Row[]>> = {
  '1. The weapons delay': delayRows,
  '2. The Trump–Putin call': putinCallRows,
  '3. The overnight barrage': barrageRows,
  '4. and 5. The Trump–Zelensky call, the Sybiha statement, positions and readings': laterRows,
  'What is uncertain': uncertainRows,
  'The second source': airForceRows,
  'The sirens': sirenRows,
};

describe.each(Object.entries(sections))('%s', (_, rows) => {
  for (const [fact, place, type, data, occurred] of rows)
    it(`${fact} (${place})`, () => {
      const { event } = lineOf(place);
      expect(event.type).toBe(type);
      expect(event.data).toMatchObject(data);
      if (occurred !== undefined) expect(event.occurred).toBe(occurred);
    });
});

describe('the founding facts as a whole', () => {
  it('no event is there without a fact', () => {
    const held = new Set(
      Object.values(sections)
        .flat()
        .map(([, place]) => place),
    );
    expect([...held].toSorted()).toEqual(
      log.map(({ event }) => `${event.stream}/${event.revision}`).toSorted(),
    );
  });

  it('every event of the article says so', () => {
    for (const { event, common } of log.filter((line) => !/^(airforce|sirens)-/.test(line.event.stream)))
      expect(common.sources[0]?.publisher, event.id).toBe('Founding article');
  });

  it('the missing parts of the article are absent, not 0', () => {
    for (const { kind, model, launched } of munitionsOf('strikes-kyiv/0'))
      if (kind === 'decoy' || model === 'Shahed') expect(launched).toBeUndefined();
    for (const place of ['airforce-ukraine/3', 'airforce-ukraine/5', 'airforce-ukraine/7'])
      expect(lineOf(place).text).not.toContain('"lost"');
  });

  it('the missile parts that the article reports fall four short, and the Air Force has those four', () => {
    const missiles = munitionsOf('strikes-kyiv/0').filter((row) => row.class === 'missile');
    const total = missiles.find((row) => row.kind === undefined)?.launched?.best ?? 0;
    const reported = missiles.filter((row) => row.kind !== undefined && row.launched?.derived !== true);
    const counted = [0, 2, 4, 6].flatMap((revision) => munitionsOf(`airforce-ukraine/${revision}`));
    expect(total - sumOf(reported)).toBe(4);
    expect(sumOf(counted.filter((row) => row.kind === 'cruise'))).toBe(4);
    expect(sumOf(counted.filter((row) => row.class === 'missile'))).toBe(total);
    expect(sumOf(counted.filter((row) => row.class === 'drone'))).toBe(539);
  });

  const dataset = new URL(
    '../../../shared/data/air-raid-sirens-consolidated/derived_alerts.csv',
    import.meta.url,
  );
  it.skipIf(!existsSync(dataset))('the alerts are those of the dataset, to the second', () => {
    const rows = new Set(readFileSync(dataset, 'utf8').split(/\r?\n/));
    for (const [region, , , start, end] of alerts) expect(rows).toContain(`${region},${start},${end},1`);
  });
});

type Munition = NonNullable<AttackReportedData['munitions']>[number];

function munitionsOf(place: string): readonly Munition[] {
  const data = lineOf(place).event.data as unknown as AttackReportedData;
  return data.munitions ?? [];
}

function sumOf(munitions: readonly Munition[]): number {
  return munitions.reduce((sum, { launched }) => sum + (launched?.best ?? 0), 0);
}

function lineOf(place: string): FoundingLine {
  const found = log.find(({ event }) => `${event.stream}/${event.revision}` === place);
  if (found === undefined) throw new Error(`There is no event ${place}`);
  return found;
}
