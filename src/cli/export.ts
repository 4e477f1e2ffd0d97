import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Command } from 'commander';

import type { CloudEvent } from '../domain/cloud-event.ts';
import { TimelineError } from '../domain/errors.ts';
import { categoryOf } from '../domain/stream.ts';
import { fileError } from '../store/files/bytes.ts';
import { listStreamFiles } from '../store/files/folder.ts';
import type { Access } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { reading, takesAccess } from './options.ts';
import { say } from './show.ts';

interface ExportOptions extends AccessOptions {
  readonly out?: string;
  readonly dir?: string;
}

/** Events that are written at a time. */
const eventsAtATime = 500;

/** Adds `export`: the whole log as CloudEvents, one a line. */
export function addExport(program: Command, context: CliContext): void {
  const command = program
    .command('export')
    .description('write the whole log as CloudEvents, one a line, in a form that import takes back')
    .option('--out <file>', 'writes to a file, which is there when all of it is')
    .option('--dir <folder>', 'writes a folder of streams, one file a stream');
  takesAccess(command).action(async (options: ExportOptions) => {
    const { out, dir } = options;
    if (out !== undefined && dir !== undefined)
      throw new TimelineError('invalid-request', '--out and --dir do not go together', { option: '--dir' });
    await reading(options, context, async (access) => {
      if (dir !== undefined) return exportFolder(context, access, dir);
      if (out !== undefined) return exportFile(context, access, out);
      for await (const events of batches(access.log())) await context.stdout.write(linesOf(events));
    });
  });
}

async function exportFile(context: CliContext, access: Access, path: string): Promise<void> {
  const part = `${path}.part`;
  let count = 0;
  try {
    const file = await open(part, 'w', 0o600);
    try {
      for await (const events of batches(access.log())) {
        await file.write(linesOf(events));
        count += events.length;
      }
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw fileError(error, path);
  }
  await say(context, `${count} events written to ${path}`);
}

async function exportFolder(context: CliContext, access: Access, root: string): Promise<void> {
  await makeFolder(root);
  if ((await listStreamFiles(root)).length > 0)
    throw new TimelineError('invalid-request', `${root} has streams in it already; name another folder`, {
      option: '--dir',
    });
  const written = new Set<string>();
  let count = 0;
  try {
    for await (const events of batches(access.log())) {
      for (const [stream, ofStream] of Map.groupBy(events, ({ subject }) => subject)) {
        const path = join(root, fileOf(stream));
        await appendLines(path, ofStream, written);
      }
      count += events.length;
    }
  } catch (error) {
    for (const path of written) await rm(path, { force: true });
    throw error;
  }
  await say(context, `${count} events of ${written.size} streams written to ${root}`);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw fileError(error, path);
  }
}

async function appendLines(path: string, events: readonly CloudEvent[], written: Set<string>): Promise<void> {
  let file: FileHandle | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    // Two streams whose names a file system takes for one would otherwise end up in one file.
    file = await open(path, written.has(path) ? 'a' : 'ax', 0o600);
    written.add(path);
    await file.write(linesOf(events));
  } catch (error) {
    throw fileError(error, path);
  } finally {
    await file?.close();
  }
}

/** Returns where a stream's file is; a category of nothing but dots would lead out of the folder. */
function fileOf(stream: string): string {
  const category = categoryOf(stream);
  if (/^\.+$/.test(category))
    throw new TimelineError('invalid-stream', `Stream ${stream} has a category that is no name of a folder`, {
      stream,
    });
  return join(category, `${stream.slice(category.length + 1)}.jsonl`);
}

async function* batches(events: AsyncIterable<CloudEvent>): AsyncGenerator<readonly CloudEvent[]> {
  let batch: CloudEvent[] = [];
  for await (const event of events) {
    batch.push(event);
    if (batch.length < eventsAtATime) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function linesOf(events: readonly CloudEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
