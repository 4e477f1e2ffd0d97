import { signal } from '@preact/signals';
import { describe, expect, test, vi } from 'vitest';

import { pressKey } from '../../src/web/timeline/keys.ts';
import type { Painting } from '../../src/web/timeline/painting.ts';
import { marksOf } from './harness/marks.ts';
import { sceneOf } from './harness/scene.ts';
import { createStandIn } from './harness/stand-in.ts';

const minute = 60_000;
const marks = marksOf(
  ['a', 'a', 'b', 'b'].map((lane, index) => ({
    position: index + 1,
    from: (index + 1) * minute,
    stream: lane,
  })),
);

const shown = () => {
  const { model } = createStandIn({ marks, view: { window: { from: 0, to: 5 * minute }, lanes: 'stream' } });
  const scene = sceneOf({ marks, frame: { from: 0, to: 5 * minute } });
  const focus = signal(3);
  const painting = { model, scene, focus, frame: scene.frame } as unknown as Painting;
  const places = { scroller: { scrollTop: 0 } as HTMLElement, nextContext: vi.fn(() => 'hour' as const) };
  const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
    pressKey(
      painting,
      { key, ctrlKey: false, metaKey: false, altKey: false, ...held } as KeyboardEvent,
      places,
    );
  return { press, focus, places, model };
};

describe('keys on the timeline', () => {
  test.each(['ctrlKey', 'metaKey', 'altKey'] as const)(
    'leave to the browser what is pressed with %s',
    (held) => {
      const { press, focus, places, model } = shown();
      const before = model.view.value;
      for (const key of [
        '+',
        '=',
        '-',
        '_',
        '0',
        'c',
        'PageUp',
        'PageDown',
        'ArrowLeft',
        'ArrowDown',
        'End',
        'Enter',
        ' ',
      ])
        expect(press(key, { [held]: true }), key).toBe(false);
      expect(model.view.value).toBe(before);
      expect(focus.value).toBe(3);
      expect(places.nextContext).not.toHaveBeenCalled();
    },
  );

  test('go to the first mark of the lane by Home, and of the first lane by Ctrl+Home', () => {
    const { press, focus } = shown();
    expect(press('Home')).toBe(true);
    expect(focus.value).toBe(2);
    expect(press('Home', { ctrlKey: true })).toBe(true);
    expect(focus.value).toBe(0);
  });
});
