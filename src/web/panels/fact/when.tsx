import type { FactOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { byOwnZone } from '../shared/own-zone.ts';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import { recordedAfter } from './recorded-after.ts';

/** What the times of a fact are shown of. */
export interface WhenProps {
  readonly model: PageModel;
  readonly fact: FactOut;
}

/** When a fact occurred, as written and as resolved, how closely that is known, and when it was recorded, with how late that was. */
export function When({ model, fact }: WhenProps) {
  const times = useTimes(model);
  const texts = panelTexts.fact;
  const { occurred, occurredfrom, occurredfromlatest, occurredto, occurredtolatest } = fact;
  // A zone in brackets has a slash of its own.
  const isInterval = occurred.replace(/\[.*$/s, '').includes('/');
  const { zone } = model.view.value;
  const between = (from: string, to: string, point: 'start' | 'end') => {
    const told = (time: string) =>
      (zone === 'own' ? byOwnZone(Date.parse(time), occurred, point) : undefined) ?? times.long(time);
    return from === to ? told(from) : texts.between(told(from), told(to));
  };
  return (
    <dl class="pairs">
      <Pair name={texts.asWritten}>
        <code>{occurred}</code>
      </Pair>
      <Pair name={texts.began}>
        <Unbroken text={between(occurredfrom, occurredfromlatest, 'start')} />
      </Pair>
      {isInterval && (
        <Pair name={texts.ended}>
          <Unbroken
            text={
              occurredto === undefined
                ? texts.noEnd
                : between(occurredto, occurredtolatest ?? occurredto, 'end')
            }
          />
        </Pair>
      )}
      <Pair name={texts.precision}>{fact.precision}</Pair>
      {fact.qualifier !== undefined && (
        <Pair name={texts.qualifier}>{texts.qualifierOf(fact.qualifier)}</Pair>
      )}
      <Pair name={texts.firstRecorded}>
        <Unbroken text={times.long(fact.recordedtime)} />, {panelTexts.position(fact.position)}
        <br />
        <span class="quiet">{lagWords(fact, times.duration)}</span>
      </Pair>
    </dl>
  );
}

function lagWords(fact: FactOut, duration: (ms: number) => string): string {
  const told = recordedAfter(fact);
  if (told === undefined) return '';
  const texts = panelTexts.fact;
  switch (told.kind) {
    case 'after':
      return texts.lag(duration(told.ms));
    case 'after-latest':
      return texts.lagAtLeast(duration(told.ms));
    case 'within':
      return texts.within;
    case 'ahead':
      return texts.ahead(duration(told.ms));
  }
}

interface PairProps {
  readonly name: string;
  readonly children: preact.ComponentChildren;
}

function Pair({ name, children }: PairProps) {
  return (
    <div class="pair">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
