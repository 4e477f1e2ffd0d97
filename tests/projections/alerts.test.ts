import { describe, expect, test } from 'vitest';

import { places } from '../../src/projections/places.ts';
import { situation } from '../../src/projections/situation.ts';
import { factsOf, foldFacts } from '../support/facts.ts';
import type { Told } from '../support/facts.ts';

const started = (time: string, more: object = {}): Told => alert('AlertStarted', time, more);
const ended = (time: string, more: object = {}): Told => alert('AlertEnded', time, more);

function alert(type: string, time: string, more: object): Told {
  return {
    type,
    id: `${type}-${time}`,
    occurred: `2025-07-03T${time}Z`,
    publishers: ['Official'],
    about: ['place:kyiv', 'place:ukraine'],
    ...more,
  };
}

const inForce = (...told: readonly Told[]) => foldFacts(situation, factsOf(told)).alerts;
const kyiv = (...told: readonly Told[]) => foldFacts(places, factsOf(told), 'place:kyiv').alerts;

describe('an alert', () => {
  test('is in force from its start to its end', () => {
    const start = started('14:16:01', { data: { kind: 'air-raid', level: 'city' } });
    expect(inForce(start)).toEqual({
      'place:kyiv': {
        Official: {
          fact: 'AlertStarted-14:16:01',
          since: '2025-07-03T14:16:01Z',
          kind: 'air-raid',
          level: 'city',
        },
      },
    });
    expect(inForce(start, ended('16:24:43'))).toEqual({});
  });

  test('of one publisher is not ended by another', () => {
    const state = inForce(
      started('14:00:00'),
      started('14:01:00', { publishers: ['Volunteers'] }),
      ended('15:00:00'),
    );
    expect(Object.keys(state['place:kyiv'] ?? {})).toEqual(['Volunteers']);
  });

  test('with a name is ended by that name alone', () => {
    const drones = { data: { alert: 'drones' } };
    const missiles = { data: { alert: 'missiles' } };
    const overlapping = [started('14:00:00', drones), started('15:00:00', missiles)];
    expect(inForce(...overlapping)['place:kyiv']?.['Official']).toMatchObject({
      alert: 'drones',
      more: [{ alert: 'missiles' }],
    });
    expect(inForce(...overlapping, ended('16:00:00', drones))['place:kyiv']?.['Official']).toEqual({
      fact: 'AlertStarted-15:00:00',
      since: '2025-07-03T15:00:00Z',
      alert: 'missiles',
    });
    expect(inForce(...overlapping, ended('16:00:00', { data: { alert: 'artillery' } }))).toEqual(
      inForce(...overlapping),
    );
  });

  test('without a place is in force nowhere', () => {
    expect(inForce(started('14:00:00', { about: ['actor:a'] }))).toEqual({});
  });

  test('without a source goes by the empty name', () => {
    expect(Object.keys(inForce(started('14:00:00', { publishers: [] }))['place:kyiv'] ?? {})).toEqual(['']);
  });
});

describe('the alerts of a place', () => {
  test('have a total length by publisher, and tell which ends are inferred', () => {
    const state = kyiv(
      started('14:00:00'),
      ended('14:30:00', { inferred: ['occurred'] }),
      started('15:00:00'),
      ended('15:00:10'),
      started('16:00:00'),
    );
    expect(state.total['Official']).toEqual({
      count: 2,
      lengthMsTotal: 1_810_000,
      inferredEnds: 1,
      endsWithoutStart: 0,
      restarts: 0,
    });
    expect(state.inForce['Official']?.since).toBe('2025-07-03T16:00:00Z');
  });

  test('count ends without a start and starts without an end apart, and make nothing of them', () => {
    const state = kyiv(ended('13:00:00'), started('14:00:00'), started('15:00:00'), ended('16:00:00'));
    expect(state.total['Official']).toEqual({
      count: 1,
      lengthMsTotal: 7_200_000,
      inferredEnds: 0,
      endsWithoutStart: 1,
      restarts: 1,
    });
  });

  test('are those for the place, not those that are also about it', () => {
    const state = foldFacts(places, factsOf([started('14:00:00')]), 'place:ukraine');
    expect(state).toBe(places.initial);
  });
});

test('100,000 alerts of 130 places, twenty in force at a time, leave twenty in force', () => {
  const told = Array.from({ length: 100_000 }, (_, index) => {
    const start = Math.floor(index / 2) - (index % 2) * 20;
    return {
      type: index % 2 === 0 ? 'AlertStarted' : 'AlertEnded',
      occurred: new Date(Date.UTC(2022, 2, 1) + index * 60_000).toISOString(),
      publishers: ['Official'],
      data: { place: `place:region-${(((start * 37) % 130) + 130) % 130}` },
    };
  });
  const facts = factsOf(told);
  const state = facts.reduce((next, fact) => situation.evolve(next, fact), situation.initial);
  expect(Object.keys(state.alerts)).toHaveLength(20);
});
