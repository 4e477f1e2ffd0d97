/** An event as a caller hands it to a peer, the same for all. */
export interface PeerEvent {
  readonly type: string;
  readonly data: {
    readonly occurred: string;
    readonly title: string;
    readonly summary: string;
    readonly about: readonly string[];
    readonly sources: readonly Readonly<Record<string, string>>[];
    readonly place: string;
    readonly kind: string;
    readonly level: string;
  };
}

/** How many streams, and places, there are. */
export const streams = 130;

/** Returns an alert of about 500 bytes of JSON: start and end take turns, a minute apart, over the places. */
export function eventAt(index: number): PeerEvent {
  const region = `region-${(index * 37) % streams}`;
  return {
    type: index % 2 === 0 ? 'AlertStarted' : 'AlertEnded',
    data: {
      occurred: new Date(Date.UTC(2022, 2, 1) + index * 60_000).toISOString(),
      title: `Air-raid alert in ${region}`,
      summary: 'x'.repeat(180),
      about: [`place:${region}`, 'topic:air-raid-alert'],
      sources: [{ publisher: 'Bench', title: 'Generated', publishedAt: '2022-03-01', grade: 'B2' }],
      place: `place:${region}`,
      kind: 'air-raid',
      level: 'oblast',
    },
  };
}

/** Returns the events at indexes from `first` up to, but not including, `end`. */
export function eventsFrom(first: number, end: number): PeerEvent[] {
  return Array.from({ length: end - first }, (_, index) => eventAt(first + index));
}

/** Returns the name of a stream, of which there are as many as `streams` says. */
export function streamAt(index: number): string {
  return `sirens-${index % streams}`;
}
