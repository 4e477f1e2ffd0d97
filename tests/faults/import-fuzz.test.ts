import { afterAll, describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import { readMapping } from '../../src/domain/mapping.ts';
import { openTimeline } from '../../src/open.ts';
import { readCsv } from '../../src/store/files/csv.ts';
import { jsonBytesMax, readJson } from '../../src/store/files/json.ts';
import { lineBytesMax } from '../../src/store/files/lines.ts';
import { readNdjson } from '../../src/store/files/ndjson.ts';
import { faultSeed } from '../support/fault-chance.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { noteEvents } from './fuzz/import-case.ts';
import type { ImportCase } from './fuzz/import-case.ts';
import { fuzzImports } from './fuzz/import-fuzz.ts';
import { noteMapping } from './fuzz/row-case.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());
const files = 400;

test(`of ${files} files, each comes in whole, or is refused with the line that is wrong and leaves nothing`, async () => {
  const { byDeed, ...seen } = await fuzzImports({ folder, files, seed: faultSeed });
  console.log(`import-fuzz: seed ${faultSeed}, ${JSON.stringify(seen)}`);
  expect(seen.wrong).toEqual([]);
  expect(seen.cameIn).toBeGreaterThan(files / 8);
  expect(seen.refused).toBeGreaterThan(files / 2);
  expect(Object.keys(byDeed).length).toBeGreaterThan(60);
});

describe('what compares notices', () => {
  test('another line than the one that is wrong', async () => {
    const wrong = await changed((made) =>
      made.expected.comes === 'refused'
        ? { ...made, expected: { ...made.expected, places: ['line 9999'] } }
        : made,
    );
    expect(wrong.length).toBeGreaterThanOrEqual(20);
    expect(wrong[0]).toMatch(/refused at .*line 9999 is wrong/);
  });

  test('another reason than the one that there is', async () => {
    const wrong = await changed((made) =>
      made.expected.comes === 'refused'
        ? { ...made, expected: { ...made.expected, codes: ['store-full'] } }
        : made,
    );
    expect(wrong[0]).toMatch(/refused as .*not store-full/);
  });

  test('a file that comes in although it is wrong, and one that does not although it is right', async () => {
    const swapped = await changed((made) => ({
      ...made,
      expected:
        made.expected.comes === 'in'
          ? { comes: 'refused', places: ['line 1'], codes: ['invalid-json'] }
          : { comes: 'in', events: [] },
    }));
    expect(swapped.some((one) => one.includes('imported, and line 1 is wrong'))).toBe(true);
    expect(swapped.some((one) => one.includes('refused: '))).toBe(true);
  });

  test('an event that says something else', async () => {
    const wrong = await changed((made) =>
      made.expected.comes === 'in'
        ? {
            ...made,
            expected: { comes: 'in', events: made.expected.events.map((one) => ({ ...one, title: 'x' })) },
          }
        : made,
    );
    expect(wrong[0]).toMatch(/recorded .*said/);
  });
});

describe('a file that never ends is refused before it is held:', () => {
  const mapping = readMapping(noteMapping);
  test.each([
    ['one line', '"', lineBytesMax, readNdjson],
    ['one row of many lines', 'region,started,recorded,title,count,note\n"', lineBytesMax * 2, rows],
    ['one JSON text', '[', jsonBytesMax, readJson],
  ] as const)('%s', async (_what, start, bytesMax, read) => {
    let given = 0;
    async function* endless() {
      yield Buffer.from(start);
      const piece = Buffer.from('x\n'.repeat(32_768).replaceAll('\n', read === rows ? '\n' : ' '));
      // It ends after all, or a reader that reads on would do so for ever.
      for (; given < bytesMax * 4; given += piece.length) yield piece;
    }
    const timeline = await openTimeline({ store: 'memory:', events: noteEvents, projections: [] });
    const refusal = await timeline.import(read(endless())).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TimelineError);
    expect(refusal).toMatchObject({ code: 'file-too-large' });
    expect(given).toBeLessThan(bytesMax * 2);
    await timeline.close();
  });

  async function* rows(bytes: AsyncIterable<Uint8Array>) {
    yield* readCsv(bytes, mapping);
  }
});

async function changed(change: (made: ImportCase) => ImportCase): Promise<readonly string[]> {
  return (await fuzzImports({ folder, files: 40, seed: faultSeed, change })).wrong;
}
