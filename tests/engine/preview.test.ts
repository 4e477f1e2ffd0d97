import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import type { Proposed } from '../../src/engine/answers-preview.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { news, openTimeline } from '../../src/index.ts';
import { readFolder } from '../../src/store/files/folder.ts';

const foundingStreams = join(import.meta.dirname, '../../streams');
const at = Date.UTC(2026, 10, 26);
const asOf = '2025-07-05T00:00:00Z';
const casualties = '0197d0f5-0000-7000-8000-000000000000';

async function founded(): Promise<Timeline> {
  const timeline = await openTimeline({ store: 'memory:', ...news, clock: () => at });
  await timeline.import(readFolder(foundingStreams));
  return timeline;
}

async function record(timeline: Timeline, proposed: Proposed): Promise<void> {
  if ('append' in proposed) await timeline.append(proposed.append.stream, [proposed.append.event]);
  else if ('correct' in proposed) {
    const { id, ...correction } = proposed.correct;
    await timeline.correct(id, correction);
  } else {
    const { id, ...retraction } = proposed.retract;
    await timeline.retract(id, retraction);
  }
}

/** Every kind of proposal about each fact of the founding streams: what it would change, and what it changes. */
async function proposalsOf(timeline: Timeline): Promise<readonly Proposed[]> {
  const { entries } = await timeline.timeline({ limit: 1000 });
  return entries
    .filter((_, index) => index % 3 === 0)
    .flatMap(({ id, type, stream, data, occurred }): Proposed[] => [
      { retract: { id, reason: 'r' } },
      { correct: { id, reason: 'r', occurred: '2025-07-02T10:00:00Z' } },
      { correct: { id, reason: 'r', occurred: '2025-07-09' } },
      { correct: { id, reason: 'r', data: { ...data, title: 'Told otherwise' } } },
      { append: { stream, event: { type, occurred, data } } },
      { append: { stream: `${stream}-too`, event: { type, occurred: '2025-07-01', data } } },
    ]);
}

describe('a preview', () => {
  test('says exactly what recording the event then changes, and records nothing', async () => {
    const proposals = await proposalsOf(await founded());
    expect(proposals.length).toBeGreaterThan(50);
    let changed = 0;
    for (const proposed of proposals) {
      const timeline = await founded();
      const before = (await timeline.state('situation', { asOf })).state;
      const { position } = timeline.head();
      const { patch } = await timeline.preview('situation', proposed, { asOf });
      expect(timeline.head().position).toBe(position);
      await record(timeline, proposed);
      const after = (await timeline.state('situation', { asOf })).state;
      // An attack that has no name goes by the id of its event, which is not given before it is recorded.
      const isNamed = JSON.stringify(after).length === JSON.stringify(applyPatch(before, patch)).length;
      expect(isNamed).toBe(true);
      if (!('append' in proposed)) expect(applyPatch(before, patch)).toEqual(after);
      if (patch.length > 0) changed += 1;
      await timeline.close();
    }
    expect(changed).toBeGreaterThan(20);
  });

  test('tells how the fact reads now and would read, and how it would stand', async () => {
    const timeline = await founded();
    const { entries } = await timeline.timeline({ limit: 1 });
    const fact = entries[0];
    if (fact === undefined) throw new Error('the founding streams are empty');
    const moved = await timeline.preview(
      'situation',
      { correct: { id: fact.id, reason: 'r', occurred: '2025-07-09' } },
      { asOf },
    );
    expect(moved.before?.occurred).toBe(fact.occurred);
    expect([moved.after.occurred, moved.standing, moved.fact.id]).toEqual(['2025-07-09', 'future', fact.id]);
    const gone = await timeline.preview('situation', { retract: { id: fact.id, reason: 'r' } }, { asOf });
    expect(gone.standing).toBe('retracted');
  });

  test.each<[string, Proposed, string]>([
    ['an unknown event', { retract: { id: casualties, reason: 'r' } }, 'unknown-event'],
    [
      'data that does not fit',
      { append: { stream: 'notes-a', event: { type: 'NoteAdded', occurred: '2025', data: { title: 1 } } } },
      'invalid-event',
    ],
    [
      'a stream with no category',
      {
        append: {
          stream: 'notes',
          event: { type: 'NoteAdded', occurred: '2025', data: { title: 't', text: 't' } },
        },
      },
      'invalid-stream',
    ],
  ])('is refused as recording it would be: %s', async (_, proposed, code) => {
    const timeline = await founded();
    await expect(timeline.preview('situation', proposed, { asOf })).rejects.toMatchObject({ code });
    await expect(record(timeline, proposed)).rejects.toMatchObject({ code });
  });

  test('of a keyed projection is of the key that is named', async () => {
    const timeline = await founded();
    const { entries } = await timeline.timeline({ limit: 1000, about: ['place:kyiv'] });
    const attack = entries.find(({ type }) => type === 'AttackReported');
    if (attack === undefined) throw new Error('there is no attack on Kyiv');
    const proposed = { retract: { id: attack.id, reason: 'r' } };
    const { patch } = await timeline.preview('places', proposed, { asOf, key: 'place:kyiv' });
    const before = (await timeline.state('places', { asOf, key: 'place:kyiv' })).state;
    await record(timeline, proposed);
    expect(applyPatch(before, patch)).toEqual(
      (await timeline.state('places', { asOf, key: 'place:kyiv' })).state,
    );
    await expect(timeline.preview('places', proposed, { asOf })).rejects.toMatchObject({
      code: 'key-required',
    });
  });
});
