import type { Amount, SourceName } from '../shared/figure.ts';
import { amountOf, sourceNamesOf } from '../shared/figure.ts';
import { itemsOf, memberOf, textOf } from '../shared/json.ts';
import { splitNames } from '../shared/names.ts';

/** One entry of a list card. */
export interface Entry {
  /** A JSON Pointer's steps to it in the situation. */
  readonly steps: readonly string[];
  /** What it is, by a title that a source or we gave it. */
  readonly title: string;
  /** Tags that it is about, in order: who called whom, where the alert is. */
  readonly tags: readonly string[];
  /** More of it in words of its own: a stance, an outcome. */
  readonly detail: string | undefined;
  /** A word of the vocabulary that says how it stands: delayed, unconfirmed. */
  readonly status: string | undefined;
  readonly amount: Amount | undefined;
  /** Of a delivery: whether to resume it was committed to; undefined where no call says. */
  readonly committed: boolean | undefined;
  /** When it occurred, as written. */
  readonly occurred: string | undefined;
  readonly fact: string | undefined;
  readonly sources: readonly SourceName[];
}

/** Numbers the items of what may be a list. */
export function numbered(value: unknown): readonly (readonly [string, unknown])[] {
  return itemsOf(value).map((item, index) => [String(index), item] as const);
}

/** Makes an entry of what a state has of one thing. */
function entry(steps: readonly string[], one: unknown, rest: Partial<Entry>): Entry {
  return {
    steps,
    title: textOf(memberOf(one, 'title')) ?? '',
    tags: [],
    detail: undefined,
    status: textOf(memberOf(one, 'status')),
    amount: undefined,
    committed: undefined,
    occurred: textOf(memberOf(one, 'occurred')),
    fact: textOf(memberOf(one, 'fact')),
    sources: sourceNamesOf(memberOf(one, 'sources')),
    ...rest,
  };
}

/** A damaged site. */
export function siteEntry(steps: readonly string[], site: unknown): Entry {
  return entry(steps, site, {
    title: textOf(memberOf(site, 'name')) ?? '',
    tags: tagsIn(memberOf(site, 'place')),
    detail: textOf(memberOf(site, 'extent')),
    status: textOf(memberOf(site, 'kind')),
    amount: amountOf(memberOf(site, 'count')),
  });
}

/** A delivery, by what is delivered. */
export function deliveryEntry(steps: readonly string[], name: string, one: unknown): Entry {
  const items = itemsOf(memberOf(one, 'items')).flatMap((item) => textOf(memberOf(item, 'what')) ?? []);
  const facts = itemsOf(memberOf(one, 'facts'));
  const made = memberOf(one, 'commitmentToResume', 'made');
  return entry(steps, one, {
    title: items.length === 0 ? name : items.join(', '),
    tags: tagsIn(memberOf(one, 'from'), memberOf(one, 'to')),
    detail: textOf(memberOf(one, 'reason')),
    committed: typeof made === 'boolean' ? made : undefined,
    occurred: textOf(memberOf(one, 'since')),
    fact: textOf(facts.at(-1)) ?? textOf(memberOf(one, 'commitmentToResume', 'fact')),
  });
}

/** All calls: each stands under every pair that took part in it, and is one call. */
export function callEntries(calls: Readonly<Record<string, unknown>>): readonly Entry[] {
  const found = new Map<string, Entry>();
  for (const [pair, list] of Object.entries(calls))
    for (const [index, call] of numbered(list)) {
      const fact = textOf(memberOf(call, 'fact')) ?? `${pair} ${index}`;
      if (found.has(fact)) continue;
      const named = itemsOf(memberOf(call, 'participants')).map((one) => memberOf(one, 'actor'));
      const tags = named.length === 0 ? splitNames(pair, '|') : tagsIn(...named);
      const detail = textOf(memberOf(call, 'outcome'));
      found.set(fact, entry(['calls', pair, index], call, { tags, detail }));
    }
  return [...found.values()];
}

/** A position that an actor takes on a topic. */
export function positionEntry(actor: string, topic: string, one: unknown): Entry {
  return entry(['positions', actor, topic], one, {
    tags: [actor],
    status: topic,
    detail: textOf(memberOf(one, 'stance')),
  });
}

/** A statement. */
export function statementEntry(steps: readonly string[], one: unknown): Entry {
  return entry(steps, one, {
    tags: tagsIn(memberOf(one, 'speaker')),
    detail: textOf(memberOf(one, 'statement')),
  });
}

/** A link as last assessed. */
export function linkEntry(steps: readonly string[], one: unknown): Entry {
  return entry(steps, one, { detail: textOf(memberOf(one, 'relation')) });
}

/** The alerts that one publisher has in force at one place. */
export function alertEntries(
  steps: readonly string[],
  place: string,
  publisher: string,
  one: unknown,
): readonly Entry[] {
  const sources = publisher === '' ? [] : [{ publisher, attributedTo: undefined, grade: undefined }];
  const asEntry = (alert: unknown) =>
    entry(steps, alert, {
      title: textOf(memberOf(alert, 'kind')) ?? '',
      tags: [place],
      status: textOf(memberOf(alert, 'level')),
      occurred: textOf(memberOf(alert, 'since')),
      sources,
    });
  return [asEntry(one), ...itemsOf(memberOf(one, 'more')).map(asEntry)];
}

function tagsIn(...values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) => textOf(value) ?? []);
}
