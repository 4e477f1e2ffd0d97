import type { ImportedEvent } from '../../src/domain/event.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import { dayOneMs, minuteMs } from './bad-days.ts';

/** A state with values that change with every fact, seldom, only early, and that come and go. */
export interface Tally {
  readonly seen: number;
  readonly heard: number;
  readonly loudest?: number;
  readonly early: readonly string[];
  readonly open?: string;
  readonly total: number;
}

/** How a tally is kept. */
export interface TallyOptions {
  readonly onFact?: (fact: FactRead) => void;
  /** Whether it says what its values depend on. */
  readonly isTelling?: boolean;
  readonly isKeyed?: boolean;
}

/** Makes a projection that tallies what was seen and heard. */
export function tallying({
  onFact = () => undefined,
  isTelling = false,
  isKeyed = false,
}: TallyOptions = {}): Projection<Tally> {
  return defineProjection<Tally>({
    name: 'tally',
    version: 1,
    description: 'Tallies what was seen and heard.',
    initial: { seen: 0, heard: 0, early: [], total: 1000 },
    evolve(state, fact) {
      onFact(fact);
      return fact.type === 'SoundHeard' ? withSound(state, fact) : withThing(state, fact);
    },
    ...(isKeyed ? { key: ({ data }: FactRead) => tagsOf(data['about']) } : {}),
    ...(isTelling
      ? { dependsOn: ([part]: readonly string[]) => (part === undefined ? undefined : typesOf(part)) }
      : {}),
  });
}

function typesOf(part: string) {
  if (part === 'heard' || part === 'loudest') return { types: ['SoundHeard'] };
  return ['seen', 'early', 'open', 'total'].includes(part) ? { types: ['ThingSeen'] } : { types: [] };
}

function withSound(state: Tally, { data }: FactRead): Tally {
  const decibels = Number(data['decibels']);
  return { ...state, heard: state.heard + 1, loudest: Math.max(state.loudest ?? 0, decibels) };
}

function withThing(state: Tally, { id, data }: FactRead): Tally {
  const count = Number(data['count']);
  const { open, ...rest } = state;
  const isOpen = count % 50 < 25;
  return {
    ...rest,
    ...(isOpen ? { open: open ?? id } : {}),
    seen: state.seen + 1,
    early: state.early.length < 5 ? [...state.early, id] : state.early,
    total: state.total + (count % 10) - 4,
  };
}

/** Makes facts that were recorded a minute after each other: every `every`th a sound, every 40th told late, every 70th known to the day. */
export function tallied(facts: number, every = 90): ImportedEvent[] {
  return Array.from({ length: facts }, (_, index) => {
    const recordedAt = dayOneMs + index * minuteMs + 1000;
    const occurredMs = dayOneMs + (index - (index % 40 === 39 ? 30 : 0)) * minuteMs;
    const occurred = new Date(occurredMs).toISOString();
    const isSound = index % every === every - 1;
    const common = { title: `fact ${index}`, about: [index % 3 === 0 ? 'place:kyiv' : 'place:lviv'] };
    return {
      id: `fact-${index}`,
      stream: 'told-here',
      type: isSound ? 'SoundHeard' : 'ThingSeen',
      occurred: index % 70 === 69 ? occurred.slice(0, '2025-01-01'.length) : occurred,
      data: isSound ? { ...common, decibels: index % 70 } : { ...common, count: index },
      recordedAt,
    };
  });
}

function tagsOf(about: unknown): readonly string[] {
  return Array.isArray(about) ? about.map(String) : [];
}
