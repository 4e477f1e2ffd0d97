import * as fc from 'fast-check';

import type { ScrubbedMoment, View } from '../../src/web/model.ts';

const instants = fc.integer({ min: -8.64e15, max: 8.64e15 });
const positions = fc.integer({ min: 0, max: 999_999_999_999_999 });
const moments: fc.Arbitrary<ScrubbedMoment> = fc.record({
  asOf: fc.oneof(instants, fc.constant('now' as const)),
  knownAt: fc.oneof(positions, fc.constant('head' as const)),
});
const values = fc.uniqueArray(fc.string({ minLength: 1, unit: 'grapheme' }), { maxLength: 5 });
const tokens = fc.stringMatching(/^[^~]*$/).map((text) => text.replaceAll('/', '~1'));

/** Views that an address can say, whatever they are. */
export const views: fc.Arbitrary<View> = fc
  .record({
    moment: moments,
    newest: fc.option(positions, { nil: undefined }),
    linked: fc.boolean(),
    certainty: fc.constantFrom('possible', 'certain'),
    window: fc.option(
      fc.uniqueArray(instants, { minLength: 2, maxLength: 2 }).map((ends) => ({
        from: Math.min(...ends),
        to: Math.max(...ends),
      })),
      { nil: undefined },
    ),
    lanes: fc.constantFrom('stream', 'actor', 'place', 'type', 'source'),
    filter: fc.record({
      about: values,
      types: values,
      streams: values,
      sources: values,
      text: fc.string({ maxLength: 60, unit: 'grapheme' }).map((text) => text.slice(0, 500)),
    }),
    panel: fc.constantFrom('situation', 'fact', 'compare', 'knowledge', 'places', 'conflicts', 'sources'),
    selected: fc.option(fc.stringMatching(/^[!-~]{1,40}$/), { nil: undefined }),
    explained: fc.option(
      fc.array(tokens, { maxLength: 4 }).map((parts) => parts.map((part) => `/${part}`).join('')),
      { nil: undefined },
    ),
    compared: fc.option(moments, { nil: undefined }),
    zone: fc.constantFrom('utc', 'local', 'own'),
  })
  .map(({ moment, ...rest }) => ({ ...rest, ...moment }));
