import { createHash } from 'node:crypto';

import { TimelineError } from '../../../src/domain/errors.ts';
import { canonicalJson } from '../../../src/domain/json.ts';
import { readMapping } from '../../../src/domain/mapping.ts';
import type { Timeline } from '../../../src/engine/timeline.ts';
import { openTimeline } from '../../../src/open.ts';
import { readCsv } from '../../../src/store/files/csv.ts';
import { readJson } from '../../../src/store/files/json.ts';
import { readNdjson } from '../../../src/store/files/ndjson.ts';
import { piecesOf } from '../../support/bytes.ts';
import { createChance } from '../../support/fault-chance.ts';
import type { TempFolder } from '../../support/temp-folder.ts';
import { makeArrayCase } from './array-case.ts';
import type { ImportCase, Noted } from './import-case.ts';
import { noteEvents } from './import-case.ts';
import { makeLineCase } from './line-case.ts';
import { makeRowCase, noteMapping } from './row-case.ts';

/** How many files are imported, and which. */
export interface ImportFuzzOptions {
  readonly folder: TempFolder;
  readonly files: number;
  readonly seed: number;
  /** Only this one of the files, to see it again. */
  readonly only?: number | undefined;
  /** Changes a file after it is known what must come of it: so a test sees that it is noticed. */
  readonly change?: (made: ImportCase) => ImportCase;
}

/** What came of files that were imported. */
export interface ImportsSeen {
  readonly files: number;
  readonly cameIn: number;
  readonly events: number;
  readonly refused: number;
  /** How many were refused, by code. */
  readonly byCode: Readonly<Record<string, number>>;
  /** How many files there were, by what was done to them. */
  readonly byDeed: Readonly<Record<string, number>>;
  /** What went otherwise than it must; the number of the file comes first. */
  readonly wrong: readonly string[];
  /** The most heap in use after a file, in bytes, once it was tidied up; 0 where it cannot be. */
  readonly heapMax: number;
}

/** Files that are imported into one log, one after the other. */
const filesALog = 40;
const wrongMax = 20;

/** Imports files that are right or wrong in a way that is known, and compares what comes of each. */
export async function fuzzImports({
  folder,
  files,
  seed,
  only,
  change,
}: ImportFuzzOptions): Promise<ImportsSeen> {
  const seen = { cameIn: 0, events: 0, refused: 0, heapMax: 0 };
  const byCode: Record<string, number> = {};
  const byDeed: Record<string, number> = {};
  const wrong: string[] = [];
  const first = only ?? 0;
  const end = only === undefined ? files : only + 1;
  for (let from = first; from < end && wrong.length < wrongMax; from += filesALog) {
    const timeline = await openLog(
      Math.floor(from / filesALog) % 2 === 0 ? 'memory:' : `sqlite:${folder.file()}`,
    );
    const until = Math.min(end, from + filesALog);
    for (let number = from; number < until && !isAhead(timeline, number); number += 1) {
      const made = makeCase(seed, number);
      const { came, faults } = await importOne(timeline, change?.(made) ?? made);
      const deed = `${made.kind}: ${made.what}`;
      byDeed[deed] = (byDeed[deed] ?? 0) + 1;
      if (came instanceof TimelineError) {
        seen.refused += 1;
        byCode[came.code] = (byCode[came.code] ?? 0) + 1;
      } else seen.cameIn += 1;
      wrong.push(...faults.map((fault) => `${number} (${deed}): ${fault}`));
      if (only !== undefined) tell(made, came);
    }
    seen.events += timeline.head().position - 1;
    const { faults } = await timeline.verify();
    wrong.push(...faults.map(({ what }) => `${from} and after: ${what}`));
    await timeline.close();
    if (globalThis.gc !== undefined) {
      globalThis.gc();
      seen.heapMax = Math.max(seen.heapMax, process.memoryUsage().heapUsed);
    }
  }
  return { files: seen.cameIn + seen.refused, ...seen, byCode, byDeed, wrong };
}

/** Makes the file of a number: always the same for the same seed. */
export function makeCase(seed: number, number: number): ImportCase {
  const chance = createChance(seed + number * 7919);
  const make = chance.pick([makeLineCase, makeLineCase, makeArrayCase, makeRowCase]);
  return make(chance, { number, recordedFromMs: recordedFrom(number) });
}

