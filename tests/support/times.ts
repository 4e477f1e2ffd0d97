import * as fc from 'fast-check';

import { TimelineError } from '../../src/domain/errors.ts';
import { resolveOccurred } from '../../src/domain/occurred.ts';

/** Where the clock of a generated log starts, in milliseconds of the Unix epoch: noon of the day most facts are about. */
export const startMs = Date.UTC(2025, 6, 3, 12);

const hourMs = 3_600_000;

/** Few instants, so that many facts share one; they stand at the edges of days, of UTC and of zones. */
const tiedMs = [startMs, startMs, startMs - 12 * hourMs, startMs + 12 * hourMs, startMs - 15 * hourMs];

const instant = fc
  .record({
    base: fc.constantFrom(...tiedMs),
    awayMs: fc.constantFrom(0, 0, 0, 1, -1, 999, -1000, 60_000, hourMs, -hourMs, 72 * hourMs, -72 * hourMs),
    written: fc.constantFrom('utc', 'utc', 'offset', 'minute'),
  })
  .map(({ base, awayMs, written }) => writeInstant(base + awayMs, written));

const date = fc.constantFrom(
  '2025-07-03',
  '2025-07-03',
  '2025-07-02',
  '2025-07-04',
  '2025-07-03~',
  '2025-07-03?',
  '2025-07-04%',
  '2025-07',
  '2025-07-XX',
  '2025-06',
  '2025-08~',
  '2025',
  '2025-XX',
  '2025-22',
  '2024?',
  '202X',
  '20XX',
);

const zone = fc.constantFrom('Europe/Kyiv', 'America/New_York', 'Pacific/Kiritimati', 'UTC');

const farOff = fc.constantFrom(
  '-271821-04-20T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '-0043-03-15',
  '2999',
  '2025-12-31',
  '2026-01-01T00:00:00Z',
  'Y170000',
  '../Y275760',
  'Y-271821/..',
);

const point = fc.oneof({ weight: 3, arbitrary: instant }, { weight: 3, arbitrary: date });

const interval = fc
  .record({
    start: fc.oneof({ weight: 5, arbitrary: point }, fc.constantFrom('..', '')),
    end: fc.oneof({ weight: 4, arbitrary: point }, { weight: 2, arbitrary: fc.constantFrom('..', '') }),
    zone: fc.option(zone, { freq: 4 }),
  })
  .map(({ start, end, zone: name }) => writeInterval(start, end, name));

/** Generates occurred times as sources give them, with many ties, few far-off ones, and none that is refused. */
export const occurredArbitrary: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: instant },
  { weight: 5, arbitrary: date },
  { weight: 2, arbitrary: fc.tuple(date, zone).map(([text, name]) => `${text}[${name}]`) },
  { weight: 5, arbitrary: interval },
  { weight: 1, arbitrary: farOff },
);

function writeInstant(ms: number, written: string): string {
  const utc = new Date(ms).toISOString();
  if (written === 'utc') return utc;
  if (written === 'minute') return `${utc.slice(0, 16)}Z`;
  return new Date(ms + 3 * hourMs).toISOString().replace('Z', '+03:00');
}

/** An interval that would be refused is turned round, and where that does not help, only its start or its end is kept. */
function writeInterval(start: string, end: string, zoneName: string | null): string {
  const zoned = zoneName === null ? '' : `[${zoneName}]`;
  const candidates = [`${start}/${end}${zoned}`, `${start}/${end}`, `${end}/${start}`, start, end];
  return candidates.find(isAccepted) ?? '2025-07-03';
}

function isAccepted(text: string): boolean {
  try {
    resolveOccurred(text);
    return true;
  } catch (error) {
    if (error instanceof TimelineError) return false;
    throw error;
  }
}
