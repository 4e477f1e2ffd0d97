import { TimelineError } from '../../client/index.ts';

/** Why a server does not answer: a sentence, and whether it asks for a token. */
export interface ServerFault {
  readonly sentence: string;
  readonly asksForToken: boolean;
}

/** Returns why a server does not answer. */
export function faultOf(error: unknown): ServerFault {
  return { sentence: sentenceOf(error), asksForToken: asksForToken(error) };
}

/** Says in a sentence what went wrong: the sentence of the server where it has one. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Tells whether a server asks for a token, or takes the one that it was shown no more. */
export function asksForToken(error: unknown): boolean {
  return error instanceof TimelineError && ['token-required', 'token-refused'].includes(error.code);
}
