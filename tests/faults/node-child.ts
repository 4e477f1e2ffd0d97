/** A node of Asof over a log in a cluster: `node-child OPTIONS`, as JSON. Its parent asks it, and it answers each question by its number. */
import { TimelineError } from '../../src/domain/errors.ts';
import { openNode } from '../support/open-node.ts';
import type { Asked, ChildOptions } from '../support/test-node.ts';

const { clockAheadMs = 0, ...options } = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
const { timeline } = openNode({ ...options, clock: () => Date.now() + clockAheadMs });
const leaving = new AbortController();
/** The ids of the facts that a subscriber was told, in the order that it was told them. */
const told: string[] = [];

void subscribe();
process.on('message', (asked: Asked) => void answer(asked));
// It ends with whoever started it.
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  leaving.abort();
  void timeline.close().then(() => process.exit(0));
});
process.send?.({ isOpen: true });

/** What is told begins with what there is, which may be nothing: then everything is told as it comes. */
async function subscribe(): Promise<void> {
  for await (const change of timeline.changes({ asOf: '2100-01-01T00:00:00Z', signal: leaving.signal })) {
    if (change.kind === 'entries') told.push(...change.entries.map(({ id }) => id));
    if (change.kind !== 'changes') continue;
    for (const { before, after } of change.changes)
      if (before === undefined && after !== undefined) told.push(after.id);
  }
}

async function answer(asked: Asked): Promise<void> {
  const answered = await resultOf(asked).then(
    (result) => ({ result }),
    (error: unknown) => ({ failure: failureOf(error) }),
  );
  process.send?.({ number: asked.number, ...answered });
}

async function resultOf(asked: Asked): Promise<unknown> {
  switch (asked.ask) {
    case 'append':
      return timeline.append(asked.stream, asked.events, { expectedRevision: asked.expected });
    case 'log':
      return Array.fromAsync(timeline.export(), ({ id, stream, position, recordedAt }) => ({
        id,
        stream,
        position,
        recordedAt,
      }));
    case 'told':
      return told;
    case 'status':
      return { health: timeline.health(), following: timeline.following(), head: timeline.head().position };
    case 'parked':
      return timeline.parked({ limit: 1000 });
    case 'ready':
      return timeline.ready(AbortSignal.timeout(asked.msMax));
  }
}

function failureOf(error: unknown): {
  readonly code: string;
  readonly category: string;
  readonly message: string;
} {
  const isKnown = error instanceof TimelineError;
  return {
    code: isKnown ? error.code : 'none',
    category: isKnown ? error.category : 'none',
    message: error instanceof Error ? error.message : String(error),
  };
}
