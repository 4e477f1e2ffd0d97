import { z } from 'zod';

import { quantitySchema } from '../domain/events/common.ts';
import { known, own, withEntry } from './records.ts';
import { byName, list, shape, sourceNameSchema, sourcesOf } from './shapes.ts';
import type { FactNamed } from './shapes.ts';

const itemSchema = shape({
  what: z.string(),
  system: z.string().exactOptional(),
  amount: quantitySchema.exactOptional(),
  fact: z.string(),
});
const commitmentSchema = shape({
  made: z.boolean(),
  note: z.string().exactOptional(),
  fact: z.string(),
  occurred: z.string(),
  sources: list(sourceNameSchema),
});

const deliverySchema = shape({
  status: z
    .enum(['delayed', 'resumed'])
    .exactOptional()
    .meta({ description: 'absent when only a commitment is known' }),
  since: z.string().exactOptional().meta({ description: 'when it took this status' }),
  from: z.string().exactOptional(),
  to: z.string().exactOptional(),
  items: list(itemSchema).exactOptional(),
  reason: z.string().exactOptional(),
  facts: list(z.string()),
  sources: list(sourceNameSchema).meta({ description: 'of the latest fact that set its status' }),
  commitmentToResume: commitmentSchema
    .exactOptional()
    .meta({ description: 'whether one was made, by the latest call that says' }),
});

/** The schema of deliveries by name. */
export const deliveriesSchema = byName(deliverySchema);

/** One delivery: whether it is put off or goes on again, and since when. */
export type Delivery = z.output<typeof deliverySchema>;
/** Deliveries by name. */
export type Deliveries = z.output<typeof deliveriesSchema>;
type DeliveryFact = FactNamed<'DeliveryDelayed' | 'DeliveryResumed'>;

/** Returns the name of the delivery that a fact is about: the one it gives, or else the id of the fact. */
export function deliveryName(fact: DeliveryFact): string {
  return fact.data.delivery ?? fact.id;
}

/** Returns the deliveries after one was put off or went on again. */
export function withDelivery(deliveries: Deliveries, fact: DeliveryFact): Deliveries {
  const name = deliveryName(fact);
  const before = own(deliveries, name);
  return withEntry(deliveries, name, withStatus(before ?? { facts: [], sources: [] }, fact));
}

function withStatus(before: Delivery, fact: DeliveryFact): Delivery {
  const status = fact.type === 'DeliveryDelayed' ? 'delayed' : 'resumed';
  const { from, to } = fact.data;
  const delivery = {
    ...before,
    ...known({
      status,
      since: before.status === status ? before.since : fact.occurred,
      from: from ?? before.from,
      to: to ?? before.to,
      facts: [...before.facts, fact.id],
      sources: sourcesOf(fact),
    }),
  };
  return fact.type === 'DeliveryDelayed' ? withDelay(delivery, before.status === 'resumed', fact) : delivery;
}

/** What is delayed adds up over the reports of one delay; a delay after a resumption starts anew. */
function withDelay(delivery: Delivery, anew: boolean, fact: FactNamed<'DeliveryDelayed'>): Delivery {
  const { items: earlier, reason: reasonBefore, ...rest } = delivery;
  const items = fact.data.items?.map(({ what, system, amount }) =>
    known({ what, system, amount, fact: fact.id }),
  );
  const kept = anew ? [] : (earlier ?? []).filter((item) => !items?.some(({ what }) => what === item.what));
  const all = [...kept, ...(items ?? [])];
  const reason = fact.data.reason ?? (anew ? undefined : reasonBefore);
  return { ...rest, ...known({ items: all.length === 0 ? undefined : all, reason }) };
}

/** Returns the deliveries with what a call says of commitments to resume them. */
export function withCommitments(deliveries: Deliveries, fact: FactNamed<'CallHeld'>): Deliveries {
  return (fact.data.commitments ?? []).reduce<Deliveries>((next, { delivery, made, note }) => {
    const commitmentToResume = known({
      made,
      note,
      fact: fact.id,
      occurred: fact.occurred,
      sources: sourcesOf(fact),
    });
    const before = own(next, delivery) ?? { facts: [], sources: [] };
    return withEntry(next, delivery, { ...before, commitmentToResume });
  }, deliveries);
}
