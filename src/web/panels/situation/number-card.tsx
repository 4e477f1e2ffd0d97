import type { MomentOut } from '../../../client/index.ts';
import { appendPointer } from '../../../domain/json-pointer.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { isRange, publishersOf } from '../shared/figure.ts';
import { useInView } from '../shared/in-view.ts';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import type { NumberPlace } from './figures.ts';
import { MayNot } from './may-not.tsx';
import { Spark } from './spark.tsx';
import { uncertainPart } from './uncertain.ts';
import { useKnownSince } from './use-known-since.ts';
import { useSpark } from './use-spark.ts';

/** What a card of one number is given. */
export interface NumberCardProps {
  readonly model: PageModel;
  readonly place: NumberPlace;
  /** What is counted, in a word or two. */
  readonly label: string;
  /** What is counted, so that it can stand alone. */
  readonly name: string;
  readonly moment: MomentOut;
  /** The ids of the facts that may not have happened yet. */
  readonly uncertain: ReadonlySet<string>;
}

/** One number of the situation: the best of it, its range, whether it may not have happened yet, how many sources it has, since when it is known, and its way along occurred time. It opens its explanation. */
export function NumberCard({ model, place, label, name, moment, uncertain }: NumberCardProps) {
  const [card, isInView] = useInView<HTMLButtonElement>();
  const { figure, steps } = place;
  const path = steps.reduce(appendPointer, '');
  const number = appendPointer(path, 'best');
  const range = model.extent.value;
  const isKnown = figure !== undefined;
  const spark = useSpark(model, number, isInView && isKnown, moment, range);
  const since = useKnownSince(model, number, moment, isInView && isKnown);
  const texts = panelTexts.situation;
  const times = useTimes(model);
  const publishers = figure?.claims.flatMap(({ sources }) => publishersOf(sources)) ?? [];
  return (
    <button
      type="button"
      ref={card}
      class="number-card"
      data-path={number}
      onClick={() => model.change({ explained: number }, 'push')}
    >
      <span class="number-card-label">
        {label}
        <span class="unseen">{label === name ? '' : ` (${name})`}</span>
      </span>
      <span class="number-card-number">
        {isKnown ? (
          <>
            <span class="number-card-best">{panelTexts.number(figure.best)}</span>
            {isRange(figure) && (
              <span class="number-card-range">{panelTexts.range(figure.low, figure.high)}</span>
            )}
            {figure.unit !== undefined && <span class="number-card-unit">{figure.unit}</span>}
          </>
        ) : (
          <span class="number-card-unknown" title={panelTexts.unknownTitle}>
            {panelTexts.unknown}
          </span>
        )}
      </span>
      <MayNot of={isKnown ? uncertainPart(figure, uncertain) : undefined} />
      <Spark series={isKnown ? spark.answer : undefined} range={range} asOf={model.at.value.asOf} />
      <span class="number-card-meta">
        {isKnown ? panelTexts.sources(new Set(publishers).size) : panelTexts.sources(0)}
      </span>
      <span class="number-card-meta" title={texts.sinceTitle}>
        {isKnown && since !== undefined ? <Unbroken text={texts.since(times.short(since))} /> : ' '}
      </span>
    </button>
  );
}
