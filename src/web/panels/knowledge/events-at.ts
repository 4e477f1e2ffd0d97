import type { Client, CloudEvent } from '../../../client/index.ts';
import { itemsOf, memberOf, numberOf, textOf } from '../shared/json.ts';

/** An event of the log by its id and what it is called. */
export interface EventAt {
  readonly id: string;
  readonly title: string;
  /** When it occurred, as its source gives it; undefined of a correction that leaves that as it was, and of a retraction. */
  readonly occurred: string | undefined;
  /** Whether that was inferred: then it says nothing of how late it was recorded. */
  readonly isInferred: boolean;
}

/** How far apart positions may be to be asked for at once, and how many events one request may bring. */
const apart = 20;
const mostAtOnce = 100;

/** Groups positions, ascending, so that those close to each other are asked for at once. */
export function positionRanges(
  positions: readonly number[],
): readonly (readonly [first: number, last: number])[] {
  const ranges: [number, number][] = [];
  for (const position of [...new Set(positions)].toSorted((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && position - last[1] <= apart && position - last[0] < mostAtOnce)
      last[1] = position;
    else ranges.push([position, position]);
  }
  return ranges;
}

/** Asks for the events at some positions. They never change, so what is known already is not asked for again. */
export async function eventsAt(
  client: Client,
  positions: readonly number[],
  known: Map<number, EventAt>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = positions.filter((position) => !known.has(position));
  await Promise.all(
    positionRanges(wanted).map(async ([first, last]) => {
      const query = { after: first - 1, limit: last - first + 1 };
      const { events } = await client.get<{ readonly events: readonly CloudEvent[] }>('/v1/log', query, {
        signal,
      });
      for (const event of events) {
        const position = numberOf(Number(memberOf(event, 'sequence')));
        const id = textOf(memberOf(event, 'id'));
        if (position !== undefined && id !== undefined)
          known.set(position, { id, title: titleOf(event), ...timeOf(event) });
      }
    }),
  );
}

function timeOf(event: CloudEvent): Pick<EventAt, 'occurred' | 'isInferred'> {
  const isOfFact = !['EventCorrected', 'EventRetracted', 'EventReinstated'].includes(event.type);
  const occurred = isOfFact ? memberOf(event, 'occurred') : memberOf(event, 'data', 'occurred');
  const inferred = isOfFact
    ? memberOf(event, 'data', 'inferred')
    : memberOf(event, 'data', 'data', 'inferred');
  return { occurred: textOf(occurred), isInferred: itemsOf(inferred).includes('occurred') };
}

/** A correction that restates its fact has the title of the fact as it reads from then on; one that does not, its own or its type. */
function titleOf(event: unknown): string {
  return (
    textOf(memberOf(event, 'data', 'data', 'title')) ??
    textOf(memberOf(event, 'data', 'title')) ??
    textOf(memberOf(event, 'type')) ??
    ''
  );
}
