import { isWireName } from './stream-name.ts';
import type { Looking } from './stream-view.ts';
import { viewOf } from './stream-view.ts';
import { linkType } from './system-types.ts';
import type { WireRecord } from './wire-record.ts';
import { wireRecordOf } from './wire-record.ts';

/** An event as a read tells it: the event, or a link with the event that it points at, where that is shown. */
export interface ResolvedRecord {
  readonly event?: WireRecord;
  readonly link?: WireRecord;
}

/** Returns the event that a link points at together with it, and any other event as it is. */
export function resolveLink(looking: Looking, record: WireRecord): ResolvedRecord {
  if (record.type !== linkType) return { event: record };
  const target = /^(\d{1,15})@([^]+)$/.exec(record.data.toString('utf8'));
  const event = target === null ? undefined : shown(looking, Number(target[1]), target[2] ?? '');
  return event === undefined ? { link: record } : { event, link: record };
}

function shown(looking: Looking, revision: number, stream: string): WireRecord | undefined {
  if (!isWireName(stream)) return undefined;
  const { name, state, first, recordedFrom } = viewOf(looking, stream);
  if (state !== 'present' || revision < first) return undefined;
  const event = looking.log.readStream(name, { from: revision, limit: 1 })[0];
  if (event?.revision !== revision || event.recordedAt < recordedFrom) return undefined;
  return wireRecordOf(event);
}
