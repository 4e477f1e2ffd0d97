import { panelTexts } from '../../texts/panels.ts';
import { writeAccess } from '../../texts/write-access.ts';
import type { WriteRequest } from '../write.ts';
import type { FactDetailProps } from './fact-detail-props.ts';

/**
 * Buttons that open the forms for a correction and a retraction of the fact, or for its reinstatement.
 *
 * They are there only where something opens the forms; where the server does not let this page correct, it says so in their place.
 */
export function WriteButtons({ model, fact, onWrite }: FactDetailProps) {
  if (onWrite === undefined) return null;
  const may = model.may.value;
  if (!may.isKnown) return <p class="quiet">{'\u00a0'}</p>;
  if (!may.correct) return <p class="quiet">{writeAccess.noCorrecting}</p>;
  const texts = panelTexts.fact;
  const kinds: readonly WriteRequest['kind'][] =
    fact.status === 'retracted' ? ['reinstate'] : ['correct', 'retract'];
  return (
    <p class="write-buttons" title={texts.writingNote}>
      {kinds.map((kind) => (
        <button
          key={kind}
          type="button"
          class="button"
          onClick={({ currentTarget }) => onWrite({ kind, fact, opener: currentTarget })}
        >
          {texts[kind]}
        </button>
      ))}
    </p>
  );
}
