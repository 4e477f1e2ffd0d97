import { randomUUID } from 'node:crypto';

import { TimelineError } from '../../src/domain/errors.ts';
import type { ImportedEvent, NewEvent } from '../../src/domain/event.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { Chance } from './fault-chance.ts';

/** What was tried through nodes, and how it ended. */
export interface MixedWork {
  /** Appends, corrections, retractions and imports that were recorded. */
  readonly recorded: number;
  /** Codes of the errors of the others, with how often each came. */
  readonly refused: Readonly<Record<string, number>>;
}

const dayMs = 86_400_000;
const firstDayMs = Date.UTC(2025, 6, 1);

/**
 * Appends, corrects, retracts and imports through nodes in waves, several at a time, as chance has it: late events, intervals, facts that
 * are corrected and retracted through another node than they came by, some of them by two at once.
 */
export async function workMixed(
  nodes: readonly [Timeline, ...Timeline[]],
  { waves, chance }: { readonly waves: number; readonly chance: Chance },
): Promise<MixedWork> {
  const ids: string[] = [];
  const refused: Record<string, number> = {};
  let recorded = 0;

  async function one(): Promise<void> {
    const node = chance.pick(nodes);
    // Now and then two of a wave mean the same fact.
    const target = ids.at(-1 - chance.below(chance.hits(0.5) ? 3 : ids.length + 1));
    const kind = chance.below(10);
    if (target !== undefined && kind === 0) await node.retract(target, { reason: 'It was not so' });
    else if (target !== undefined && kind <= 2)
      await node.correct(target, { reason: 'It was otherwise', ...restated(chance) });
    else if (kind === 3) {
      const events = Array.from({ length: 5 }, () => importedOf(chance));
      await node.import(events);
      ids.push(...events.map(({ id = '' }) => id));
    } else {
      const events = Array.from({ length: 1 + chance.below(3) }, () => factOf(chance));
      await node.append(chance.pick(['seen-kyiv', 'seen-lviv', 'heard-all']), events);
      ids.push(...events.map(({ id = '' }) => id));
    }
  }

  for (let wave = 0; wave < waves; wave += 1) {
    const results = await Promise.allSettled(Array.from({ length: 8 }, one));
    for (const result of results) {
      if (result.status === 'fulfilled') recorded += 1;
      else if (result.reason instanceof TimelineError)
        refused[result.reason.code] = (refused[result.reason.code] ?? 0) + 1;
      else throw result.reason;
    }
  }
  return { recorded, refused };
}

function restated(chance: Chance) {
  return chance.hits(0.5)
    ? { occurred: occurredOf(chance) }
    : { data: { title: 'Restated', count: chance.below(10), about: [`place:${chance.below(4)}`] } };
}

function factOf(chance: Chance): NewEvent {
  const id = chance.hits(0.3) ? `named-${randomUUID()}` : randomUUID();
  const data = {
    title: `Sighting ${chance.below(100)}`,
    count: chance.below(10),
    about: [`place:${chance.below(4)}`],
  };
  return { id, type: 'ThingSeen', occurred: occurredOf(chance), data };
}

/** An import keeps its recorded times where nothing later is recorded: it brings none. */
function importedOf(chance: Chance): ImportedEvent {
  return { ...factOf(chance), stream: 'seen-imported' };
}

function occurredOf(chance: Chance): string {
  const at = new Date(firstDayMs + chance.below(10 * dayMs)).toISOString();
  return chance.pick([
    at,
    at,
    at.slice(0, 10),
    `${at.slice(0, 10)}/2025-07-20`,
    '2025-07',
    `${at.slice(0, 10)}~`,
  ]);
}
