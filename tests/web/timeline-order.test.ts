import { signal } from '@preact/signals';
import { describe, expect, test, vi } from 'vitest';

import type { Marks, MarksInView } from '../../src/web/model.ts';
import { followModel } from '../../src/web/timeline/following.ts';
import { createLiveScene } from '../../src/web/timeline/live-scene.ts';
import { createTitles } from '../../src/web/timeline/titles.ts';
import { marksOf } from './harness/marks.ts';
import { createStandIn } from './harness/stand-in.ts';

vi.hoisted(() =>
  Object.assign(globalThis, { matchMedia: () => ({ matches: false, addEventListener: () => undefined }) }),
);

const of = (...lanes: readonly string[]) =>
  marksOf(lanes.map((stream, index) => ({ position: index + 1, from: index, stream })));
const all = of('airforce', 'airforce', 'airforce', 'diplomacy', 'diplomacy', 'notes');
const found = of('notes', 'diplomacy', 'diplomacy');

/** Follows a page on which these readings are loaded. */
function looking(first: Marks, text = '') {
  const { model: stand } = createStandIn({ marks: first });
  const marks = signal<MarksInView>({ kind: 'marks', marks: first, inAll: first.count, isWhole: true });
  const model = { ...stand, marks };
  const filtered = (words: string) => ({ filter: { ...model.view.peek().filter, text: words } });
  if (text !== '') model.change(filtered(text));
  const titles = createTitles(model);
  const live = createLiveScene(model, titles);
  followModel(model, live, titles, () => undefined);
  return {
    order: () => [...live.scene.laneNames],
    kind: () => live.scene.lanesName,
    search: (words: string) => {
      model.change(filtered(words));
      marks.value = { ...marks.peek(), kind: 'loading' };
    },
    lanes: (lanes: 'type' | 'stream') => model.change({ lanes }),
    come: (next: Marks) =>
      void (marks.value = { kind: 'marks', marks: next, inAll: next.count, isWhole: true }),
  };
}

describe('the order of the lanes', () => {
  test('after a search is cleared is that of the page opened anew', () => {
    const one = looking(found, 'call');
    expect(one.order()).toEqual(['diplomacy', 'notes']);
    one.search('');
    expect(one.order()).toEqual(['diplomacy', 'notes']);
    one.come(all);
    expect(one.order()).toEqual(looking(all).order());
    expect(one.order()).toEqual(['airforce', 'diplomacy', 'notes']);
  });

  test('holds while readings of the same search come', () => {
    const one = looking(all);
    one.come(of('notes', 'notes', 'notes', 'notes', 'airforce', 'other'));
    expect(one.order()).toEqual(['airforce', 'diplomacy', 'notes', 'other']);
  });

  test('of another kind comes with their readings, and is named by it then', () => {
    const one = looking(all);
    one.lanes('type');
    expect([one.kind(), one.order()[0]]).toEqual(['Places', 'airforce']);
    one.come(of('CallHeld'));
    expect([one.kind(), one.order()]).toEqual(['Event types', ['CallHeld']]);
  });
});
