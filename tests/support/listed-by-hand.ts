import type { FactAnswer } from '../../src/engine/answers.ts';
import type { LaneKind, ListedReading, ReadingsQuery } from '../../src/engine/reading-answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';

type OneReading = FactAnswer['readings'][number];

/** Lists readings as `readings` should, by asking for every fact of the log by itself. */
export async function listedByHand(
  timeline: Timeline,
  query: ReadingsQuery,
): Promise<readonly ListedReading[]> {
  const position = Number(query.knownAt ?? timeline.head().position);
  const listed: ListedReading[] = [];
  for (const { id, position: at } of timeline.log({ after: 0, through: position, limit: 10_000 })) {
    if (at > position) continue;
    const { event, readings } = await timeline.fact(id, { knownAt: position });
    // An event that corrects another is found under its fact.
    if (event.position !== at) continue;
    for (const reading of readings)
      if (isAsked(event, reading, query)) listed.push(listedOf(event, reading, query));
  }
  return listed.toSorted((a, b) => a.from - b.from || a.fact - b.fact || a.position - b.position);
}

function isAsked({ type, stream }: FactAnswer['event'], reading: OneReading, query: ReadingsQuery): boolean {
  const { from = -Infinity, to = Infinity, about, types, streams, publishers, text, after = 0 } = query;
  const { recordedFrom, recordedTo = 0, data, when } = reading;
  const words = JSON.stringify(Object.values(data))
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  const wanted = text?.split(' ') ?? [];
  return (
    (recordedFrom > after || recordedTo > after) &&
    when.from <= to &&
    lastOf(reading) >= from &&
    (about === undefined || tagsIn(data).some((tag) => about.includes(tag))) &&
    (types === undefined || types.includes(type)) &&
    (streams === undefined || streams.includes(stream)) &&
    (publishers === undefined || publishersIn(data).some((publisher) => publishers.includes(publisher))) &&
    wanted.every((word) => words.includes(word))
  );
}

/** The last instant at which it may be beginning or under way. */
function lastOf({ occurred, when }: OneReading): number {
  if (!isInterval(occurred)) return when.fromLatest;
  return Math.max(when.fromLatest, when.toLatest ?? 8.64e15);
}

function isInterval(occurred: string): boolean {
  return occurred.replace(/\[.*\]$/, '').includes('/');
}

function listedOf(
  { id, type, stream, position: fact }: FactAnswer['event'],
  { recordedFrom: position, recordedTo, recordedAt, status, occurred, when, data }: OneReading,
  { lanes = 'stream', titles = false }: ReadingsQuery,
): ListedReading {
  const byKind: Record<LaneKind, readonly string[]> = {
    stream: [stream],
    type: [type],
    source: publishersIn(data),
    actor: tagsIn(data).filter((tag) => tag.startsWith('actor:')),
    place: tagsIn(data).filter((tag) => tag.startsWith('place:')),
  };
  return {
    position,
    fact,
    recordedTo,
    recordedAt,
    from: when.from,
    fromLatest: when.fromLatest,
    to: when.to,
    toLatest: when.toLatest,
    qualifier: when.qualifier,
    isOpen: isInterval(occurred) && when.to === undefined,
    status,
    type,
    stream,
    lanes: byKind[lanes].toSorted(),
    ...(titles ? { id, title: String(data['title']) } : {}),
  };
}

function tagsIn({ about }: OneReading['data']): readonly string[] {
  return about as readonly string[];
}

function publishersIn({ sources }: OneReading['data']): readonly string[] {
  return (sources as readonly { readonly publisher: string }[]).map(({ publisher }) => publisher);
}
