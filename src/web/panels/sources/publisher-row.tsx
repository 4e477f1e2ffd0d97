import { useState } from 'preact/hooks';

import type { AskedMoment } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import { useInView } from '../shared/in-view.ts';
import { useTimes } from '../shared/times.ts';
import { PublisherDetail } from './publisher-detail.tsx';
import type { Publisher } from './publisher.ts';
import { latenessesOf, medianOf } from './publisher.ts';
import { factsMax, useFactsOf } from './use-facts-of.ts';

/** What a row of the table is shown of. */
export interface PublisherRowProps {
  readonly model: PageModel;
  readonly publisher: Publisher;
  readonly moment: AskedMoment;
}

/** How many columns the table has. */
export const columnCount = 5;

/** One publisher: how much it reported, how late, how often that was corrected, what it alone reports; its name opens the rest. */
export function PublisherRow({ model, publisher, moment }: PublisherRowProps) {
  const [row, isInView] = useInView<HTMLTableRowElement>();
  const [isOpen, setOpen] = useState(false);
  const { name, reported, lateness, corrected, retracted, alone } = publisher;
  const facts = useFactsOf(
    model,
    name,
    moment,
    isOpen || (isInView && (lateness?.count ?? Infinity) <= factsMax),
  ).answer;
  const texts = morePanelTexts.sourcesPanel;
  const detailId = `publisher-${encodeURIComponent(name)}`;
  return (
    <>
      <tr ref={row}>
        <th scope="row">
          <button
            type="button"
            class="disclosure"
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailId : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {name === '' ? panelTexts.noSource : name}
          </button>
        </th>
        <td class="is-number">{panelTexts.number(reported)}</td>
        <td>
          <Lateness model={model} publisher={publisher} facts={facts} />
        </td>
        <td class="is-number">
          {panelTexts.number(corrected)}
          {retracted > 0 && <span class="quiet block">{texts.retracted(retracted)}</span>}
        </td>
        <td class="is-number">{panelTexts.number(alone.count)}</td>
      </tr>
      {isOpen && (
        <tr id={detailId} class="publisher-detail">
          <td colSpan={columnCount}>
            <PublisherDetail model={model} publisher={publisher} facts={facts} />
          </td>
        </tr>
      )}
    </>
  );
}

type LatenessProps = Pick<PublisherRowProps, 'model' | 'publisher'> & {
  readonly facts: ReturnType<typeof useFactsOf>['answer'];
};

function Lateness({ model, publisher: { lateness }, facts }: LatenessProps) {
  const times = useTimes(model);
  const texts = morePanelTexts.sourcesPanel;
  if (lateness === undefined)
    return (
      <span class="quiet" title={texts.notKnownTitle}>
        {texts.notKnown}
      </span>
    );
  const isWhole = lateness.count <= factsMax;
  const median = isWhole && facts !== undefined ? medianOf(latenessesOf(facts)) : undefined;
  // The latest facts of many are the least late ones: of them all the mean is known, and no median.
  const middle = isWhole ? median : lateness.meanMs;
  const words = isWhole ? texts.median : texts.mean;
  return (
    <>
      <span class="block">{middle === undefined ? ' ' : words(times.duration(middle))}</span>
      <span class="block quiet">{texts.worst(times.duration(lateness.worstMs))}</span>
    </>
  );
}
