import type { ImportedEvent } from '../src/index.ts';

/** What is generated: how many events, from which seed, and how late they come. */
export interface Generated {
  readonly events: number;
  readonly seed: number;
  /**
   * How late events come on the clock of the world: by up to an hour, evenly; with `days` one in ten by up to three days more.
   */
  readonly lateness: 'hour' | 'days';
  /** Share of events that move one of the ten minutes before in occurred time (with `days`, one in ten of these one of the three days before); one in twenty of them retracts it. */
  readonly correctedShare: number;
  /** How many places there are; half of all events are about one in a hundred of them. */
  readonly places: number;
}

/** What every benchmark generates unless it says otherwise. */
export const usual: Generated = {
  events: 10_000,
  seed: 20_250_703,
  lateness: 'hour',
  correctedShare: 0.01,
  places: 1000,
};

/** The recorded time of the first event, in milliseconds of the Unix epoch. */
export const firstRecordedMs = Date.UTC(2022, 2, 1);
/** Between two events, on the clock of the store: one a second. */
export const recordedEveryMs = 1000;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Returns numbers from 0 to 1 that a seed determines (Mulberry32, Tommy Ettinger, public domain). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Generates events of about 500 bytes as the feeds of a newsroom bring them: starts and ends of alerts, measures,
 * statements; one event a second, late by `lateness`, with corrections and retractions.
 * `first` is the index of the first of them: those of a log that goes on.
 */
export function* generate(options: Generated, first = 0): Generator<ImportedEvent> {
  const { lateness, seed } = options;
  const random = randomOf(seed + first);
  /** Whether the event at an index, counted from the first, is a fact that stands. */
  const stands = new Uint8Array(options.events);
  for (let index = first; index < first + options.events; index += 1) {
    const reach = lateness === 'days' && random() < 0.1 ? 3 * dayMs : hourMs / 6;
    const aimed = index - 1 - Math.floor(random() * Math.min(index, reach / recordedEveryMs));
    const isAimed = random() < options.correctedShare && stands[aimed - first] === 1;
    const aim = random() < 0.05 ? 'retracts' : 'corrects';
    if (!isAimed) stands[index - first] = 1;
    else if (aim === 'retracts') stands[aimed - first] = 0;
    const recordedAt = firstRecordedMs + index * recordedEveryMs;
    const event = isAimed
      ? aimedAt(aimed, recordedAt, aim, random, options)
      : statedAt(index, recordedAt - latenessMs(options, random), random, options);
    yield { ...event, id: idOf(index), recordedAt };
  }
}

/** The id that the generator gives the event at an index, from 0. */
export function idOf(index: number): string {
  const digits = index.toString(16).padStart(12, '0');
  return `0197d000-${digits.slice(0, 4)}-7${digits.slice(4, 7)}-8000-${digits.slice(7)}0000000`;
}

function latenessMs({ lateness }: Generated, random: () => number): number {
  const withinHour = Math.floor(random() * hourMs);
  return lateness === 'days' && random() < 0.1 ? withinHour + Math.floor(random() * 3 * dayMs) : withinHour;
}

type Unplaced = Omit<ImportedEvent, 'id' | 'recordedAt'>;

function aimedAt(
  aimed: number,
  recordedAt: number,
  aim: 'corrects' | 'retracts',
  random: () => number,
  options: Generated,
): Unplaced {
  const common = { about: [], sources: [source('Desk')], target: idOf(aimed), reason: 'a later report' };
  const event = {
    stream: `corrections-${aimed % 64}`,
    occurred: new Date(recordedAt).toISOString(),
  };
  if (aim === 'retracts') return { ...event, type: 'FactRetracted', data: common };
  const movedMs = firstRecordedMs + aimed * recordedEveryMs - latenessMs(options, random);
  const data = { ...common, occurred: new Date(movedMs).toISOString() };
  return { ...event, type: 'FactCorrected', data };
}

function statedAt(index: number, occurredMs: number, random: () => number, { places }: Generated): Unplaced {
  const place = Math.floor(places * random() ** tail);
  const occurred = new Date(occurredMs).toISOString();
  const common = {
    title: `Report ${index} from place ${place}`,
    summary: summaries[index % summaries.length],
    sources: [source(`Desk ${place % 7}`)],
  };
  const kind = random();
  if (kind < 0.7) return alert(place, occurred, kind < 0.35, common);
  if (kind < 0.9) return measure(place, occurred, random, common);
  return statement(place, occurred, common);
}

/** Half of all events are about the first hundredth of the places. */
const tail = Math.log(0.01) / Math.log(0.5);

function alert(place: number, occurred: string, isStart: boolean, common: object): Unplaced {
  const about = [`place:place-${place}`, 'topic:air-raid-alert'];
  const data = { ...common, about, place: `place:place-${place}`, kind: 'air-raid', level: 'oblast' };
  return { stream: `sirens-place-${place}`, type: isStart ? 'AlertStarted' : 'AlertEnded', occurred, data };
}

function measure(place: number, occurred: string, random: () => number, common: object): Unplaced {
  const value = Math.floor(random() * 1000);
  const subject = `place:place-${place}`;
  const data = { ...common, about: [subject], subject, measure: 'customers-affected', value };
  return { stream: `outages-place-${place}`, type: 'MeasureReported', occurred, data };
}

function statement(place: number, occurred: string, common: object): Unplaced {
  const speaker = `actor:office-${place % 40}`;
  const data = { ...common, about: [speaker, `place:place-${place}`], speaker, statement: 'As reported.' };
  return { stream: `statements-office-${place % 40}`, type: 'StatementMade', occurred, data };
}

function source(publisher: string) {
  return { publisher, title: 'Live ticker', publishedAt: '2022-03-01', grade: 'B2' };
}

const summaries = Array.from({ length: 16 }, (_, index) =>
  `Summary ${index}: what the desk could confirm by telephone, what it could not, and who said so. `.repeat(
    2,
  ),
);
