import type { ResolvedMoment } from '../domain/moment.ts';
import type { FactRead, Reading } from '../domain/reading.ts';
import { spans } from '../domain/span.ts';
import type { EventLog } from '../store/port.ts';
import type { Answer, FactAnswer, FactMention } from './answers.ts';
import { mentionOf } from './answers.ts';

/** Lists, of the given facts, those that may not have happened yet by a moment, and those that are under way. */
export function spanningOf(
  facts: readonly FactRead[],
  { asOf, certainty }: ResolvedMoment,
): Pick<Answer, 'uncertain' | 'underWay'> {
  const uncertain: FactMention[] = [];
  const underWay: FactMention[] = [];
  for (const fact of facts)
    if (fact.when.from <= asOf && asOf < fact.when.fromLatest) {
      if (certainty === 'possible') uncertain.push(mentionOf(fact));
    } else if (spans(fact, asOf)) underWay.push(mentionOf(fact));
  return { uncertain, underWay };
}

/** Lists the facts that may not have happened yet by a moment. */
export function uncertainBy(
  store: Pick<EventLog, 'spanning'>,
  { position, asOf }: ResolvedMoment,
): readonly FactRead[] {
  return store.spanning(position, asOf).filter(({ when }) => asOf < when.fromLatest);
}

/** Returns how a reading stands to a moment: past, perhaps not yet, not yet, or withdrawn. */
export function standingOf({ status, when }: Reading, { asOf }: ResolvedMoment): FactAnswer['standing'] {
  if (status === 'retracted') return 'retracted';
  if (asOf < when.from) return 'future';
  return asOf < when.fromLatest ? 'uncertain' : 'past';
}
