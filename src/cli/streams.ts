import type { Command } from 'commander';

import type { CloudEvent } from '../domain/cloud-event.ts';
import type { Access } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { reading, takesAccess, takesJson, wholeNumber } from './options.ts';
import { say, showJson, showTable } from './show.ts';

interface StreamsOptions extends AccessOptions {
  readonly from: number;
  readonly limit: number;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

/** Adds `streams`: all streams, or the events of one as recorded. */
export function addStreams(program: Command, context: CliContext): void {
  const command = program
    .command('streams')
    .description('list the streams, or the events of one as they were recorded')
    .argument('[stream]', 'a stream, to list its events')
    .option('--from <revision>', 'the first revision of the stream', wholeNumber('--from', 0, 2 ** 53 - 1), 0)
    .option('--limit <count>', 'at most so many events', wholeNumber('--limit', 1, 1000), 100);
  takesJson(takesAccess(command))
    .option('--ndjson', 'writes one stream, or one event, a line')
    .action(async (stream: string | undefined, options: StreamsOptions) => {
      await reading(options, context, async (access) =>
        stream === undefined
          ? showStreams(context, access, options)
          : showStream(context, access, stream, options),
      );
    });
}

async function showStreams(
  context: CliContext,
  access: Access,
  { json, ndjson }: StreamsOptions,
): Promise<void> {
  const answer = await access.streams();
  if (ndjson === true) return showLines(context, answer.streams);
  if (json === true) return showJson(context.stdout, answer);
  await showTable(
    context,
    ['STREAM', 'REVISION', 'POSITION', 'RECORDED'],
    answer.streams.map(({ stream, revision, position, recordedAt }) => [
      stream,
      revision,
      position,
      recordedAt,
    ]),
  );
}

async function showStream(
  context: CliContext,
  access: Access,
  stream: string,
  { from, limit, json, ndjson }: StreamsOptions,
): Promise<void> {
  const answer = await access.stream(stream, { from, limit });
  if (ndjson === true) await showLines(context, answer.events);
  else if (json === true) await showJson(context.stdout, answer);
  else
    await showTable(
      context,
      ['REVISION', 'POSITION', 'RECORDED', 'OCCURRED', 'TYPE', 'TITLE', 'ID'],
      answer.events.map(rowOf),
    );
  if (answer.next !== undefined) await say(context, `There is more: the same with --from ${answer.next}`);
}

function rowOf({
  revision,
  sequence,
  recordedtime,
  occurred,
  type,
  data,
  id,
}: CloudEvent): readonly (string | number)[] {
  const title = typeof data['title'] === 'string' ? data['title'] : '';
  return [revision, Number(sequence), recordedtime, occurred, type, title, id];
}

async function showLines({ stdout }: CliContext, items: readonly unknown[]): Promise<void> {
  await stdout.write(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
}
