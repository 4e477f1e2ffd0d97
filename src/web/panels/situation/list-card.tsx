import type { ReadingColumns } from '../../../client/index.ts';
import { appendPointer } from '../../../domain/json-pointer.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { amountText } from '../shared/amount.tsx';
import { FactLink } from '../shared/fact-link.tsx';
import { publishersOf } from '../shared/figure.ts';
import { Some } from '../shared/more.tsx';
import { capitalised, tagName, wordsOf } from '../shared/names.ts';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import type { ListName } from './entries.ts';
import { entriesOf } from './entries.ts';
import type { Entry } from './entry.ts';
import { listTimes } from './list-times.ts';
import { MayNot } from './may-not.tsx';
import { Ticks } from './ticks.tsx';

/** What a card of a list is given. */
export interface ListCardProps {
  readonly model: PageModel;
  readonly list: ListName;
  readonly state: unknown;
  /** The readings that the list is made of, where they are there. */
  readonly readings: ReadingColumns | undefined;
  /** The ids of the facts that may not have happened yet. */
  readonly uncertain: ReadonlySet<string>;
}

/** How many entries are shown before more are asked for. */
const first = 3;

/** One list of the situation: how many, when they occurred, the latest of them, each leading to its event; its head opens its explanation. */
export function ListCard({ model, list, state, readings, uncertain }: ListCardProps) {
  const entries = entriesOf(state, list).toReversed();
  const { title } = panelTexts.situation.list(list);
  return (
    <section class="list-card" aria-labelledby={`list-${list}`}>
      <h3 class="list-card-head" id={`list-${list}`}>
        <Head model={model} list={list} entries={entries} readings={readings} />
      </h3>
      {entries.length > 0 && (
        <Some items={entries} first={first} name={title} class="entries">
          {(entry) => (
            <li key={entry.steps.join('/')} class="entry">
              <EntryLine model={model} list={list} entry={entry} uncertain={uncertain} />
            </li>
          )}
        </Some>
      )}
    </section>
  );
}

type HeadProps = Omit<ListCardProps, 'state' | 'uncertain'> & { readonly entries: readonly Entry[] };

function Head({ model, list, entries, readings }: HeadProps) {
  const { title, none } = panelTexts.situation.list(list);
  const times = useTimes(model);
  const path = appendPointer('', list);
  const publishers = new Set(entries.flatMap(({ sources }) => publishersOf(sources)));
  const at = model.at.value;
  const told = readings === undefined ? undefined : listTimes(readings, list, at);
  const { lastRecorded } = panelTexts.situation;
  return (
    <button
      type="button"
      class="list-card-count"
      data-path={path}
      onClick={() => model.change({ explained: path }, 'push')}
    >
      <span class="list-card-title">{title}</span>
      <span class={entries.length === 0 ? 'list-card-number is-none' : 'list-card-number'}>
        {entries.length === 0 ? none : panelTexts.number(entries.length)}
      </span>
      <Ticks times={told?.occurred} range={model.extent.value} asOf={at.asOf} />
      {entries.length > 0 && (
        <span class="number-card-meta">
          {panelTexts.sources(publishers.size)}
          {told?.revised !== undefined && ` · ${lastRecorded(times.short(told.revised))}`}
        </span>
      )}
    </button>
  );
}

interface EntryLineProps {
  readonly model: PageModel;
  readonly list: ListName;
  readonly entry: Entry;
  readonly uncertain: ReadonlySet<string>;
}

function EntryLine({ model, list, entry, uncertain }: EntryLineProps) {
  const times = useTimes(model);
  const { title, tags, detail, status, amount, committed, occurred, fact, sources } = entry;
  const names = tags.map(tagName);
  const told =
    {
      alerts: [names.join(', '), title === '' ? '' : wordsOf(title)].filter((part) => part !== '').join(': '),
      positions: `${names.join(', ')}: ${status ?? ''}`,
      deliveries: capitalised(title),
    }[list as string] ?? title;
  const where = list === 'damage' ? names.join(', ') : list === 'deliveries' ? names.join(' → ') : '';
  const parts = [
    where,
    amount === undefined ? '' : amountText(amount),
    occurred === undefined ? '' : times.written(occurred),
    panelTexts.and(publishersOf(sources)),
  ];
  const isStatus = list === 'deliveries' || list === 'links';
  return (
    <>
      <span class="entry-title">
        {fact === undefined ? told : <FactLink model={model} id={fact} title={told} />}
        {isStatus && status !== undefined && <span class="badge">{status}</span>}
      </span>
      {detail !== undefined && list !== 'links' && <span class="entry-detail">{detail}</span>}
      {committed !== undefined && (
        <span class="entry-detail">{capitalised(panelTexts.situation.commitment(committed))}</span>
      )}
      <MayNot of={fact !== undefined && uncertain.has(fact) ? 'all' : undefined} />
      <span class="entry-meta">
        <Unbroken text={parts.filter((part) => part !== '').join(' · ')} />
      </span>
    </>
  );
}
