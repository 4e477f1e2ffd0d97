import { randomUUID } from 'node:crypto';

import { createChanges } from '../../src/store/kurrentdb/changes.ts';
import type { Cluster } from '../../src/store/kurrentdb/cluster.ts';
import { unreachable } from '../../src/store/kurrentdb/failures.ts';
import type { ClusterEvent } from '../../src/store/kurrentdb/parts.ts';
import type { FollowedGroup } from '../../src/store/kurrentdb/subscription.ts';

/** A cluster of one stream without envelopes, which are parked: what matters here is where following is. */
export class PretendLog implements Cluster {
  readonly control = 'asof-log';
  /** After which places it was followed. */
  readonly begun: string[] = [];
  /** Its identity. */
  log: string | undefined;
  events: ClusterEvent[] = [];
  /** With which codes of gRPC it refuses the next reads of an event, one by one. */
  readonly refusals: number[] = [];
  /** Whether nobody can connect. */
  isAway = false;
  /** Whether it does not answer who asks for its end. */
  isSilent = false;
  #changes = createChanges();
  #failure: { readonly error: Error } | undefined;
  #unanswered: (() => void)[] = [];

  constructor(identity: string) {
    this.log = identity;
  }

  identity: Cluster['identity'] = async () => {
    if (this.isAway) throw unreachable('it is away');
    return this.log;
  };
  end: Cluster['end'] = async () => {
    if (this.isSilent) await new Promise<void>((resolve) => this.#unanswered.push(resolve));
    return this.events.at(-1)?.position;
  };
  endOfLog: Cluster['endOfLog'] = async () => this.events.at(-1)?.position;
  eventAt: Cluster['eventAt'] = async ({ commit }) => {
    const code = this.refusals.shift();
    if (code !== undefined) throw Object.assign(new Error(`refused with ${code}`), { code });
    return this.events.find(({ position }) => position.commit >= commit);
  };
  // It never reads what is of gRPC.
  eventOf = (event: unknown) => event as ClusterEvent;

  async *follow(from: Parameters<Cluster['follow']>[0], signal: AbortSignal): AsyncGenerator<FollowedGroup> {
    this.#failure = undefined;
    let after = typeof from === 'string' ? 0n : from.commit;
    this.begun.push(String(after));
    yield { events: [], isCaughtUp: false };
    for (;;) {
      const next = this.events.filter(({ position }) => position.commit > after);
      after = next.at(-1)?.position.commit ?? after;
      // As it is told to `eventOf`.
      if (next.length > 0) yield { events: next as unknown as FollowedGroup['events'], isCaughtUp: false };
      await this.#changes.until(() => {
        if (this.#failure !== undefined) throw this.#failure.error;
        return this.events.some(({ position }) => position.commit > after);
      }, signal);
    }
  }

  /** Adds events at the end of the stream. */
  add(count: number): void {
    for (let index = 0; index < count; index += 1) this.addAt(this.events.length);
  }

  /** Adds one of a revision. */
  addAt(revision: number): void {
    const place = BigInt(this.events.length + 1);
    this.events.push({
      position: { commit: place, prepare: place },
      stream: 'seen-kyiv',
      revision,
      wireId: randomUUID(),
      type: 'Other',
      data: {},
      metadata: undefined,
      created: 0,
    });
    this.#changes.notify();
  }

  /** Ends the subscription. */
  cut(error: Error): void {
    this.#failure = { error };
    this.#changes.notify();
  }

  /** Answers who has asked meanwhile. */
  answerAll(): void {
    for (const answer of this.#unanswered.splice(0)) answer();
  }
}
