import type { EntryOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import { FactLink } from '../shared/fact-link.tsx';
import { Some } from '../shared/more.tsx';
import { capitalised, wordsOf } from '../shared/names.ts';
import { Grade } from '../shared/sources.tsx';
import { useTimes } from '../shared/times.ts';
import type { Publisher } from './publisher.ts';
import { entryTitle } from './publisher.ts';

/** What the details of a publisher are shown of. */
export interface PublisherDetailProps {
  readonly model: PageModel;
  readonly publisher: Publisher;
  /** Its latest facts; undefined until they are there. */
  readonly facts: readonly EntryOut[] | undefined;
}

/** What a publisher reported by type, its grades, and the facts that no other publisher reports. */
export function PublisherDetail({ model, publisher, facts }: PublisherDetailProps) {
  const times = useTimes(model);
  const texts = morePanelTexts.sourcesPanel;
  const { name, byType, grades, alone } = publisher;
  const aloneIds = new Set(alone.facts);
  const listed = facts?.filter(({ id }) => aloneIds.has(id)) ?? [];
  const filter = () => {
    const { filter: before } = model.view.peek();
    model.change({ filter: { ...before, sources: [name] } }, 'push');
  };
  return (
    <div class="publisher-body">
      <p>
        <span class="quiet">{texts.byType}:</span>{' '}
        {byType
          .map(([type, count]) => `${capitalised(wordsOf(type))} ${panelTexts.number(count)}`)
          .join(', ')}
      </p>
      <p>
        <span class="quiet">{texts.grades}:</span>{' '}
        {grades.length === 0
          ? texts.noGrades
          : grades.map(([grade, count]) => (
              <span key={grade}>
                <Grade grade={grade} /> {panelTexts.number(count)}{' '}
              </span>
            ))}
      </p>
      <p>
        {texts.alone(alone.count)}
        {listed.length > 0 && listed.length < alone.count && ` ${texts.listed(listed.length)}`}
      </p>
      <Some items={listed} first={5} name={texts.alone(alone.count)} class="mentions">
        {(entry) => (
          <li key={entry.id}>
            <FactLink model={model} id={entry.id} title={entryTitle(entry)} />
            <span class="entry-meta">{times.written(entry.occurred)}</span>
          </li>
        )}
      </Some>
      {name !== '' && (
        <button type="button" class="button" onClick={filter}>
          {texts.filter}
        </button>
      )}
    </div>
  );
}
