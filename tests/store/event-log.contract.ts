import { describe } from 'vitest';

import { describeAppend } from './contract/append.ts';
import { describeAxes } from './contract/axes.ts';
import { describeCorrection } from './contract/correction.ts';
import { describeImport } from './contract/import.ts';
import { describeRead } from './contract/read.ts';
import { describeReadings } from './contract/readings.ts';
import { describeRecordedTime } from './contract/recorded-time.ts';
import { describeRequests } from './contract/requests.ts';
import type { OpenLog } from './contract/setup.ts';

/** Tests everything that a store promises: every adapter passes this suite as it is. `open` gives an empty log each time. */
export function describeEventLog(store: string, open: OpenLog): void {
  describe(`the log in ${store}`, () => {
    describeAppend(open);
    describeCorrection(open);
    describeRecordedTime(open);
    describeImport(open);
    describeRequests(open);
    describeRead(open);
    describeAxes(open);
    describeReadings(open);
  });
}
