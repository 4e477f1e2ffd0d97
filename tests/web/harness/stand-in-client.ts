import type {
  AskedDensity,
  AskedReadings,
  Client,
  DensityOut,
  ReadingsOut,
} from '../../../src/client/index.ts';
import type { Marks } from '../../../src/web/model.ts';

/** Answers what the timeline asks a server for, out of marks. */
export function standInClient(marksNow: () => Marks): Client {
  const answers = {
    readings: async (asked: AskedReadings = {}) => titlesOf(marksNow(), asked),
    density: async (asked: AskedDensity = {}) => densityOf(marksNow(), asked),
  };
  return answers as unknown as Client;
}

const subjects = [
  'Drones over',
  'Two calls about',
  'Power restored in',
  'Alert lifted for',
  'Strike reported near',
  'Officials speak of',
];

/** Returns the title of a reading, the same for the same fact. */
export function titleOf(marks: Marks, reading: number): string {
  const fact = marks.fact[reading] ?? 0;
  const region = (marks.streams[marks.stream[reading] ?? 0] ?? '').replace('place:region-', 'region ');
  return `${subjects[fact % subjects.length]} ${region}, report ${fact}`;
}

function titlesOf(marks: Marks, asked: AskedReadings): ReadingsOut {
  const from = typeof asked.from === 'number' ? asked.from : -Infinity;
  const to = typeof asked.to === 'number' ? asked.to : Infinity;
  const knownAt = typeof asked.knownAt === 'number' ? asked.knownAt : Infinity;
  const chosen = [...marks.from.keys()]
    .filter((reading) => {
      const began = marks.from[reading] ?? 0;
      const position = marks.position[reading] ?? 0;
      return began >= from && began <= to && position > (asked.after ?? 0) && position <= knownAt;
    })
    .slice(0, asked.limit ?? 1000);
  let before = 0;
  const position = chosen.map((reading) => {
    const difference = (marks.position[reading] ?? 0) - before;
    before = marks.position[reading] ?? 0;
    return difference;
  });
  const readings = {
    position,
    laneCount: chosen.map(() => 1),
    laneOf: chosen.map(() => 0),
    id: chosen.map((reading) => `fact-${marks.fact[reading]}`),
    title: chosen.map((reading) => titleOf(marks, reading)),
  };
  return { lanes: ['Regional press office'], readings } as unknown as ReadingsOut;
}

function densityOf(
  { count, from: begins }: Marks,
  { from = 0, to = 0, buckets = 100 }: AskedDensity,
): DensityOut {
  const [start, end] = [Number(from), Number(to)];
  const bucketMs = Math.ceil((end - start + 1) / buckets);
  const counts = Array.from({ length: buckets }, () => 0);
  for (let reading = 0; reading < count; reading += 1) {
    const bucket = Math.floor(((begins[reading] ?? 0) - start) / bucketMs);
    if (bucket >= 0 && bucket < buckets) counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { from: new Date(start).toISOString(), bucketMs, counts } as unknown as DensityOut;
}
