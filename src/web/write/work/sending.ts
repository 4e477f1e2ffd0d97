import type { Appended, Client, ExpectedRevision, Proposed } from '../../../client/index.ts';

/** What is sent: the proposal, what it assumes about its stream, and the name of the request. */
export interface Sent {
  readonly proposed: Proposed;
  readonly expectedRevision: ExpectedRevision;
  readonly idempotencyKey: string;
}

/** Records what is proposed; throws the server's error. The same request sent again is recorded once. */
export async function sendTo(
  client: Pick<Client, 'append' | 'correct' | 'retract'>,
  { proposed, ...options }: Sent,
): Promise<Appended> {
  if ('append' in proposed) return client.append(proposed.append.stream, [proposed.append.event], options);
  if ('correct' in proposed) {
    const { id, ...correction } = proposed.correct;
    return client.correct(id, { ...correction, ...options });
  }
  const { id, ...retraction } = proposed.retract;
  return client.retract(id, { ...retraction, ...options });
}
