import { createHash } from 'node:crypto';

import { canonicalJson } from '../domain/json.ts';
import { chainHash, chainStart } from '../store/chain.ts';
import type { EventLog } from '../store/port.ts';
import type { MoveRun } from './progress.ts';
import { pause, readAtATime } from './progress.ts';
import { entriesThrough } from './trail.ts';

/** Returns the hash that the chain over the events of a log ends in at a position, read anew from the first, in hexadecimal: what `verify` gives for the whole log. */
export async function logHash(log: EventLog, { position, signal }: MoveRun): Promise<string> {
  let hash: Uint8Array = chainStart;
  let after = 0;
  while (after < position) {
    for (const event of log.readLog({ after, through: position, limit: readAtATime })) {
      hash = chainHash(hash, { ...event, dataText: JSON.stringify(event.data) });
      after = event.position;
    }
    await pause(signal);
  }
  return Buffer.from(hash).toString('hex');
}

/** Returns a hash of the audit trail up to a position, in hexadecimal. */
export function trailHash(log: EventLog, position: number): string {
  const hash = createHash('sha256');
  for (const entry of entriesThrough(log, position))
    hash.update(`${canonicalJson(JSON.parse(JSON.stringify(entry)))}\n`);
  return hash.digest('hex');
}
