import type { AskedMoment } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import { amountText } from '../shared/amount.tsx';
import type { Keyed } from '../shared/answer.ts';
import { FactLink } from '../shared/fact-link.tsx';
import { useInView } from '../shared/in-view.ts';
import { partName } from '../shared/names.ts';
import { pathWords } from '../shared/path-words.ts';
import { useSettled } from '../shared/settled.ts';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import type { Mentions } from '../shared/use-mentions.ts';
import { useMentions } from '../shared/use-mentions.ts';
import type { Conflict, Side } from './conflict.ts';

/** What a conflict is shown of. */
export interface ConflictItemProps {
  readonly model: PageModel;
  readonly conflict: Conflict;
  readonly moment: Keyed<AskedMoment>;
}

/** One conflict: what it is about, the sentence of the projection, and its sides beside each other with their events. */
export function ConflictItem({ model, conflict, moment }: ConflictItemProps) {
  const [item, isInView] = useInView<HTMLElement>();
  const texts = morePanelTexts.conflicts;
  const { kind, sentence, about, gap, sides } = conflict;
  const ids = sides.flatMap(({ facts }) => facts);
  const settled = useSettled(moment, moment.key);
  const mentions = useMentions(model, ids, isInView ? settled : undefined).answer;
  const subject = pathWords(about, panelTexts.pathTerms, panelTexts.nth);
  return (
    <article ref={item}>
      <p class="conflict-kind">
        <span aria-hidden="true">{shapeOf(kind)}</span> {texts.kind(kind)}
        {gap !== undefined && <span class="badge">{texts.gap(gap)}</span>}
      </p>
      <h3 class="conflict-about">{subject === '' ? texts.kind(kind) : subject}</h3>
      <p class="conflict-sentence">{sentence}</p>
      <ul class="sides">
        {sides.map((side, index) => (
          <li key={index} class={`side side-${side.role}`}>
            <SideBox model={model} side={side} mentions={mentions} />
          </li>
        ))}
      </ul>
    </article>
  );
}

function shapeOf(kind: Conflict['kind']): string {
  switch (kind) {
    case 'parts-fall-short':
      return '<';
    case 'parts-exceed':
      return '>';
    case 'counts-differ':
      return '≠';
    case 'order':
      return '⇄';
    case 'other':
      return '!';
  }
}

interface SideBoxProps {
  readonly model: PageModel;
  readonly side: Side;
  readonly mentions: Mentions | undefined;
}

function SideBox({ model, side, mentions }: SideBoxProps) {
  const texts = morePanelTexts.conflicts;
  const times = useTimes(model);
  const { role, publishers, amount, derived, inferred, part, facts } = side;
  const named = publishers.map((publisher) => (publisher === '' ? texts.unnamed : publisher));
  return (
    <>
      <p class="side-role">{texts.role(role)}</p>
      {amount !== undefined && <p class="side-amount">{amountText(amount)}</p>}
      {part !== undefined && <p>{partName(part)}</p>}
      {named.length > 0 && <p>{panelTexts.and(named)}</p>}
      {(derived || inferred) && <p class="quiet">{inferred ? panelTexts.inferred : panelTexts.derived}</p>}
      {facts.map((id) => {
        const mention = mentions?.get(id);
        return (
          <p key={id} class="side-fact">
            <FactLink model={model} id={id} title={mention?.title ?? panelTexts.event} />
            {mention !== undefined && (
              <span class="entry-meta">
                <Unbroken text={times.written(mention.occurred)} />
              </span>
            )}
          </p>
        );
      })}
    </>
  );
}
