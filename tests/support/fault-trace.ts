import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Something that a program did to its files, or said once it was done. */
export type DiskStep =
  | { readonly do: 'create' | 'remove' | 'sync' | 'sync-failed' | 'write-failed'; readonly path: string }
  | { readonly do: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly do: 'truncate'; readonly path: string; readonly size: number }
  | { readonly do: 'say'; readonly text: string };

/** The options of strace for a trace that `readSteps` understands. */
export const tracedCalls = [
  '-y',
  '-xx',
  '-s',
  '200000',
  '-e',
  'trace=pwrite64,pwritev,pwritev2,write,writev,fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,openat,copy_file_range',
];

const newline = 10;
/** What a file's name or a text looks like: every byte in hexadecimal. */
const hex = String.raw`((?:\\x[0-9a-f]{2})*)`;
const onOpenFile = new RegExp(String.raw`^(\w+)\((\d+)<${hex}>(.*)$`, 's');
const opened = new RegExp(String.raw`^openat\([^,]*, "${hex}", ([A-Z_|]+).*\) += \d+`, 's');
const unlinked = new RegExp(String.raw`^unlink(?:at)?\(.*?"${hex}".*\) += 0$`, 's');
const textWritten = new RegExp(String.raw`^, "${hex}", \d+(?:, (\d+))?\) += (-?\d+)`, 's');

/** Reads what strace wrote down about the files in one folder, in order. Memory shared by processes (`-shm`) is no file that lasts. */
export function readSteps(tracePath: string, folder: string): readonly DiskStep[] {
  const unfinished = new Map<string, string>();
  return [...linesOf(readFileSync(tracePath))].flatMap((line) => {
    const [, process = '', call = ''] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (call.endsWith(' <unfinished ...>')) {
      unfinished.set(process, call.slice(0, -' <unfinished ...>'.length));
      return [];
    }
    const rest = /^<\.\.\. \w+ resumed>(.*)$/s.exec(call)?.[1];
    return stepsOf(rest === undefined ? call : `${unfinished.get(process) ?? ''}${rest}`, folder);
  });
}

function stepsOf(call: string, folder: string): readonly DiskStep[] {
  if (call.startsWith('openat')) return openSteps(call, folder);
  const removed = unlinked.exec(call)?.[1];
  if (removed !== undefined)
    return isKept(textOf(removed), folder) ? [{ do: 'remove', path: textOf(removed) }] : [];
  const [, name = '', number = '', hexPath = '', rest = ''] = onOpenFile.exec(call) ?? [];
  if (name === 'write' && number === '1') return [{ do: 'say', text: written(rest).bytes.toString() }];
  const path = textOf(hexPath);
  const hasFailed = /\) += -1 /.test(rest);
  if (name === 'pwrite64' && hasFailed && dirname(path) === folder) return [{ do: 'write-failed', path }];
  if (path !== folder && !isKept(path, folder)) return [];
  switch (name) {
    case 'fsync':
    case 'fdatasync':
      return [{ do: hasFailed ? 'sync-failed' : 'sync', path }];
    case 'pwrite64':
      return [{ do: 'write', path, ...written(rest) }];
    case 'ftruncate':
      return hasFailed ? [] : [{ do: 'truncate', path, size: Number(/^, (\d+)\)/.exec(rest)?.[1]) }];
    default:
      throw new Error(`a call that crash states know nothing of: ${name} on ${path}`);
  }
}

/** A file that is not there yet is made; one that is, is emptied where the flags say so. */
function openSteps(call: string, folder: string): readonly DiskStep[] {
  const [, hexPath = '', flags = ''] = opened.exec(call) ?? [];
  const path = textOf(hexPath);
  if (!isKept(path, folder) || !flags.includes('O_CREAT')) return [];
  const created: DiskStep = { do: 'create', path };
  return flags.includes('O_TRUNC') ? [created, { do: 'truncate', path, size: 0 }] : [created];
}

function written(rest: string): { readonly offset: number; readonly bytes: Buffer } {
  const [, text = '', offset = '0', count] = textWritten.exec(rest) ?? [];
  const bytes = Buffer.from(text.replaceAll(String.raw`\x`, ''), 'hex');
  if (Number(count) !== bytes.length)
    throw new Error(
      `a write of which ${count} bytes were made and ${bytes.length} traced: ${rest.slice(-200)}`,
    );
  return { offset: Number(offset), bytes };
}

function isKept(path: string, folder: string): boolean {
  return dirname(path) === folder && !path.endsWith('-shm');
}

function textOf(hexText: string): string {
  return Buffer.from(hexText.replaceAll(String.raw`\x`, ''), 'hex').toString();
}

function* linesOf(bytes: Buffer): Generator<string> {
  let start = 0;
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    yield bytes.toString('latin1', start, end);
    start = end + 1;
  }
}
