import type { Chance } from './fault-chance.ts';
import type { DiskStep } from './fault-trace.ts';

/** A disk that may lose, at any moment, whatever it was not told to keep. */
export interface FaultyDisk {
  apply(step: DiskStep): void;
  /** Returns what the files look like to other programs now: what a program leaves that is killed. */
  now(): ReadonlyMap<string, Buffer>;
  /** Returns what the files may look like if the power fails now. */
  crash(chance: Chance): ReadonlyMap<string, Buffer>;
}

type Change = Extract<DiskStep, { readonly do: 'write' | 'truncate' }>;

/** A file's content, whatever its name: what is kept for certain, and what was changed since. */
interface Content {
  kept: Buffer;
  changes: Change[];
}

interface Naming {
  readonly path: string;
  /** Undefined when the name was taken away. */
  readonly content: Content | undefined;
}

/** The smallest part of a file that is written whole. */
const sectorBytes = 512;

/**
 * Makes an empty disk.
 *
 * A file's content is kept once the file is synced, its name (or that it is gone) once its folder is. Of what was not
 * kept, a crash leaves anything between nothing and all: the first changes, some of them, or some 512-byte sectors of them.
 * After a sync that failed, the system forgets what it could not write: a later sync that succeeds does not keep it.
 */
export function createFaultyDisk(chance: Chance): FaultyDisk {
  let keptNames = new Map<string, Content>();
  let names = new Map<string, Content>();
  let namings: Naming[] = [];

  function name(path: string, content: Content | undefined): void {
    if (content === undefined) names.delete(path);
    else names.set(path, content);
    namings.push({ path, content });
  }

  function sync(path: string): void {
    const content = names.get(path);
    if (content !== undefined) {
      content.kept = afterChanges(content.kept, content.changes);
      content.changes = [];
      return;
    }
    // What is no file here is the folder itself.
    keptNames = new Map(names);
    namings = [];
  }

  return {
    apply(step) {
      switch (step.do) {
        case 'create':
          if (!names.has(step.path)) name(step.path, { kept: Buffer.alloc(0), changes: [] });
          return;
        case 'remove':
          if (names.has(step.path)) name(step.path, undefined);
          return;
        case 'write':
        case 'truncate':
          names.get(step.path)?.changes.push(step);
          return;
        case 'sync':
          sync(step.path);
          return;
        case 'sync-failed': {
          const content = names.get(step.path);
          if (content !== undefined) content.changes = content.changes.filter(() => chance.hits(0.3));
          return;
        }
        case 'write-failed':
        case 'say':
      }
    },
    now: () => new Map([...names].map(([path, { kept, changes }]) => [path, afterChanges(kept, changes)])),
    crash(inCrash) {
      const left = new Map(keptNames);
      const lasting = inCrash.hits(0.5) ? inCrash.below(namings.length + 1) : undefined;
      for (const [index, { path, content }] of namings.entries()) {
        if (lasting === undefined ? inCrash.hits(0.5) : index >= lasting) continue;
        if (content === undefined) left.delete(path);
        else left.set(path, content);
      }
      return new Map(
        [...left].map(([path, content]) => [path, afterChanges(content.kept, survivors(content, inCrash))]),
      );
    },
  };
}

function survivors({ changes }: Content, chance: Chance): readonly Change[] {
  const kept = chance.pick(['none', 'all', 'first', 'some', 'torn', 'torn-last'] as const);
  switch (kept) {
    case 'none':
      return [];
    case 'all':
      return changes;
    case 'first':
      return changes.slice(0, chance.below(changes.length + 1));
    case 'some':
      return changes.filter(() => chance.hits(0.5));
    case 'torn':
      return changes.flatMap((change) => sectorsOf(change, chance, 0.5));
    case 'torn-last': {
      const through = chance.below(changes.length + 1);
      return changes
        .slice(0, through + 1)
        .flatMap((change, index) => (index < through ? [change] : sectorsOf(change, chance, 0.5)));
    }
  }
}

function sectorsOf(change: Change, chance: Chance, share: number): readonly Change[] {
  if (change.do === 'truncate') return chance.hits(share) ? [change] : [];
  const sectors: Change[] = [];
  const { offset, bytes } = change;
  for (
    let from = offset;
    from < offset + bytes.length;
    from = (Math.floor(from / sectorBytes) + 1) * sectorBytes
  ) {
    const end = Math.min(offset + bytes.length, (Math.floor(from / sectorBytes) + 1) * sectorBytes);
    if (chance.hits(share))
      sectors.push({ ...change, offset: from, bytes: bytes.subarray(from - offset, end - offset) });
  }
  return sectors;
}

/** Returns a file's content after changes; what lies between writes that were kept and was never written is zeros. */
function afterChanges(kept: Buffer, changes: readonly Change[]): Buffer {
  const ends = changes.map((change) =>
    change.do === 'write' ? change.offset + change.bytes.length : change.size,
  );
  const content = Buffer.alloc(Math.max(kept.length, ...ends));
  kept.copy(content);
  let size = kept.length;
  for (const change of changes)
    if (change.do === 'write') {
      change.bytes.copy(content, change.offset);
      size = Math.max(size, change.offset + change.bytes.length);
    } else {
      content.fill(0, change.size);
      size = change.size;
    }
  return content.subarray(0, size);
}
