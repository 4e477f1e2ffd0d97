import type { ComponentChildren } from 'preact';

import type { FactOut } from '../../../client/index.ts';
import { panelTexts } from '../../texts/panels.ts';
import type { PanelProps } from '../props.ts';
import { FactLink } from '../shared/fact-link.tsx';
import { useFocusTaken } from '../shared/focus-taken.ts';
import { textOf, textsOf } from '../shared/json.ts';
import { wordsOf, capitalised } from '../shared/names.ts';
import { Sources } from '../shared/sources.tsx';
import { useTimes } from '../shared/times.ts';
import { About } from './about.tsx';
import { Data } from './data.tsx';
import type { FactDetailProps } from './fact-detail-props.ts';
import { Places } from './fact-places.tsx';
import { linksOf } from './links.ts';
import { Readings } from './readings.tsx';
import { useSchema } from './use-schema.ts';
import { When } from './when.tsx';
import { WriteButtons } from './write-buttons.tsx';

/** Members of data that have a place of their own. */
const elsewhere = ['title', 'summary', 'about', 'sources', 'places', 'inferred'];

/** A fact with all that is known of it, once there are words for its data: what came to stand beside it later would push the rest away. */
export function FactDetail(props: FactDetailProps) {
  const { state, answer } = useSchema(props.model, props.fact.type);
  if (state === 'loading' && answer === undefined) return <p class="panel-loading">{panelTexts.loading}</p>;
  return <Told {...props} schema={answer} />;
}

/** What it says, when, who says so, every reading, and what it is joined to. */
function Told({ model, fact, onWrite, schema }: FactDetailProps & { readonly schema: unknown }) {
  const heading = useFocusTaken<HTMLHeadingElement>();
  const situation = model.state('situation').value.answer;
  const texts = panelTexts.fact;
  const summary = textOf(fact.data['summary']);
  const inferred = textsOf(fact.data['inferred']);
  const links = linksOf(situation?.state, fact);
  const hasMore = Object.keys(fact.data).some((name) => !elsewhere.includes(name));
  return (
    <>
      <p class="fact-kind">
        {capitalised(wordsOf(fact.type))}
        {fact.status !== 'stated' && (
          <span class={`badge badge-${fact.status}`}>{panelTexts.statusOf(fact.status)}</span>
        )}
      </p>
      <h2 class={`fact-title is-${fact.status}`} tabIndex={-1} data-focus ref={heading}>
        {textOf(fact.data['title']) ?? panelTexts.noTitle}
      </h2>
      <p class={`standing standing-${fact.standing}`}>{texts.standing(fact.standing)}</p>
      {summary !== undefined && <p class="fact-summary">{summary}</p>}
      <WriteButtons model={model} fact={fact} onWrite={onWrite} />
      <Section title={texts.when}>
        <When model={model} fact={fact} />
      </Section>
      <Section title={texts.saysWho}>
        <Sources sources={fact.data['sources']} />
        {inferred.length > 0 && (
          <p class="quiet">{panelTexts.inferredFields(panelTexts.and(inferred.map(wordsOfField)))}</p>
        )}
      </Section>
      {hasMore && (
        <Section title={texts.data}>
          <Data data={fact.data} without={elsewhere} root={schema} schema={schema} />
        </Section>
      )}
      <About model={model} tags={textsOf(fact.data['about'])} />
      <Places model={model} places={fact.data['places']} />
      <Section title={texts.readings}>
        <Readings model={model} fact={fact} />
      </Section>
      {links.length > 0 && (
        <Section title={texts.links}>
          <ul class="mentions">
            {links.map(({ fact: id, title, status, relation }, index) => (
              <li key={id ?? index}>
                {id === undefined ? title : <FactLink model={model} id={id} title={title} />}
                {status !== undefined && <span class="badge">{status}</span>}
                {relation !== undefined && <span class="quiet"> {relation.replaceAll('-', ' ')}</span>}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Mentions model={model} title={texts.causes} mentions={fact.causes} />
      <Mentions model={model} title={texts.effects} mentions={fact.effects} />
      <p class="fact-id">
        {texts.stream} {fact.subject}, {texts.revision(fact.revision)}
        <br />
        {texts.id} <code>{fact.id}</code>
      </p>
    </>
  );
}

/** A field that was inferred, in words: `occurred.zone` is occurred › zone. */
function wordsOfField(field: string): string {
  return field.split('.').map(wordsOf).join(' › ');
}

interface SectionProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

function Section({ title, children }: SectionProps) {
  return (
    <section class="fact-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface MentionsProps extends Pick<PanelProps, 'model'> {
  readonly title: string;
  readonly mentions: FactOut['causes'];
}

/** Facts that another came from or led to. */
function Mentions({ model, title, mentions }: MentionsProps) {
  const times = useTimes(model);
  if (mentions.length === 0) return null;
  return (
    <Section title={title}>
      <ul class="mentions">
        {mentions.map((mention) => (
          <li key={mention.id}>
            <FactLink model={model} id={mention.id} title={mention.title} />
            <span class="entry-meta">
              {capitalised(wordsOf(mention.type))} · {times.written(mention.occurred)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
