import type { MomentOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { amountText } from '../shared/amount.tsx';
import { FactLink } from '../shared/fact-link.tsx';
import type { Claim } from '../shared/figure.ts';
import { publishersOf } from '../shared/figure.ts';
import { fixedMoment } from '../shared/moment.ts';
import { partName } from '../shared/names.ts';
import { Grade } from '../shared/sources.tsx';
import { useMentions } from '../shared/use-mentions.ts';

/** What claims are shown of. */
export interface ClaimsProps {
  readonly model: PageModel;
  readonly claims: readonly Claim[];
  /** Of what moment they are. */
  readonly moment: MomentOut;
}

/** What each set of publishers claims of a number, which of the claims counts, and of what parts a sum was made. */
export function Claims({ model, claims, moment }: ClaimsProps) {
  const facts = claims.flatMap(({ fact }) => fact ?? []);
  const mentions = useMentions(model, facts, fixedMoment(moment)).answer;
  const texts = panelTexts.explanation;
  return (
    <>
      <h3>{texts.claims}</h3>
      <ul class="claims">
        {claims.map((claim, index) => (
          <li key={index} class={claim.counted === false ? 'claim is-other' : 'claim'}>
            <span class="claim-amount">{amountText(claim)}</span>
            <span class="claim-by">
              {claimant(claim)}
              {[...new Set(claim.sources.flatMap(({ grade }) => grade ?? []))].map((grade) => (
                <Grade key={grade} grade={grade} />
              ))}
            </span>
            <span class="claim-how">
              {claim.counted !== undefined && (
                <span class="badge">{claim.counted ? texts.counted : texts.notCounted}</span>
              )}
              {claim.from.length > 0 ? (
                <span class="quiet">
                  {texts.sumOf}: {claim.from.map(({ part, best }) => `${partName(part)} ${best}`).join(' + ')}
                </span>
              ) : (
                claim.derived && <span class="quiet">{panelTexts.derived}</span>
              )}
              {claim.inferred.length > 0 && <span class="quiet">{panelTexts.inferred}</span>}
              {claim.fact !== undefined && (
                <FactLink
                  model={model}
                  id={claim.fact}
                  title={mentions?.get(claim.fact)?.title ?? panelTexts.event}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function claimant({ sources }: Claim): string {
  const publishers = publishersOf(sources);
  return publishers.length === 0 ? panelTexts.noSource : panelTexts.and(publishers);
}
