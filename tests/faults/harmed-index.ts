import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import type { Chance } from '../support/fault-chance.ts';

/** What may be wrong with the index beside a log. */
export type IndexHarm = (typeof indexHarms)[number];

/** Every way in which an index is harmed. */
export const indexHarms = [
  'gone',
  'wal gone',
  'empty',
  'cut off',
  'no header',
  'of text',
  'wal of noise',
  'page of noise',
] as const;

const pageBytes = 4096;

/** Harms the index of the log at `path`, where it has one; returns whether it has. */
export function harmIndex(path: string, harm: IndexHarm, chance: Chance): boolean {
  const index = `${path}-index`;
  if (!existsSync(index)) return false;
  const content = readFileSync(index);
  const noise = Buffer.from(Array.from({ length: pageBytes }, () => chance.below(256)));
  switch (harm) {
    case 'gone':
      for (const ending of ['', '-wal', '-journal']) rmSync(`${index}${ending}`, { force: true });
      return true;
    case 'wal gone':
      rmSync(`${index}-wal`, { force: true });
      return true;
    case 'empty':
      writeFileSync(index, '');
      return true;
    case 'cut off':
      writeFileSync(index, content.subarray(0, chance.below(content.length)));
      return true;
    case 'no header':
      writeFileSync(index, content.fill(0, 0, Math.min(100, content.length)));
      return true;
    case 'of text':
      writeFileSync(index, 'Dear diary, '.repeat(1000));
      return true;
    case 'wal of noise':
      writeFileSync(`${index}-wal`, noise);
      return true;
    case 'page of noise': {
      noise.copy(content, pageBytes * chance.below(Math.ceil(content.length / pageBytes)));
      writeFileSync(index, content);
      return true;
    }
  }
}
