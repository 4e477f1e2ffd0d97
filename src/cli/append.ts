import type { Command } from 'commander';

import { readNewEvents } from '../api/new-events.ts';
import { TimelineError, atPlace } from '../domain/errors.ts';
import type { NewEvent } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import { parseJson } from '../domain/json.ts';
import { parseExpectedRevision } from '../domain/stream.ts';
import type { ByteStream } from '../store/files/bytes.ts';
import { readBytes } from '../store/files/bytes.ts';
import { readJsonValue } from '../store/files/json.ts';
import { eventMaxDepth } from '../store/files/ndjson.ts';
import type { AppendedAnswer } from './access.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { takesAccess, takesJson, withAccess } from './options.ts';
import { say, showJson, showTable } from './show.ts';

interface AppendOptions extends AccessOptions {
  readonly type?: string;
  readonly occurred?: string;
  readonly data?: string;
  readonly id?: string;
  readonly file?: string;
  readonly expectedRevision?: string;
  readonly idempotencyKey?: string;
  readonly json?: boolean;
}

/** What an idempotency key is, for people. */
export const idempotencyKeyHelp = 'a name for this request: sent again with it, it is recorded once';

/** Adds `append`: records events at the end of a stream. */
export function addAppend(program: Command, context: CliContext): void {
  const command = program
    .command('append')
    .description(
      'record events at the end of a stream: one by options, or those of a file or of standard input',
    )
    .argument('<stream>', 'category-id, such as diplomacy-us-russia')
    .option('--type <type>', 'the event type, such as CallHeld')
    .option('--occurred <time>', 'RFC 3339 instant, EDTF date, or interval of two')
    .option('--data <json>', 'the data of the event, as JSON')
    .option('--id <id>', 'the id of the event (default: a new UUIDv7)')
    .option('--file <file>', 'a JSON file with one event or an array of them')
    .option(
      '--expected-revision <revision>',
      'any, none, or the revision the stream must be at (default: any)',
    )
    .option('--idempotency-key <key>', idempotencyKeyHelp);
  takesJson(takesAccess(command)).action(async (stream: string, options: AppendOptions) => {
    const { idempotencyKey } = options;
    const expectedRevision = parseExpectedRevision(options.expectedRevision ?? 'any');
    const events = await eventsIn(options, stream, context);
    const appended = await withAccess(options, context, 'write', async (access) =>
      access.append(stream, events, { expectedRevision, idempotencyKey }),
    );
    await showAppended(context, appended, options.json);
  });
}

/** Shows where appended events came to stand. */
export async function showAppended(
  context: CliContext,
  { answer, repeated }: AppendedAnswer,
  json: boolean | undefined,
): Promise<void> {
  if (repeated) await say(context, 'Recorded before with the same content: nothing was written');
  if (json === true) return showJson(context.stdout, answer);
  await showTable(
    context,
    ['POSITION', 'STREAM', 'REVISION', 'RECORDED', 'ID'],
    answer.events.map(({ position, stream, revision, recordedAt, id }) => [
      position,
      stream,
      revision,
      recordedAt,
      id,
    ]),
  );
}

/** Reads JSON from an option; throws `invalid-json` with its name. */
export function jsonIn(option: string, text: string): Json {
  return atPlace(option, () => parseJson(text));
}

async function eventsIn(
  options: AppendOptions,
  stream: string,
  { stdin }: CliContext,
): Promise<readonly NewEvent[]> {
  const { type, occurred, data, id, file } = options;
  const isByOptions = [type, occurred, data, id].some((given) => given !== undefined);
  if (!isByOptions && file !== undefined) return eventsFrom(readBytes(file), stream, file);
  if (!isByOptions && stdin.isTTY !== true) return eventsFrom(stdin, stream, 'standard input');
  if (file !== undefined || type === undefined || occurred === undefined || data === undefined)
    throw new TimelineError(
      'invalid-request',
      'An event is given either by --type, --occurred and --data, or by --file, or on standard input',
    );
  return [{ type, occurred, data: jsonIn('--data', data), ...(id === undefined ? {} : { id }) }];
}

async function eventsFrom(bytes: ByteStream, stream: string, file: string): Promise<readonly NewEvent[]> {
  const json = await readJsonValue(bytes, { file, maxDepth: eventMaxDepth + 1 });
  return atPlace(file, () => readNewEvents(json, 'application/json', stream));
}
