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
import { MayNot } from './may-not.tsx';
import { recordedClaims } from './recorded-claims.ts';
import { RecordedLine } from './recorded-line.tsx';
import { isUncertainClaim } from './uncertain.ts';

/** What claims are shown of. */
export interface ClaimsProps {
  readonly model: PageModel;
  readonly claims: readonly Claim[];
  /** Of what moment they are. */
  readonly moment: MomentOut;
  /** The ids of the facts that may not have happened yet. */
  readonly uncertain: ReadonlySet<string>;
}

/** What each set of publishers claims of a number, in the order of recording: when that was, which of the claims counts, which agree, and of what parts a sum was made. */
export function Claims({ model, claims, moment, uncertain }: ClaimsProps) {
  const facts = claims.flatMap(({ fact, from }) => [fact, ...from.map((share) => share.fact)]);
  const named = facts.filter((fact) => fact !== undefined);
  const mentions = useMentions(model, named, fixedMoment(moment)).answer;
  const texts = panelTexts.explanation;
  return (
    <>
      <h3>{texts.claims}</h3>
      {mentions === undefined && <p class="quiet">{panelTexts.loading}</p>}
      <ul class="claims">
        {(mentions === undefined ? [] : recordedClaims(claims, mentions)).map(({ claim, ...told }, index) => (
          <li key={index} class={told.standing === 'notCounted' ? 'claim is-other' : 'claim'}>
            <span class="claim-amount">{amountText(claim)}</span>
            <span class="claim-by">
              {claimant(claim)}
              {[...new Set(claim.sources.flatMap(({ grade }) => grade ?? []))].map((grade) => (
                <Grade key={grade} grade={grade} />
              ))}
            </span>
            <span class="claim-how">
              {told.standing !== undefined && <span class="badge">{texts.standings[told.standing]}</span>}
              {told.isFirst && <span class="badge badge-first">{texts.first}</span>}
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
              <MayNot of={isUncertainClaim(claim, uncertain) ? 'all' : undefined} />
              <RecordedLine model={model} recorded={told.recorded} corrected={told.corrected} />
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
