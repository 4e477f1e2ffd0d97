import type { CloudEvent, Proposed } from '../../../client/index.ts';
import { isEqualJson } from '../../../domain/equal-json.ts';
import { memberOf, textOf } from '../../panels/shared/json.ts';

/** Tells whether an event says what is proposed: it may have arrived although its answer did not. */
export function saysTheSame(event: CloudEvent, proposed: Proposed): boolean {
  return 'append' in proposed ? statesTheSame(event, proposed) : correctsTheSame(event, proposed);
}

function statesTheSame({ type, occurred, data }: CloudEvent, { append }: Appending): boolean {
  const title = textOf(memberOf(append.event.data, 'title'));
  return (
    type === append.event.type &&
    occurred === append.event.occurred &&
    title !== undefined &&
    memberOf(data, 'title') === title
  );
}

function correctsTheSame({ type, data }: CloudEvent, proposed: Exclude<Proposed, Appending>): boolean {
  const isCorrection = 'correct' in proposed;
  const own = isCorrection ? proposed.correct : proposed.retract;
  const restated = isCorrection ? proposed.correct : {};
  return (
    type === (isCorrection ? 'FactCorrected' : 'FactRetracted') &&
    memberOf(data, 'target') === own.id &&
    memberOf(data, 'reason') === own.reason &&
    memberOf(data, 'occurred') === memberOf(restated, 'occurred') &&
    isEqualJson(memberOf(data, 'data'), memberOf(restated, 'data'))
  );
}

type Appending = Extract<Proposed, { readonly append: unknown }>;
