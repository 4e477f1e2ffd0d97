import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';

import { defineEvent } from '../../src/domain/event-type.ts';
import type { NewEvent, Timeline } from '../../src/index.ts';
import { openTimeline } from '../../src/open.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** Version 1 said in one text what version 2 says in two. */
const said = defineEvent({
  type: 'WordsSaid',
  description: 'Somebody said something.',
  versions: [z.object({ text: z.string() }), z.object({ speaker: z.string(), quote: z.string() })],
  upcasters: [({ text }) => ({ speaker: 'Unnamed', quote: `„${z.string().parse(text)}“` })],
});
const occurred = '2025-07-03';
const count = 700;

const idAt = (index: number) => `said-${index}`;

/** Says something in the old version or the new; from 300 to 599 some correct or retract what was said 300 before. */
function eventAt(index: number): NewEvent {
  const about = { id: idAt(index), occurred };
  const correction = index >= 300 && index < 600 ? correctionAt(index) : undefined;
  if (correction !== undefined) return { ...about, ...correction };
  if (index % 2 === 0)
    return { ...about, type: 'WordsSaid', schemaVersion: 1, data: { text: `old ${index}` } };
  return { ...about, type: 'WordsSaid', data: { speaker: 'Somebody', quote: `new ${index}` } };
}

function correctionAt(index: number): Pick<NewEvent, 'type' | 'data'> | undefined {
  const aimed = { target: idAt(index - 300), reason: 'a later report' };
  const data = { speaker: 'Restating', quote: `instead ${index}` };
  switch (index % 10) {
    case 1:
      return { type: 'FactCorrected', data: { ...aimed, data } };
    case 2:
      return { type: 'FactCorrected', data: { ...aimed, occurred: '2025-07-04' } };
    case 3:
      return { type: 'FactRetracted', data: aimed };
    case 4:
      // What the first of them restated stays as it is.
      return { type: 'FactCorrected', data: { ...aimed, target: idAt(index - 303), occurred: '2025-07-05' } };
    default:
      return undefined;
  }
}

test('the words of every reading are found: as upcast, restated, moved in time and retracted, however many there are', async () => {
  const stores = ['memory:', `sqlite:${folder.file()}`];
  const opened = stores.map(async (store) => openTimeline({ store, events: [said], projections: [] }));
  const [memory, sqlite] = await Promise.all(opened);
  if (memory === undefined || sqlite === undefined) throw new Error('two stores are opened');
  for (const timeline of [memory, sqlite])
    await timeline.append(
      'said-a',
      Array.from({ length: count }, (_, index) => eventAt(index)),
    );
  await found(sqlite, 'anything');
  expect(sqlite.wordsLag()).toBe(0);
  for (const text of ['old', 'new', 'unnamed', 'somebody', 'restating', 'instead', 'text', ...numbers()]) {
    expect(await found(sqlite, text)).toEqual(await found(memory, text));
    expect(await found(sqlite, text, 450)).toEqual(await found(memory, text, 450));
  }
  expect(await found(sqlite, 'unnamed')).toHaveLength(290);
  expect(await found(sqlite, 'restating')).toHaveLength(30);
  await Promise.all([memory.close(), sqlite.close()]);
});

function* numbers() {
  for (const index of [0, 1, 2, 3, 4, 249, 250, 251, 301, 499, 500, 501, 605, 699]) yield String(index);
}

async function found(timeline: Timeline, text: string, knownAt = count): Promise<readonly unknown[]> {
  const { entries } = await timeline.timeline({ text, knownAt, limit: 1000 });
  return entries.map(({ id, data, reading }) => [id, data, reading.by]);
}
