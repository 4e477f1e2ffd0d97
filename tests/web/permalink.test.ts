import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import { frozenView } from '../../src/web/header/copy-permalink.ts';
import type { View } from '../../src/web/model.ts';
import { usualView } from '../../src/web/model/view.ts';
import { writeAddress } from '../../src/web/model/write-address.ts';

const at = (time: string): number => Date.parse(`2025-07-${time}Z`);

function permalink(view: Partial<View>): string {
  return writeAddress(
    frozenView({
      view: signal({ ...usualView, ...view }),
      at: signal({ asOf: at('04T12:00:00') + 0.5, position: 8 }),
      now: signal(at('05T00:00:00') + 0.25),
      head: signal({ position: 34, recordedAt: at('04T20:00:00') }),
      extent: signal({ from: at('01T00:00:00'), to: at('04T00:00:00') }),
    }),
  );
}

describe('a permalink', () => {
  test('names both clocks, the newest position and the window, where the address leaves them to time', () => {
    expect(permalink({})).toBe(
      '?asOf=2025-07-04T12:00:00Z&knownAt=8&newest=34&from=2025-06-30T21:50:24Z&to=2025-07-04T02:09:36Z',
    );
  });

  test('lets no clock follow the other, and keeps all else that is looked at', () => {
    const window = { from: at('02T00:00:00'), to: at('03T00:00:00') };
    expect(permalink({ linked: true, window, panel: 'places', lanes: 'type', zone: 'local' })).toBe(
      '?asOf=2025-07-04T12:00:00Z&knownAt=8&newest=34&from=2025-07-02T00:00:00Z&to=2025-07-03T00:00:00Z&lanes=type&panel=places&zone=local',
    );
  });

  test('holds the other moment of a comparison still, too', () => {
    const window = { from: at('02T00:00:00'), to: at('03T00:00:00') };
    expect(permalink({ window, panel: 'compare', compared: { asOf: 'now', knownAt: 'head' } })).toContain(
      '&toAsOf=2025-07-05T00:00:00Z&toKnownAt=34',
    );
  });
});
