import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';

import type { RecordedEvent } from '../domain/event.ts';
import { followLog, followStream } from './following.ts';
import { resolveLink } from './links.ts';
import { pacedWriter } from './paced-writer.ts';
import type { PacedWriter } from './paced-writer.ts';
import { pagesOfLog, pagesOfStream } from './pages.ts';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  firstMessage,
  lastMessage,
  notFoundMessage,
} from './read-messages.ts';
import type { ReadPlan } from './read-plan.ts';
import { readPlan } from './read-plan.ts';
import type { WireService } from './service.ts';
import { streamDeleted } from './status.ts';
import { viewOf } from './stream-view.ts';
import { shownAs, wireRecordOf } from './wire-record.ts';

/** One read that is under way. */
interface Reading {
  readonly service: WireService;
  readonly plan: ReadPlan;
  readonly writer: PacedWriter<ReadResp>;
  readonly gone: AbortSignal;
  /** Throws the status of a caller that may not read, or may not any more. */
  readonly mayRead: () => void;
}

/** Answers `Read`: a part of a stream or of the log, or a subscription to either. `gone` aborts when the client is gone. */
export async function answerRead(
  service: WireService,
  call: ServerWritableStream<ReadReq, ReadResp>,
  gone: AbortSignal,
): Promise<void> {
  const mayRead = () => service.callerOf(call.metadata).mayRead();
  mayRead();
  const plan = readPlan(call.request);
  const reading = { service, plan, writer: pacedWriter<ReadResp>(call, gone), gone, mayRead };
  const end = service.beginRead();
  try {
    const { stream } = plan;
    if (plan.subscribes) await subscribe(reading);
    else if (stream === undefined) await writePages(reading, pagesOfLog(service.log, plan));
    else await readStream(reading, stream);
  } finally {
    end();
  }
}

async function readStream(reading: Reading, stream: string): Promise<void> {
  const { service, plan, writer } = reading;
  const view = viewOf(service, stream);
  if (view.state === 'ended') throw streamDeleted(stream);
  if (view.state === 'absent') return writer.write(notFoundMessage(stream));
  const told = await writePages(reading, pagesOfStream(service.log, view, plan));
  if (!plan.tellsEnds) return;
  if (told === 0 && !plan.backwards) await writer.write(firstMessage(view.first));
  if (view.last !== undefined) await writer.write(lastMessage(view.last));
}

/** Others have their turn between pages, of which a filter may let nothing pass. Returns how many events were told. */
async function writePages(reading: Reading, pages: Iterable<readonly RecordedEvent[]>): Promise<number> {
  let told = 0;
  for (const page of pages) {
    for (const event of page) {
      if (told >= reading.plan.limit) return told;
      if (await writeEvent(reading, event)) told += 1;
    }
    await setImmediate();
    reading.gone.throwIfAborted();
  }
  return told;
}

/** Returns whether the event passed the filter. */
async function writeEvent({ service, plan, writer }: Reading, recorded: RecordedEvent): Promise<boolean> {
  // What does not pass is looked at only.
  if (plan.filter?.matches(shownAs(recorded)) === false) return false;
  const record = wireRecordOf(recorded);
  const resolved = plan.resolveLinks ? resolveLink(service, record) : { event: record };
  await writer.write(eventMessage(resolved, plan.structuredIds));
  return true;
}

async function subscribe(reading: Reading): Promise<void> {
  const { service, plan, writer } = reading;
  const start = plan.stream === undefined ? startInLog(reading) : startInStream(reading, plan.stream);
  await writer.write(confirmationMessage(randomUUID()));
  const { checkpointEvery = Number.POSITIVE_INFINITY } = plan.filter ?? {};
  let isCaughtUp = false;
  let looked = 0;
  for await (const page of start.pages) {
    reading.mayRead();
    if (plan.stream !== undefined && viewOf(service, plan.stream).state === 'ended')
      throw streamDeleted(plan.stream);
    for (const event of page) {
      await writeEvent(reading, event);
      looked += 1;
      if (looked % checkpointEvery === 0) await writer.write(checkpointMessage(event.position));
    }
    if (page.length === 0 && !isCaughtUp) {
      isCaughtUp = true;
      await writer.write(caughtUpMessage());
    }
    await setImmediate();
  }
}

function startInLog({ service: { log }, plan: { from }, gone }: Reading) {
  const after = from === 'start' ? 0 : from === 'end' ? log.head().position : from;
  return { pages: followLog(log, after, gone) };
}

/** A subscription to a stream that is not there yet waits for it. */
function startInStream({ service, plan: { from }, gone }: Reading, stream: string) {
  const { name, state, first, last = -1 } = viewOf(service, stream);
  if (state === 'ended') throw streamDeleted(stream);
  const next = from === 'start' ? 0 : from === 'end' ? last + 1 : from + 1;
  return { pages: followStream(service.log, { name, from: Math.max(next, first) }, gone) };
}
