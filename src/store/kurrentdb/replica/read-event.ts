import { TimelineError } from '../../../domain/errors.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { resolveOccurred } from '../../../domain/occurred.ts';
import type { PreparedEvent } from '../../../domain/prepare.ts';
import { readEnvelope } from '../envelope.ts';
import type { Envelope } from '../envelope.ts';
import { loggedEvent } from '../logged-event.ts';
import type { ClusterEvent } from '../parts.ts';

/** An event in a stream of the log as it is read: with its envelope, and with what it records or why it cannot be recorded. */
export type OwnEvent =
  | { readonly envelope?: undefined; readonly event?: undefined; readonly fault: TimelineError }
  | { readonly envelope: Envelope; readonly event?: undefined; readonly fault: TimelineError }
  | { readonly envelope: Envelope; readonly event: PreparedEvent; readonly fault?: undefined };

/** How deep data may be nested; an append takes less. */
const depthMax = 100;
const unplain = `nested deeper than ${depthMax}, or has a number beyond the range of a double`;

/**
 * Reads an event in a stream of the log. What it comes to depends on the event alone, so that it is the same on every node.
 *
 * Throws `store-newer` for what another node records and this one cannot: an envelope or a correction of a newer form, or a time zone
 * that this version of Node does not know. Were it parked here, positions would differ from there on.
 */
export function readOwnEvent(cluster: ClusterEvent): OwnEvent {
  refuseNewerForm(cluster);
  const { data, metadata = null } = cluster;
  if (!isPlain(metadata, depthMax)) return { fault: invalid(cluster, `Its metadata is ${unplain}`) };
  const { envelope, fault } = readEnvelope(cluster.wireId, metadata);
  if (envelope === undefined) return { fault: invalid(cluster, fault) };
  if (data === undefined) return { envelope, fault: invalid(cluster, 'Its data is no JSON') };
  if (!isPlain(data, depthMax)) return { envelope, fault: invalid(cluster, `Its data is ${unplain}`) };
  try {
    const event = loggedEvent(cluster, envelope);
    if (event.effect.kind === 'corrects' && event.effect.data !== undefined && !hasVersion(event.effect))
      return { envelope, fault: invalid(cluster, 'It restates data without its version') };
    return { envelope, event };
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    for (const text of timesIn(cluster, envelope)) refuseUnknownZone(text, cluster);
    return { envelope, fault: error };
  }
}

function hasVersion({ dataVersion }: { readonly dataVersion?: number }): boolean {
  return dataVersion !== undefined;
}

/** Numbers that no text of JSON stands for come from texts beyond the range of a double. */
function isPlain(value: Json, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((member: Json) => isPlain(member, depth - 1));
}

function refuseNewerForm(cluster: ClusterEvent): void {
  const metadata = objectIn(cluster.metadata);
  const form = objectIn(metadata?.['asof'])?.['v'];
  if (typeof form === 'number' && form > 1) throw newer(cluster, `has an envelope of form ${form}`);
  const isEffect = cluster.type === 'FactCorrected' || cluster.type === 'FactRetracted';
  const version = metadata?.['schemaVersion'];
  if (isEffect && form === 1 && typeof version === 'number' && version > 1)
    throw newer(cluster, `is a ${cluster.type} of version ${version}`);
}

function timesIn({ data }: ClusterEvent, { occurred }: Envelope): readonly string[] {
  const restated = objectIn(data)?.['occurred'];
  return typeof restated === 'string' ? [occurred, restated] : [occurred];
}

/** Zones come and change with the time zone database that Node carries. */
function refuseUnknownZone(text: string, cluster: ClusterEvent): void {
  if (!/\[[^[\]]+\]$/.test(text) || resolves(text)) return;
  if (resolves(text.replace(/\[[^[\]]+\]$/, '[UTC]')))
    throw newer(cluster, `occurred at ${JSON.stringify(text)}, by a time zone that is not known here`);
}

function resolves(text: string): boolean {
  try {
    resolveOccurred(text);
    return true;
  } catch (error) {
    if (error instanceof TimelineError) return false;
    throw error;
  }
}

function objectIn(value: Json | undefined): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}

function newer({ stream, revision }: ClusterEvent, what: string): TimelineError {
  return new TimelineError(
    'store-newer',
    `Event ${revision} of ${stream} ${what}: another node is of a newer version than this one`,
    { stream, revision },
  );
}

function invalid({ type }: ClusterEvent, sentence: string): TimelineError {
  return new TimelineError('invalid-event', sentence, { eventType: type.slice(0, 80) });
}
