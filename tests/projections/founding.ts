import type { Told } from '../support/facts.ts';

const article = ['Article'];
const airForce = ['Ukrainian Air Force'];
const night = '2025-07-03~/2025-07-04~[Europe/Kyiv]';
const attack = 'overnight barrage';

/** The founding week by hand, as the article has it. */
export const articleFacts: readonly Told[] = [
  {
    type: 'DeliveryDelayed',
    id: 'delay',
    occurred: '2025-07-01',
    publishers: article,
    data: {
      delivery: 'air defence',
      from: 'actor:united-states',
      to: 'actor:ukraine',
      items: [{ what: 'Patriot missile systems', system: 'system:patriot' }],
    },
  },
  {
    type: 'CallHeld',
    id: 'call-putin',
    occurred: '2025-07-03',
    publishers: article,
    data: {
      participants: [
        { actor: 'actor:vladimir-putin' },
        { actor: 'actor:donald-trump', role: 'former president' },
      ],
      outcome: 'No progress.',
      interactionOfYear: 6,
    },
  },
  {
    type: 'AttackReported',
    id: 'barrage',
    title: 'Overnight barrage',
    occurred: night,
    publishers: article,
    about: ['place:kyiv', 'actor:russia'],
    data: {
      attack,
      by: 'actor:russia',
      against: ['place:kyiv'],
      munitions: [
        { class: 'drone', launched: { best: 539 } },
        { class: 'drone', kind: 'decoy' },
        { class: 'missile', launched: { best: 11 } },
        { class: 'missile', kind: 'ballistic', model: 'Kinzhal', launched: { best: 1 } },
        { class: 'missile', kind: 'ballistic', launched: { best: 6 } },
        { class: 'missile', kind: 'other', launched: { best: 4, derived: true } },
      ],
    },
  },
  {
    type: 'CasualtiesReported',
    id: 'casualties',
    occurred: night,
    publishers: article,
    about: ['place:kyiv'],
    data: { attack, killed: { best: 1 }, injured: { best: 26 }, childrenInjured: { best: 1 } },
  },
  {
    type: 'DamageReported',
    id: 'damage',
    occurred: night,
    publishers: article,
    about: ['place:kyiv'],
    data: {
      attack,
      sites: [
        { name: 'Polish embassy', place: 'place:kyiv', extent: 'part of it' },
        { name: 'consulate of China', place: 'place:odesa' },
      ],
    },
  },
  {
    type: 'CallHeld',
    id: 'call-zelensky',
    occurred: '2025-07-04',
    publishers: article,
    data: {
      participants: [{ actor: 'actor:donald-trump' }, { actor: 'actor:volodymyr-zelensky' }],
      agreed: ['to improve the air defence of Ukraine'],
      commitments: [{ delivery: 'air defence', made: false, note: 'stays unclear' }],
    },
  },
  {
    type: 'LinkAssessed',
    id: 'link',
    occurred: '2025-07-04',
    publishers: article,
    data: { from: 'call-putin', to: 'barrage', relation: 'timed-with', status: 'unconfirmed' },
  },
];

/** The Air Force's own count of that night: one fact a wave. */
export const airForceFacts: readonly Told[] = [
  {
    type: 'AttackReported',
    id: 'wave-drones',
    occurred: '2025-07-03T18:00+03:00/2025-07-04T06:00+03:00',
    publishers: airForce,
    data: { attack, munitions: [{ class: 'drone', launched: { best: 539 } }] },
  },
  {
    type: 'AttackReported',
    id: 'wave-kinzhal',
    occurred: '2025-07-04T00:20+03:00/2025-07-04T00:30+03:00',
    publishers: airForce,
    data: {
      attack,
      munitions: [{ class: 'missile', kind: 'ballistic', model: 'Kinzhal', launched: { best: 1 } }],
    },
  },
  {
    type: 'AttackReported',
    id: 'wave-iskander-m',
    occurred: '2025-07-04T02:00+03:00/2025-07-04T06:00+03:00',
    publishers: airForce,
    data: {
      attack,
      munitions: [{ class: 'missile', kind: 'ballistic', model: 'Iskander-M/KN-23', launched: { best: 6 } }],
    },
  },
  {
    type: 'AttackReported',
    id: 'wave-iskander-k',
    occurred: '2025-07-04T02:00+03:00/2025-07-04T06:00+03:00',
    publishers: airForce,
    data: {
      attack,
      munitions: [{ class: 'missile', kind: 'cruise', model: 'Iskander-K', launched: { best: 4 } }],
    },
  },
  {
    type: 'InterceptionReported',
    id: 'shot-down',
    occurred: '2025-07-04T06:00+03:00',
    publishers: airForce,
    data: {
      attack,
      munitions: [
        { class: 'drone', intercepted: { best: 268 }, lost: { best: 208 } },
        { class: 'missile', kind: 'ballistic', model: 'Kinzhal', intercepted: { best: 0 } },
        { class: 'missile', kind: 'ballistic', model: 'Iskander-M/KN-23', intercepted: { best: 0 } },
        { class: 'missile', kind: 'cruise', model: 'Iskander-K', intercepted: { best: 2 } },
      ],
    },
  },
];

/** The name of the attack of the founding night. */
export const barrage = attack;
