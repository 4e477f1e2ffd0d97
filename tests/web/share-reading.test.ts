import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildServer } from '../../src/api/server.ts';
import { connect } from '../../src/client/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import { usualView } from '../../src/web/model/view.ts';
import type { FactsAsked } from '../../src/web/share/read-facts.ts';
import { readFacts } from '../../src/web/share/read-facts.ts';
import { said } from './served-model.ts';

const at = (time: string): number => Date.parse(`2025-07-${time}Z`);
/** An event that is named after what it says. */
const event = (title: string, occurred: string) => said(title, occurred, title.replaceAll(' ', '-'));
const always = new AbortController().signal;

describe('the facts that are seen', () => {
  const server = Promise.withResolvers<string>();
  const ends: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const timeline = await openTimeline({ store: 'memory:', ...news });
    await timeline.append('statements-a', [
      event('over before', '2025-07-01T10:00:00Z/2025-07-01T11:00:00Z'),
      event('under way', '2025-07-01T12:00:00Z/2025-07-03T12:00:00Z'),
      event('never over', '2025-07-01T13:00:00Z/..'),
      event('some time of the day', '2025-07-02'),
      event('within', '2025-07-02T15:00:00Z'),
      event('gone', '2025-07-02T16:00:00Z'),
      event('gone but under way', '2025-07-01T16:00:00Z/..'),
      event('after the window', '2025-07-05T10:00:00Z'),
    ]);
    await timeline.retract('gone', { reason: 'Never said' });
    await timeline.retract('gone-but-under-way', { reason: 'Never said' });
    await timeline.append('statements-b', [event('recorded later', '2025-07-02T17:00:00Z')]);
    const app = buildServer(timeline);
    server.resolve(await app.listen({ host: '127.0.0.1', port: 0 }));
    ends.push(
      async () => app.close(),
      async () => timeline.close(),
    );
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  const plain: FactsAsked = {
    filter: usualView.filter,
    window: { from: at('02T14:00:00'), to: at('04T00:00:00') },
    asOf: at('10T00:00:00'),
    position: 10,
    certainty: 'possible',
    withRetracted: false,
  };

  async function titlesOf(part: Partial<FactsAsked>): Promise<readonly unknown[]> {
    const titles: unknown[] = [];
    const client = connect(await server.promise);
    for await (const { entries, moment } of readFacts(client, { ...plain, ...part }, always)) {
      expect(moment.position).toBe(part.position ?? plain.position);
      expect(Date.parse(moment.asOf)).toBe(part.asOf ?? plain.asOf);
      for (const entry of entries) {
        expect(entry).not.toHaveProperty('readings');
        titles.push(entry.data['title']);
      }
    }
    return titles;
  }

  test('are those that began in the window, and those that were under way when it begins', async () => {
    expect(await titlesOf({})).toEqual(['under way', 'never over', 'some time of the day', 'within']);
  });

  test('are as they were known, and as far as they had happened', async () => {
    expect(await titlesOf({ position: 8 })).toEqual([
      'under way',
      'never over',
      'gone but under way',
      'some time of the day',
      'within',
      'gone',
    ]);
    expect(await titlesOf({ asOf: at('02T14:30:00') })).toEqual([
      'under way',
      'never over',
      'some time of the day',
    ]);
    expect(await titlesOf({ asOf: at('02T14:30:00'), certainty: 'certain' })).toEqual([
      'under way',
      'never over',
    ]);
    expect(await titlesOf({ position: 11 })).toContain('recorded later');
    expect(await titlesOf({ position: 0 })).toEqual([]);
  });

  test('are those that the filter lets in, with what was retracted where that is asked for', async () => {
    const filter = { ...usualView.filter, text: 'under way' };
    expect(await titlesOf({ filter })).toEqual(['under way']);
    expect(await titlesOf({ filter, withRetracted: true })).toEqual(['under way', 'gone but under way']);
    expect(await titlesOf({ withRetracted: true })).toEqual([
      'under way',
      'never over',
      'gone but under way',
      'some time of the day',
      'within',
      'gone',
    ]);
  });

  test('are all there are where no window is chosen', async () => {
    expect(await titlesOf({ window: undefined })).toEqual([
      'over before',
      'under way',
      'never over',
      'some time of the day',
      'within',
      'after the window',
    ]);
  });

  test('end when they are given up', async () => {
    const ending = new AbortController();
    const reading = readFacts(connect(await server.promise), plain, ending.signal);
    await reading.next();
    ending.abort();
    await expect(reading.next()).rejects.toThrow('aborted');
  });
});
