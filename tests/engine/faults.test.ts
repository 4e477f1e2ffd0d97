import { afterAll, expect, test } from 'vitest';

import { defineProjection, news, openTimeline } from '../../src/index.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const counting = (name: string, fails: () => boolean) =>
  defineProjection<{ readonly facts: number }>({
    name,
    version: 1,
    description: 'Counts facts.',
    initial: { facts: 0 },
    evolve(state, fact) {
      if (fails() && fact.data['title'] === 'unforeseen') throw new Error('did not expect this');
      return { facts: state.facts + 1 };
    },
  });

const note = (title: string) => ({ type: 'NoteAdded', occurred: '2025-07-03', data: { title } });

test('a projection that fails names itself, the event and its position; others go on, and it is well again when it is mended', async () => {
  let isBroken = true;
  const timeline = await openTimeline({
    store: `sqlite:${folder.file()}`,
    events: news.events,
    projections: [counting('broken', () => isBroken), counting('sound', () => false)],
  });
  const { events } = await timeline.append('notes-a', [note('foreseen'), note('unforeseen')]);
  const health = () => timeline.projections().map(({ name, health: one }) => `${name} ${one}`);

  await expect(timeline.state('broken')).rejects.toMatchObject({
    code: 'projection-faulted',
    facts: { projection: 'broken', eventId: events[1]?.id, position: 2 },
  });
  expect((await timeline.state('sound')).state).toEqual({ facts: 2 });
  expect((await timeline.state('broken', { knownAt: 1 })).state).toEqual({ facts: 1 });
  expect(health()).toEqual(['broken faulted', 'sound ok']);

  isBroken = false;
  expect((await timeline.state('broken')).state).toEqual({ facts: 2 });
  expect(health()).toEqual(['broken ok', 'sound ok']);
  await timeline.close();
});
