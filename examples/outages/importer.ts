import { z } from 'zod';

import { formatInstant, parseInstant, TimelineError } from '../../src/index.ts';
import type { ImportedEvent } from '../../src/index.ts';
import { readAs } from '../lines.ts';
import type { Placed } from '../lines.ts';
import { outageSchema } from './timeline.ts';
import type { Outage, OutagePublishedData } from './timeline.ts';

const version = { recorded_at: z.string(), commit: z.string(), id: z.string() };
const changeSchema = z.discriminatedUnion('kind', [
  z.object({ ...version, kind: z.literal('new'), data: outageSchema }),
  z.object({
    ...version,
    kind: z.literal('changed'),
    set: z.record(z.string(), z.json()),
    unset: z.array(z.string()),
  }),
  z.object({ ...version, kind: z.literal('gone') }),
]);
const startSchema = z.array(outageSchema);

/** The version to start from: all outages that were published at a time. */
export interface StartingVersion {
  /** When it was published, as RFC 3339. */
  readonly publishedAt: string;
  readonly commit: string;
  readonly outages: Placed['value'];
}

/** What is known of every publication: when, which, and where it was read. */
interface Publication {
  readonly recorded_at: string;
  readonly commit: string;
  readonly place: string;
}

type Change = z.output<typeof changeSchema> & { readonly place: string };
type ChangeOf<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

/** What was last published of an outage, and the fact it is about. */
interface Known {
  readonly fact: string;
  readonly outage: Outage;
  readonly published: boolean;
}

/**
 * Turns a published version and the changes after it into events, recorded when each version was published.
 *
 * An outage that is new states a fact, which occurred at its start; one that changed corrects it, and its start with it
 * when that changed. Absence is not an end: one that is gone is retracted as no longer published, and reinstated by a
 * correction when it is published again. Holds the last content of every outage, nothing else. Throws `invalid-event`,
 * with the line, for a change that does not fit what was published before.
 */
export async function* importOutages(
  start: StartingVersion,
  changes: AsyncIterable<Placed> | Iterable<Placed>,
): AsyncGenerator<ImportedEvent> {
  const known = new Map<string, Known>();
  const { publishedAt, commit } = start;
  const first = readAs(startSchema, { place: `the version of ${publishedAt}`, value: start.outages });
  for (const [index, outage] of first.entries())
    yield appeared(
      { recorded_at: publishedAt, commit, place: `outage ${index + 1} of the version of ${publishedAt}` },
      outage,
      known,
    );
  for await (const line of changes) yield eventOf(line, known);
}

function eventOf(line: Placed, known: Map<string, Known>): ImportedEvent {
  const change = { ...readAs(changeSchema, line), place: line.place };
  switch (change.kind) {
    case 'new':
      checkNumber(change, change.data);
      return appeared(change, change.data, known);
    case 'changed':
      return changed(change, known);
    case 'gone': {
      const { fact, outage } = publishedOutage(change, known);
      known.set(change.id, { fact, outage, published: false });
      return aimed(change, fact, 'FactRetracted', { reason: 'no longer published' });
    }
  }
}

function appeared(change: Publication, outage: Outage, known: Map<string, Known>): ImportedEvent {
  const before = known.get(outage.outageNumber);
  const id = streamOf(outage);
  if (before?.published === true) throw misfit(change, outage.outageNumber, 'is published already');
  known.set(outage.outageNumber, { fact: id, outage, published: true });
  if (before !== undefined) return correction(change, before.fact, outage, 'published again', true);
  return {
    ...recorded(change, id),
    id,
    type: 'OutagePublished',
    occurred: startOf(change, outage),
    data: dataOf(change, outage),
  };
}

function changed(change: ChangeOf<'changed'>, known: Map<string, Known>): ImportedEvent {
  const { place, set, unset } = change;
  const { fact, outage: before } = publishedOutage(change, known);
  const kept = Object.entries(before).filter(([name]) => !unset.includes(name));
  const outage = readAs(outageSchema, { place, value: { ...Object.fromEntries(kept), ...set } });
  checkNumber(change, outage);
  known.set(change.id, { fact, outage, published: true });
  const fields = [...Object.keys(set), ...unset].join(', ');
  const restarted = outage.outageStartTime !== before.outageStartTime;
  return correction(change, fact, outage, `published with other values: ${fields}`, restarted);
}

function correction(
  change: Publication,
  target: string,
  outage: Outage,
  reason: string,
  restarted: boolean,
): ImportedEvent {
  const occurred = restarted ? { occurred: startOf(change, outage) } : {};
  return aimed(change, target, 'FactCorrected', { reason, data: dataOf(change, outage), ...occurred });
}

function aimed(
  change: Publication,
  target: string,
  type: 'FactCorrected' | 'FactRetracted',
  data: object,
): ImportedEvent {
  return {
    ...recorded(change, target),
    id: `${target}.${change.recorded_at.replaceAll(/[-:]/g, '')}`,
    type,
    occurred: change.recorded_at,
    data: { target, sources: sourcesOf(change), ...data },
  };
}

function recorded({ recorded_at, place }: Publication, stream: string) {
  return { stream, recordedAt: parseInstant(recorded_at), place };
}

function dataOf(change: Publication, outage: Outage): OutagePublishedData {
  const { outageNumber, regionName = '' } = outage;
  const region = regionName.trim();
  return {
    title: region === '' ? `Power outage ${outageNumber}` : `Power outage ${outageNumber} in ${region}`,
    about: region === '' ? [] : [`place:${region}`],
    sources: sourcesOf(change),
    outage,
    ...(startMsOf(outage) === undefined ? { inferred: ['occurred'] } : {}),
  };
}

function sourcesOf({ commit, recorded_at }: Publication) {
  return [
    {
      publisher: 'Pacific Gas and Electric Company',
      url: `https://github.com/simonw/pge-outages-pre-2024/blob/${commit}/pge-outages.json`,
      publishedAt: recorded_at,
    },
  ];
}

function streamOf({ outageNumber }: Pick<Outage, 'outageNumber'>): string {
  return `outage-${outageNumber}`;
}

/** Gives the start of an outage; where the source has none that can be used, some time up to the publication. */
function startOf({ recorded_at }: Publication, outage: Outage): string {
  const start = startMsOf(outage);
  return start === undefined ? `/${recorded_at}` : formatInstant(start);
}

/** Reads a start in milliseconds of the Unix epoch; undefined when it is absent or no whole number of seconds up to the year 5138. */
function startMsOf({ outageStartTime = '' }: Outage): number | undefined {
  return /^[1-9]\d{0,10}$/.test(outageStartTime) ? Number(outageStartTime) * 1000 : undefined;
}

function publishedOutage(change: Change, known: ReadonlyMap<string, Known>): Known {
  const found = known.get(change.id);
  if (found?.published === true) return found;
  throw misfit(change, change.id, 'is not published');
}

function misfit({ place }: Publication, outageNumber: string, why: string): TimelineError {
  return new TimelineError('invalid-event', `${place}: outage ${outageNumber} ${why}`, { place });
}

function checkNumber(change: Change, { outageNumber }: Outage): void {
  if (outageNumber !== change.id) throw misfit(change, outageNumber, `is published under ${change.id}`);
}
