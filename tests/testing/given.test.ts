import { AssertionError } from 'node:assert';

import { describe, expect, test } from 'vitest';

import { given } from '../../src/testing/index.ts';
import { gates, yard, yardDays, yardWords } from '../support/yard.ts';

const words = yardWords();
const failure = async (work: Promise<void>): Promise<string> =>
  work.then(
    () => 'it held',
    (error: unknown) => {
      if (error instanceof AssertionError) return error.message;
      throw error;
    },
  );

describe('given events', () => {
  test('then there is the state of all of them', async () => {
    await given(words, yardDays).thenState(yard, { crates: 17, last: 'CratesArrived' });
    await given(words).thenState('yard', { crates: 0 });
  });

  test('then there is a state on both clocks', async () => {
    const days = given(words, yardDays);
    await days.asOf('2025-07-02T12:00:00Z').thenState(yard, { crates: 5, last: 'CratesLeft' });
    await days.asOf('2025-07-02T12:00:00Z').knownAt(4).thenState(yard, { crates: 6, last: 'CratesLeft' });
    await days.knownAt('2025-07-08T23:59:59Z').thenValue(yard, '/crates', 16);
    await days.knownAt('2025-07-09T00:00:00Z').thenValue('yard', '/crates', 17);
  });

  test('then each was recorded as soon as it had occurred, and after the one before', async () => {
    const days = given(words, yardDays);
    await days.knownAt('2025-07-02T09:59:59Z').thenState(yard, { crates: 10, last: 'CratesArrived' });
    await days.knownAt('2025-07-02T10:00:00Z').thenState(yard, { crates: 6, last: 'CratesLeft' });
  });

  test('then the state is that of a key, and there are these keys', async () => {
    const days = given(words, yardDays).and({
      type: 'CratesArrived',
      occurred: '2025-07-05',
      data: { count: 2, gate: 'east' },
    });
    await days.ofKey('north').thenState(gates, 10);
    await days.thenKeys(gates, ['north', 'east']);
    await days.asOf('2025-07-04T00:00:00Z').thenKeys(gates, ['north']);
  });

  test('then what may not have happened yet is uncertain, and left out for certain', async () => {
    const evening = given(words, yardDays).asOf('2025-07-04T18:00:00Z');
    await evening.thenUncertain(['d']);
    await evening.thenValue(yard, '/crates', 17);
    await evening.forCertain().thenValue(yard, '/crates', 5);
  });

  test('then what the types do not take is refused', async () => {
    const wrong = given(words, [{ type: 'CratesLeft', occurred: '2025-07-02', data: { count: 0 } }]);
    await wrong.thenRefused('invalid-event');
    await given(words, [{ retracts: 'nothing' }]).thenRefused('unknown-event');
    await given(words, [
      ...yardDays,
      { ...yardDays[0], recordedAt: '2025-01-01T00:00:00Z' } as never,
    ]).thenRefused('recorded-time-backwards');
    expect(await failure(wrong.thenRefused('invalid-time'))).toContain('for another reason');
    expect(await failure(given(words, yardDays).thenRefused('invalid-event'))).toBe(
      'What was given is recorded, and not refused as invalid-event',
    );
  });

  test('and another state is expected: the failure says of which moment it is, and what differs', async () => {
    const days = given(words, yardDays).asOf('2025-07-02T12:00:00Z').knownAt(4);
    const message = await failure(days.thenState(yard, { crates: 7, last: 'CratesLeft' }));
    expect(message).toContain(
      'The state of yard (as of 2025-07-02T12:00:00Z, known at 4) is not the expected one:\n',
    );
    expect(message).toMatch(/\+ +crates: 6/);
    expect(message).toMatch(/- +crates: 7/);
    expect(await failure(days.thenValue(yard, '/crates', 7))).toContain('/crates');
    expect(await failure(given(words, yardDays).ofKey('north').thenState(gates, 9))).toContain(
      'gates of north',
    );
    expect(await failure(days.thenKeys(gates, ['south']))).toContain('south');
    expect(await failure(days.thenUncertain(['d']))).toContain("'d'");
  });

  test('gives the state to look at it oneself', async () => {
    expect(await given(words, yardDays).state(yard)).toEqual({ crates: 17, last: 'CratesArrived' });
  });
});
