import { randomUUID } from 'node:crypto';

import type { RawEvent } from './cluster-append.ts';
import type { Differing } from './enveloped.ts';
import { batchOf, enveloped, envelopeFaults, foreign, oddTexts, unreadableTexts } from './enveloped.ts';
import type { Chance } from './fault-chance.ts';

/**
 * What is to become of an event of the cluster: `recorded` in the log, `parked`, `passed` over as none of ours, `known` because the log
 * has it already, `staged` for an import that does not end, or either `recorded` or `parked`, the same on every node.
 */
export type Fate = 'recorded' | 'parked' | 'passed' | 'known' | 'staged' | 'either';

/** One append to the cluster behind the back of every node. */
export interface Garbage {
  /** What is the matter with it. */
  readonly what: string;
  /** By its name in the cluster. */
  readonly stream: string;
  readonly events: readonly RawEvent[];
  /** That of each of its events. */
  readonly fate: Fate;
}

/** What garbage is made with. */
export interface Making {
  readonly prefix: string;
  readonly chance: Chance;
  /** Ids of facts that are in the log and were not retracted. */
  readonly facts: string[];
}

/** Makes one case. */
export type Kind = (making: Making) => readonly Garbage[];

/** What may be the matter with what stands in a cluster, each by what makes a case of it. */
export const kinds: readonly [Kind, ...Kind[]] = [
  (making) => [whole(making, 'nothing, and three of it', 'recorded', batchOf(3))],
  (making) => {
    const event = enveloped({ type: 'NeverHeardOf', envelope: { schemaVersion: 7 } });
    return [one(making, 'a type that nobody knows', 'recorded', event)];
  },
  (making) => {
    const event = enveloped({ data: { titel: 1.5, more: [null] } });
    return [one(making, 'data that no schema takes', 'recorded', event)];
  },
  (making) => [one(making, 'no metadata', 'parked', foreign('ThingSeen', '{"title":"x","count":1}'))],
  (making) => [one(making, 'metadata of others', 'parked', foreign('ThingSeen', '{}', '{"by":"shop"}'))],
  (making) => [one(making, 'an event of others', 'parked', foreign('order-placed', '{"sum":1}'))],
  (making) => [one(making, 'no data', 'parked', foreign('nothing', ''))],
  (making) => {
    const metadata = Buffer.from([0xff, 0, 1]);
    return [one(making, 'metadata that is no JSON', 'parked', foreign('ThingSeen', '{}', metadata))];
  },
  (making) => {
    const event = enveloped({ contentType: 'application/octet-stream' });
    return [one(making, 'data that says it is no JSON', 'parked', event)];
  },
  (making) => {
    const event = enveloped({ text: making.chance.pick(unreadableTexts) });
    return [one(making, 'data that is no JSON', 'parked', event)];
  },
  (making) => {
    const data = making.chance.pick<unknown>([[], 'x', 12, true, null]);
    return [one(making, 'data that is no object', 'parked', enveloped({ text: JSON.stringify(data) }))];
  },
  (making) => {
    const fault = making.chance.pick(envelopeFaults);
    return [one(making, `a fault in its envelope: ${JSON.stringify(fault)}`, 'parked', enveloped(fault))];
  },
  (making) => [one(making, 'a retraction of nobody', 'parked', enveloped(retraction('nobody')))],
  (making) => [one(making, 'a correction of nobody', 'parked', enveloped(correctionOfNobody))],
  (making) => {
    const target = making.facts.pop();
    if (target === undefined) return [sound(making)];
    return [
      one(making, 'a retraction', 'recorded', enveloped(retraction(target))),
      one(making, 'a second retraction', 'parked', enveloped(retraction(target))),
    ];
  },
  (making) => {
    const [id, wireId] = [`named-${randomUUID()}`, randomUUID()];
    const other = enveloped({ id, wireId, data: { title: 'other', count: 2 } });
    return [
      one(making, 'nothing', 'recorded', enveloped({ id })),
      one(making, 'an id that is in use for other content', 'parked', other),
    ];
  },
  (making) => {
    const [id, stream] = [`named-${randomUUID()}`, streamOf(making)];
    const again = enveloped({ id, wireId: randomUUID() });
    return [
      one(making, 'nothing', 'recorded', enveloped({ id }), stream),
      one(making, 'the same again', 'known', again, stream),
    ];
  },
  (making) => [whole(making, 'a batch without its end', 'parked', batchOf(3).slice(0, 2)), sound(making)],
  (making) => [whole(making, 'a batch without its beginning', 'parked', batchOf(3).slice(1)), sound(making)],
  (making) => [
    whole(
      making,
      'a batch without its middle',
      'parked',
      batchOf(3).filter((_, index) => index !== 1),
    ),
    sound(making),
  ],
  (making) => [whole(making, 'a batch in another order', 'parked', batchOf(3).toReversed()), sound(making)],
  (making) => {
    const batch = batchOf(3, (index) => (index === 1 ? { mark: { recordedAt: 'soon' } } : {}));
    return [whole(making, 'a batch with a fault in an envelope', 'parked', batch), sound(making)];
  },
  (making) => {
    const batch = batchOf(3, (index) => (index === 1 ? { text: '{"title":' } : {}));
    return [whole(making, 'a batch with data that is no JSON', 'parked', batch), sound(making)];
  },
  (making) => {
    const batch = batchOf(2, (index) => (index === 1 ? retraction('nobody') : {}));
    return [whole(making, 'a batch with a retraction of nobody', 'parked', batch)];
  },
  (making) => {
    const halves = batchOf(2);
    const streams = ['seen-a', 'seen-b'].map((name) => `${making.prefix}${name}`);
    return [
      ...halves.map((half, index) => one(making, 'a batch in two streams', 'parked', half, streams[index])),
      sound(making),
    ];
  },
  (making) => [one(making, 'odd data', 'either', enveloped({ text: making.chance.pick(oddTexts) }))],
  (making) => {
    const { prefix } = making;
    const names = ['seen-a', 'shop-orders', '$other', `${prefix}nohyphen`, `${prefix}seen a-b`] as const;
    return [one(making, 'a stream of nobody', 'passed', enveloped(), making.chance.pick(names))];
  },
  (making) => [one(making, 'a link', 'parked', foreign('$>', `0@${making.prefix}seen-a`))],
  (making) => [one(making, 'an event where the log says what it is', 'parked', enveloped(), control(making))],
  (making) => {
    const event = foreign('AsofImportEnded', JSON.stringify({ import: randomUUID(), events: 3 }));
    return [one(making, 'the end of no import', 'parked', event, control(making))];
  },
  (making) => {
    const event = foreign('AsofLogCreated', JSON.stringify({ log: randomUUID() }));
    return [one(making, 'another name of the log', 'parked', event, control(making))];
  },
  (making) => {
    const id = randomUUID();
    const events = [0, 1].map((number) => enveloped({ mark: { import: { id, number } } }));
    return [whole(making, 'an import without an end', 'staged', events)];
  },
];

function control({ prefix }: Making): string {
  return `${prefix}asof-log`;
}

function streamOf({ prefix, chance }: Making): string {
  return `${prefix}${chance.pick(['seen-a', 'seen-b', 'seen-c'])}`;
}

/** Makes an append of one event. */
export function one(
  making: Making,
  what: string,
  fate: Fate,
  event: RawEvent,
  stream = streamOf(making),
): Garbage {
  return { what, stream, events: [event], fate };
}

function whole(making: Making, what: string, fate: Fate, events: readonly RawEvent[]): Garbage {
  return { what, stream: streamOf(making), events, fate };
}

/** Makes an append that is as it should be. */
export function sound(making: Making): Garbage {
  const id = making.chance.hits(0.3) ? `named-${randomUUID()}` : randomUUID();
  making.facts.push(id);
  return one(making, 'nothing', 'recorded', enveloped({ id }));
}

function retraction(target: string): Differing {
  return { type: 'FactRetracted', data: { target, reason: 'It was not so' } };
}

const correctionOfNobody: Differing = {
  type: 'FactCorrected',
  data: { target: 'nobody', reason: 'It was then', occurred: '2024' },
};
