import type { EventLog } from '../../src/store/port.ts';
import { append, noonMs, seen } from '../store/contract/setup.ts';
import { openFile } from './sqlite-file.ts';

/** Something that must not be so after a fault. */
export interface Harm {
  readonly kind: 'lost' | 'torn' | 'damaged' | 'wrong';
  readonly what: string;
}

/** What a store is compared with: the log that a child wrote, as it stands with no fault. */
export interface Expected {
  /** The ids of its events, in order. */
  readonly ids: readonly string[];
  /** What the store answers as known at a position; answers are not compared when it is undefined. */
  readonly answersAt: ((position: number) => string) | undefined;
}

/** The log that a child wrote, open. */
export interface Intact extends Expected {
  answersAt(position: number): string;
  close(): Promise<void>;
}

/** Opens the file that a child wrote, to compare with. */
export function openIntact(path: string): Intact {
  const log = openFile(path);
  const known = new Map<number, string>();
  return {
    ids: allIds(log),
    answersAt(position) {
      const answers = known.get(position) ?? answersOf(log, position);
      known.set(position, answers);
      return answers;
    },
    close: async () => log.close(),
  };
}

/**
 * Opens a store after a fault and says what is wrong with it: an acknowledged event that is lost, half an append, damage, an
 * answer that differs from that of the intact log, and that it does not take one more event.
 */
export async function harmTo(
  path: string,
  acknowledged: readonly string[],
  intact?: Expected,
): Promise<readonly Harm[]> {
  let log: EventLog | undefined;
  try {
    log = openFile(path);
    const ids = allIds(log);
    const harm = [...lostFrom(ids, acknowledged), ...tornIn(ids), ...(await damageTo(log))];
    if (intact !== undefined) harm.push(...differencesFrom(intact, ids, log));
    const { events } = await append(log, 'seen-after', [seen(`after-${ids.length}`)]);
    if (events[0]?.position !== ids.length + 1)
      harm.push({ kind: 'wrong', what: 'it does not go on where it ended' });
    return harm;
  } catch (error) {
    return [{ kind: 'damaged', what: whyOf(error) }];
  } finally {
    await log?.close();
  }
}

/** Returns the kinds of harm that were done, each with how often and one example, in one line. */
export function harmInShort(harmed: readonly { readonly harm: readonly Harm[] }[]): string {
  const byKind = Object.entries(Object.groupBy(harmed, ({ harm: [first] }) => first?.kind ?? 'none'));
  const parts = byKind.map(([kind, those]) => `${kind} ${those.length} (${those[0]?.harm[0]?.what})`);
  return parts.length === 0 ? 'no harm' : parts.join(', ');
}

/** Returns the ids that a child says it has had acknowledged; a last line that was cut off does not count. */
export function acknowledgedIn(said: string): readonly string[] {
  return said
    .slice(0, said.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('failed '));
}

/** Returns which acknowledged events are not there. */
export function lostFrom(ids: readonly string[], acknowledged: readonly string[]): readonly Harm[] {
  const recorded = new Set(ids);
  const lost = acknowledged.filter((id) => !recorded.has(id));
  return lost.length === 0
    ? []
    : [{ kind: 'lost', what: `${lost.length} acknowledged, the first ${lost[0]}` }];
}

/** Returns what was recorded in part: the children's ids say what belongs together. */
export function tornIn(ids: readonly string[]): readonly Harm[] {
  const found = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const id of ids) {
    const [, whole = id, size] = /^(.+)-\d+-of-(\d+)$/.exec(id) ?? [];
    found.set(whole, (found.get(whole) ?? 0) + 1);
    if (size !== undefined) sizes.set(whole, Number(size));
  }
  return [...sizes]
    .filter(([whole, size]) => found.get(whole) !== size)
    .map(([whole, size]) => ({ kind: 'torn', what: `${found.get(whole)} of ${size} events of ${whole}` }));
}

/** Returns why a store could not be opened or read: nothing that is thrown then is right. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? `${String(error.code)}: ${error.message}` : error.message;
}

async function damageTo(log: EventLog): Promise<readonly Harm[]> {
  const { faults } = await log.verify();
  return faults.map(({ position, what }) => ({ kind: 'damaged', what: `${position ?? ''} ${what}` }));
}

function differencesFrom(
  { ids: intact, answersAt }: Expected,
  ids: readonly string[],
  log: EventLog,
): readonly Harm[] {
  if (ids.some((id, index) => id !== intact[index])) return [{ kind: 'wrong', what: 'events out of order' }];
  return answersAt === undefined || answersOf(log, ids.length) === answersAt(ids.length)
    ? []
    : [{ kind: 'wrong', what: `other answers at position ${ids.length}` }];
}

/** Through every way that the index offers: by time, by tag, by word, by span, by fact, by what was touched. */
function answersOf(log: EventLog, position: number): string {
  const all = {
    position,
    asOf: 8.64e15,
    certainty: 'possible',
    order: 'oldest-first',
    limit: 1_000_000,
  } as const;
  const facts = log.history({ ...all, withRetracted: true });
  return JSON.stringify([
    facts,
    [{ about: ['place:kyiv'] }, { text: 'of' }, { streams: ['seen-kyiv'] }, { types: ['ThingSeen'] }].map(
      (filter) => log.history({ ...all, ...filter }).map(({ id }) => id),
    ),
    log.spanning(position, noonMs).map(({ id }) => id),
    log.fact(facts[0]?.id ?? '', position),
    log.touches({ after: 0, through: position, limit: 1_000_000 }),
  ]);
}

function allIds(log: EventLog): readonly string[] {
  return log.readLog({ after: 0, limit: 1_000_000 }).map(({ id }) => id);
}
