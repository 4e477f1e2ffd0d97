import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readAddress } from '../../src/web/model/address.ts';
import { usualView } from '../../src/web/model/view.ts';
import { writeAddress } from '../../src/web/model/write-address.ts';
import { views } from './view-arbitraries.ts';

const odd = fc
  .array(
    fc.constantFrom('%', '&', '=', '\ud800', '\0', '+', ' ', '2025', '-', 'Z', ':', '~', '/', 'é', '😀'),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('the address of the page', () => {
  test('says the view, whatever it is: written and read again it is the same', () => {
    fc.assert(
      fc.property(views, (view) => {
        const read = readAddress(writeAddress(view));
        expect(read).toEqual({ view, refused: [], knownAtTime: undefined });
        expect(readAddress(new URL(`http://page/${writeAddress(view)}`).search).view).toEqual(view);
      }),
    );
  });

  test('is empty for the usual view, and short and readable for others', () => {
    expect(writeAddress(usualView)).toBe('');
    expect(
      writeAddress({
        ...usualView,
        asOf: Date.UTC(2025, 6, 3, 20),
        knownAt: 12,
        filter: { ...usualView.filter, about: ['place:kyiv'] },
        explained: '/casualties/injured',
      }),
    ).toBe('?asOf=2025-07-03T20:00:00Z&knownAt=12&about=place:kyiv&path=/casualties/injured');
  });

  test('gives the usual for what means nothing, and names it', () => {
    fc.assert(
      fc.property(odd, fc.constantFrom('asOf', 'lanes', 'panel', 'toAsOf'), (junk, name) => {
        fc.pre(
          !/^(?:now|stream|actor|place|type|source|situation|fact|compare|knowledge|places|conflicts|sources)$/.test(
            junk,
          ),
        );
        fc.pre(!/^[+-]?\d{4,6}-/.test(junk));
        const { view, refused } = readAddress(`?${name}=${encodeURIComponent(junk.toWellFormed())}`);
        expect(view).toEqual(usualView);
        expect(refused).toEqual([name]);
      }),
    );
    expect(readAddress('?from=2025-07-04T00:00:00Z&to=2025-07-03T00:00:00Z').refused).toEqual(['from', 'to']);
    expect(readAddress('?from=2025-07-04T00:00:00Z').refused).toEqual(['from']);
    expect(readAddress('?asOf=now&asOf=now').refused).toEqual(['asOf']);
    expect(readAddress('?knownAt=-1').refused).toEqual(['knownAt']);
    expect(readAddress('?path=casualties').refused).toEqual(['path']);
    expect(readAddress('?asof=2025-07-03T20:00:00Z').refused).toEqual(['asof']);
  });

  test('is read whatever stands in it, without an error', () => {
    fc.assert(fc.property(odd, (text) => void readAddress(text)));
  });

  test('may name what was known by an instant, which only the log can tell the position of', () => {
    const read = readAddress('?knownAt=2025-07-04T12:00:00+03:00');
    expect(read.view.knownAt).toBe('head');
    expect(read.knownAtTime).toBe(Date.UTC(2025, 6, 4, 9));
    expect(read.refused).toEqual([]);
  });

  test('takes no more values than a question may have', () => {
    const many = Array.from({ length: 60 }, (_, index) => `type=T${index}`).join('&');
    const { view, refused } = readAddress(many);
    expect(view.filter.types).toHaveLength(50);
    expect(refused).toEqual(['type']);
  });
});
