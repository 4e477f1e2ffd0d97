import { useState } from 'preact/hooks';

import { morePanelTexts } from '../../texts/more-panels.ts';
import type { PanelProps } from '../props.ts';
import { Answered, Empty } from '../shared/answered.tsx';
import { PublisherRow } from './publisher-row.tsx';
import type { PublisherOrder } from './publisher.ts';
import { sortedPublishers } from './publisher.ts';
import { usePublishers } from './use-publishers.ts';

import './sources.css';

const orders: readonly PublisherOrder[] = ['name', 'reported', 'late', 'corrected', 'alone'];

/** Who reports, how late, how often that had to be corrected, and what nobody else reports. */
export function SourcesPanel({ model }: PanelProps) {
  const asked = usePublishers(model);
  const [order, setOrder] = useState<PublisherOrder>('late');
  const texts = morePanelTexts.sourcesPanel;
  return (
    <Answered asked={asked}>
      {({ publishers, inAll, moment }) => (
        <div class="sources-panel">
          <h2 id="sources-title">{texts.lead(inAll)}</h2>
          {publishers.length === 0 ? (
            <Empty title={texts.none} />
          ) : (
            <div class="table-scroll" role="region" aria-labelledby="sources-title" tabIndex={0}>
              <table class="table">
                <thead>
                  <tr>
                    {orders.map((name) => (
                      <th
                        key={name}
                        scope="col"
                        class={name === 'name' || name === 'late' ? undefined : 'is-number'}
                        aria-sort={
                          order === name ? (name === 'name' ? 'ascending' : 'descending') : undefined
                        }
                      >
                        <button type="button" class="sort" onClick={() => setOrder(name)}>
                          {texts.columns[name]}
                          <span aria-hidden="true">
                            {order === name ? (name === 'name' ? ' ↑' : ' ↓') : ''}
                          </span>
                        </button>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {sortedPublishers(publishers, order).map((publisher) => (
                    <PublisherRow key={publisher.name} model={model} publisher={publisher} moment={moment} />
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {publishers.length < inAll && <p class="quiet">{texts.first(publishers.length, inAll)}</p>}
        </div>
      )}
    </Answered>
  );
}
