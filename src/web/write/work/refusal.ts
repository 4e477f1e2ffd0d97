import { TimelineError } from '../../../client/index.ts';
import { sentenceOf } from '../../model/fault.ts';
import type { Fault } from '../form/fault.ts';
import type { WriteKind } from '../form/form-schema.ts';

/** Returns at which field of a form the server's refusal belongs: the pointer is empty where it is about no field. */
export function faultOfRefusal(error: unknown, kind: WriteKind): Fault {
  const sentence = sentenceOf(error);
  if (!(error instanceof TimelineError)) return { pointer: '', sentence };
  const { pointer, stream } = error.facts;
  if (error.code === 'invalid-stream' && stream !== undefined) return { pointer: '/stream', sentence };
  if (error.code === 'invalid-time') return { pointer: '/occurred', sentence };
  if (typeof pointer !== 'string') return { pointer: '', sentence };
  return { pointer: ofForm(pointer, kind), sentence: withoutPlace(sentence, pointer) };
}

/** A preview has what it previews in a member; a correction is an event whose data has the reason and the data restated. */
function ofForm(pointer: string, kind: WriteKind): string {
  const inner = pointer.replace(/^\/(?:append\/event|append|correct|retract)(?=\/|$)/, '');
  return kind === 'append'
    ? inner
    : inner.replace(/^\/data(?=\/(?:data|reason|sources|occurred)(?:\/|$))/, '');
}

/** `CallHeld at /data/title: is missing` says at its field what follows the place. */
function withoutPlace(sentence: string, pointer: string): string {
  const at = ` at ${pointer}: `;
  const index = sentence.indexOf(at);
  if (index < 0) return sentence;
  const said = sentence.slice(index + at.length);
  return said.charAt(0).toUpperCase() + said.slice(1);
}