const startMs = Date.UTC(2001, 0, 1);

/** A bit that flipped in a recorded time may have put the log ahead of what comes: the rest of it is left out. */
function isAhead(timeline: Timeline, number: number): boolean {
  return (timeline.head().recordedAt ?? 0) > recordedFrom(number);
}

function recordedFrom(number: number): number {
  return startMs + number * 3_600_000;
}

async function openLog(store: string): Promise<Timeline> {
  const timeline = await openTimeline({ store, events: noteEvents, projections: [], clock: () => startMs });
  await timeline.append('notes-first', [
    { type: 'FuzzNoted', occurred: '2000', data: { title: 'The first', count: 1 } },
  ]);
  return timeline;
}

interface Imported {
  readonly came: TimelineError | number;
  readonly faults: readonly string[];
}

async function importOne(timeline: Timeline, made: ImportCase): Promise<Imported> {
  const before = await digestOf(timeline);
  const { position } = timeline.head();
  try {
    const { recorded } = await timeline.import(eventsOf(made));
    const noted = timeline.log({ after: position, limit: 1000 }).map(({ data }): Noted => {
      const { title, count } = data as unknown as Noted;
      return { title, count };
    });
    return { came: recorded, faults: faultsOfImport(made, recorded, noted) };
  } catch (error) {
    if (!(error instanceof TimelineError)) return { came: -1, faults: [`threw ${String(error)}`] };
    const isUnchanged = timeline.head().position === position && (await digestOf(timeline)) === before;
    return {
      came: error,
      faults: [...faultsOfRefusal(made, error), ...(isUnchanged ? [] : ['left something in the log'])],
    };
  }
}

function eventsOf({ kind, bytes, pieceBytes, file }: ImportCase) {
  const pieces = piecesOf(bytes, pieceBytes * Math.max(1, Math.ceil(bytes.length / 100_000)));
  if (kind === 'lines') return readNdjson(pieces, file);
  return kind === 'array' ? readJson(pieces, { file }) : readCsv(pieces, mapping, file);
}

const mapping = readMapping(noteMapping);

function faultsOfImport(
  { expected }: ImportCase,
  recorded: number,
  noted: readonly Noted[],
): readonly string[] {
  if (noted.length !== recorded) return [`recorded ${noted.length} events and said ${recorded}`];
  if (expected.comes === 'either') return [];
  if (expected.comes === 'refused') return [`imported, and ${expected.places.join(' or ')} is wrong`];
  const [said, found] = [expected.events, noted].map((list) => JSON.stringify(list));
  return said === found ? [] : [`recorded ${found}, and said ${said}`];
}

function faultsOfRefusal(
  { expected }: ImportCase,
  { code, message, facts }: TimelineError,
): readonly string[] {
  if (expected.comes === 'in') return [`refused: ${code} ${message}`];
  const { place, line } = facts;
  const isThere =
    expected.places.length === 0 || (typeof place === 'string' && expected.places.includes(place));
  const faults: string[] = [];
  if (!isThere)
    faults.push(
      `refused at ${String(place)}, and ${expected.places.join(' or ')} is wrong: ${code} ${message}`,
    );
  if (isThere && expected.places.length > 0 && !message.includes(String(place)))
    faults.push(`does not say the place: ${message}`);
  if (line !== undefined && !String(place).endsWith(`line ${String(line)}`))
    faults.push(`says line ${String(line)} at ${String(place)}`);
  if (expected.comes === 'refused' && !expected.codes.includes(code))
    faults.push(`refused as ${code}, not ${expected.codes.join(' or ')}: ${message}`);
  return faults;
}

async function digestOf(timeline: Timeline): Promise<string> {
  const hash = createHash('sha256');
  for await (const { data, ...event } of timeline.export()) hash.update(canonicalJson({ ...event, data }));
  return hash.digest('hex');
}

function tell(made: ImportCase, came: TimelineError | number): void {
  console.log(JSON.stringify({ ...made, bytes: made.bytes.toString('latin1').slice(0, 4000) }, undefined, 1));
  console.log(
    came instanceof TimelineError
      ? `${came.code}: ${came.message} ${JSON.stringify(came.facts)}`
      : `${came} recorded`,
  );
}
