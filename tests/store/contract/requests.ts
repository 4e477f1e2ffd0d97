import { describe, expect, test } from 'vitest';

import type { MovedRequest, RequestNote } from '../../../src/domain/audit.ts';
import type { EventLog, ImportRequest } from '../../../src/store/port.ts';
import { append, corrects, errorOf, handedOver, idsIn, logsOf, noonMs, retracts, seen } from './setup.ts';
import type { OpenLog } from './setup.ts';

/** Tests what a log keeps of requests: keys that make them known again, and the audit trail. */
export function describeRequests(open: OpenLog): void {
  const make = logsOf(open);

  describe('a request with an idempotency key', () => {
    test('that is sent again, with new ids, gets the first result, whatever revision it expects', async () => {
      const { log, clock } = make();
      const first = await keyed(log, 'k', [seen('a'), seen('b')], 'none');
      clock.nowMs += 1000;
      expect(first.repeated).toBe(false);
      expect(await keyed(log, 'k', [seen('c'), seen('d')], 'none')).toEqual({
        events: first.events,
        repeated: true,
      });
      expect(idsIn(log)).toEqual(['a', 'b']);
      expect(log.audit(all)).toHaveLength(1);
    });

    test('that asks for something else is refused, and nothing of it is recorded', async () => {
      const { log } = make();
      await keyed(log, 'k', [seen('a')]);
      const { code, facts } = await errorOf(keyed(log, 'k', [seen('b')], 'any', { fingerprint: hashOf(2) }));
      expect([code, facts]).toEqual(['idempotency-key-reused', { idempotencyKey: 'k' }]);
      expect(idsIn(log)).toEqual(['a']);
    });

    test('that failed keeps nothing of its key', async () => {
      const { log } = make();
      await errorOf(keyed(log, 'k', [seen('a'), retracts('b', 'nobody')]));
      await errorOf(keyed(log, 'k', [seen('a')], 7));
      expect(log.audit(all)).toEqual([]);
      const { repeated } = await keyed(log, 'k', [seen('other')], 'any', { fingerprint: hashOf(2) });
      expect(repeated).toBe(false);
    });

    test('does not meet that of another author with the same key', async () => {
      const { log } = make();
      for (const by of [undefined, 'token:a', 'token:b']) {
        const note = { ...(by === undefined ? {} : { by }), fingerprint: hashOf(by?.length ?? 0) };
        expect((await keyed(log, 'k', [seen(`by-${by}`)], 'any', note)).repeated).toBe(false);
        expect((await keyed(log, 'k', [seen('again')], 'any', note)).repeated).toBe(true);
      }
      expect(idsIn(log)).toEqual(['by-undefined', 'by-token:a', 'by-token:b']);
    });

    test('twice in flight is recorded once', async () => {
      const { log } = make();
      const results = await Promise.all(
        ['a', 'b', 'c'].map(async (id) => keyed(log, 'k', [seen(id)], 'none')),
      );
      expect(results.map(({ repeated }) => repeated)).toEqual([false, true, true]);
      expect(new Set(results.map(({ events }) => events[0]?.id))).toEqual(new Set(['a']));
      expect(idsIn(log)).toEqual(['a']);
    });

    test('twice in flight, of which the first fails, is recorded by the second', async () => {
      const { log } = make();
      const [first, second] = await Promise.allSettled([
        keyed(log, 'k', [seen('a'), retracts('b', 'nobody')]),
        keyed(log, 'k', [seen('c')]),
      ]);
      expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
      expect(idsIn(log)).toEqual(['c']);
    });

    test('whose events are in the log already is known by their ids, and nothing is kept of it', async () => {
      const { log } = make();
      const first = await append(log, 'seen-kyiv', [seen('a')]);
      expect(await keyed(log, 'k', [seen('a')])).toEqual({ events: first.events, repeated: true });
      expect(log.audit(all)).toEqual([]);
    });
  });

  describe('the audit trail', () => {
    test('says who did what and when, oldest first, a part at a time', async () => {
      const { log, clock } = make();
      await keyed(log, 'k', [seen('a'), seen('b')], 'any', { by: 'os:ann' });
      await append(log, 'seen-kyiv', [seen('unnoted')]);
      clock.nowMs += 1000;
      const by = 'token:1 desk';
      await noted(log, [corrects('c', 'a', { occurred: '2024' })], { action: 'correct', by });
      await noted(log, [retracts('d', 'c')], { action: 'retract', by });
      const [first, ...rest] = log.audit(all);
      expect(first).toEqual({
        number: 1,
        at: noonMs,
        action: 'append',
        by: 'os:ann',
        idempotencyKey: 'k',
        fingerprint: expect.any(String),
        stream: 'seen-kyiv',
        first: 1,
        last: 2,
      });
      const later = { at: noonMs + 1000, by, stream: 'seen-kyiv' };
      expect(rest).toEqual([
        { ...later, number: 2, action: 'correct', target: 'a', first: 4, last: 4 },
        { ...later, number: 3, action: 'retract', target: 'c', first: 5, last: 5 },
      ]);
      expect(log.audit({ after: 1, limit: 1 })).toEqual([rest[0]]);
      expect(log.audit({ after: 3, limit: 10 })).toEqual([]);
      expect((await log.verify()).faults).toEqual([]);
    });

    test('has one entry for an import that recorded something, and none for one that did not', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('before')]);
      const requests = ['a', 'b'].map((id) => ({ stream: `seen-${id}`, event: seen(id) }));
      await log.import(handedOver(requests), { by: 'os:ann', dryRun: true });
      expect(log.audit(all)).toEqual([]);
      await log.import(handedOver(requests), { by: 'os:ann' });
      await log.import(handedOver(requests), { by: 'os:ann' });
      await log.import(handedOver([{ stream: 'seen-c', event: seen('c') }]));
      expect(log.audit(all)).toEqual([
        { number: 1, at: noonMs, action: 'import', by: 'os:ann', first: 2, last: 3 },
      ]);
    });

    test('keeps what an import brings of the requests that its events come from, and their keys', async () => {
      const [{ log }, { log: copy }] = [make(), make()];
      await keyed(log, 'k', [seen('a'), seen('b')], 'any', { by: 'os:ann' });
      await append(log, 'seen-kyiv', [seen('unnoted')]);
      await noted(log, [retracts('d', 'a')], { action: 'retract', by: 'token:1 desk' });
      const requests = log.readLog({ after: 0, limit: 10 }).map(({ id, stream, recordedAt, revision }) => {
        const event = id === 'd' ? retracts('d', 'a') : seen(id);
        return { stream, event, recordedAt, revision };
      });
      const [first, second, third, fourth] = requests;
      const note = { action: 'append', by: 'os:ann', idempotencyKey: 'k', fingerprint: hashOf(1) } as const;
      const retract = { action: 'retract', by: 'token:1 desk', events: 1 } as const;
      // The last event of a request may come with another import than its first.
      await copy.import(handedOver([first].flatMap(taken)));
      await copy.import(handedOver([second].flatMap(taken).map(ending({ ...note, events: 2 }))));
      await copy.import(
        handedOver([third, fourth].flatMap(taken).map((one, at) => (at === 1 ? ending(retract)(one) : one))),
      );
      expect(copy.audit(all)).toEqual(log.audit(all));
      const again = { by: 'os:ann' };
      expect((await keyed(copy, 'k', [seen('z'), seen('y')], 'any', again)).repeated).toBe(true);
      expect((await copy.verify()).faults).toEqual([]);
    });

    test('refuses an import that brings a request that cannot have been, or a key that is in use', async () => {
      const { log } = make();
      await keyed(log, 'k', [seen('a')], 'any', { by: 'os:ann' });
      const request = { stream: 'seen-kyiv', event: seen('b') };
      const note = {
        action: 'append',
        by: 'os:ann',
        idempotencyKey: 'k',
        fingerprint: hashOf(2),
        events: 1,
      } as const;
      const codeOf = async (one: MovedRequest) =>
        (await errorOf(log.import(handedOver([ending(one)(request)])))).code;
      expect(await codeOf({ action: 'append', events: 3 })).toBe('invalid-request');
      expect(await codeOf(note)).toBe('idempotency-key-reused');
      expect(idsIn(log)).toEqual(['a']);
      expect(log.audit(all)).toHaveLength(1);
    });

    test('keeps nothing of an append that nobody signed', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('a')]);
      expect(log.audit(all)).toEqual([]);
    });
  });
}

function taken<Item>(item: Item | undefined): readonly Item[] {
  return item === undefined ? [] : [item];
}

function ending(request: MovedRequest): (one: ImportRequest) => ImportRequest {
  return (one) => ({ ...one, request });
}

const all = { after: 0, limit: 1000 };

function hashOf(request: number): string {
  return String(request).padStart(64, '0');
}

async function keyed(
  log: EventLog,
  idempotencyKey: string,
  events: Parameters<typeof append>[2],
  expected: Parameters<typeof append>[3] = 'any',
  note: Partial<RequestNote> = {},
) {
  const whole: RequestNote = { action: 'append', idempotencyKey, fingerprint: hashOf(1), ...note };
  return log.append({ stream: 'seen-kyiv', expected, events, note: whole });
}

async function noted(log: EventLog, events: Parameters<typeof append>[2], note: RequestNote) {
  return log.append({ stream: 'seen-kyiv', expected: 'any', events, note });
}
