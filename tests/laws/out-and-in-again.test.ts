import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { importedFromCloudEvent, toCloudEvent } from '../../src/domain/cloud-event.ts';
import { parseJson } from '../../src/domain/json.ts';
import { answersAt, resolved } from '../support/answers.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { createWorld, openInWorld, runScript } from '../support/run-script.ts';

const moments = fc.array(momentArbitrary, { minLength: 3, maxLength: 3 });

describeInStores('law 10: what is exported and imported again', ({ open, newStore, numRuns }) => {
  test('is the same log, with the same chain of hashes and the same answers, in every store', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), moments, async (script, seeds) => {
        const world = createWorld();
        const source = await open(world);
        await runScript(source, script, world);
        const log = await Array.fromAsync(source.export());
        const lines = log.map((event) => JSON.stringify(toCloudEvent(event)));
        const asked = await resolved(
          source,
          seeds.map((seed) => momentOf(seed, log)),
        );
        for (const store of ['memory:', newStore()]) {
          const copy = await openInWorld(world, store);
          await copy.import(lines.map((line) => importedFromCloudEvent(parseJson(line))));
          expect(await Array.fromAsync(copy.export())).toEqual(log);
          expect(await copy.verify()).toEqual(await source.verify());
          for (const moment of asked)
            expect(await answersAt(copy, moment)).toBe(await answersAt(source, moment));
          const again = await copy.import(lines.map((line) => importedFromCloudEvent(parseJson(line))));
          expect(again).toEqual({ recorded: 0, repeated: log.length, position: log.length });
          await copy.close();
        }
        await source.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });
});
