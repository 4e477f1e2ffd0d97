import { createParser } from 'eventsource-parser';

/** One server-sent event: its name, the id to go on after, and its data. */
export interface ServerEvent {
  readonly event: string;
  /** The last id that the server gave, with this event or before it; empty where it gave none. */
  readonly id: string;
  readonly data: string;
}

/** How one connection is made. */
export interface ConnectionOptions {
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** The id to go on after, sent as `Last-Event-ID`; from the beginning when left out. */
  readonly after?: string | undefined;
  /** Makes an error of an answer that is no stream of events. */
  readonly errorOf: (response: Response) => Promise<Error>;
  /** Hears that the server answers with a stream. */
  readonly onOpen?: () => void;
  /** Hears after how many milliseconds the server wants to be asked again. */
  readonly onRetry?: (ms: number) => void;
}

/** How a stream of events is followed from one connection to the next. */
export interface FollowOptions extends Omit<ConnectionOptions, 'onOpen' | 'onRetry'> {
  /** Returns whether asking again cannot help after an error. Before the first answer every error ends it. */
  readonly isFinal: (error: unknown) => boolean;
  /** Hears that the connection is gone, by an error or because the server ended it, and in how many milliseconds it is made again. */
  readonly onLost?: ((error: unknown, waitMs: number) => void | Promise<void>) | undefined;
  /** Returns a number from 0 to 1, 1 excluded: how much shorter a wait is, up to half of it, so that not all who were cut off come back at once. */
  readonly random: () => number;
}

/** The first wait before a connection is made again, and the longest; the server may name another first one. */
const waitMs = { first: 1000, most: 30_000 };

/** A server that is there sends something at least so often, and be it a comment. */
const silenceMsMax = 60_000;

/** Most characters of one event. */
const charactersMax = 2 ** 28;

/**
 * Reads server-sent events for as long as they come: a lost connection is made again, and goes on after the last id.
 *
 * It waits up to a second before the first attempt, or what the server said in `retry:`, and twice as long before each further one, up
 * to 30 seconds, by chance as little as half of that. An address that a function gives is asked for anew for each connection. An event `bye` is not told: the server ends with it, and the connection is made again.
 *
 * @example for await (const { event, data } of followEvents(url, { fetch, wait, signal, errorOf, random, isFinal: () => false })) …
 */
export async function* followEvents(
  url: URL | (() => URL),
  options: FollowOptions,
): AsyncGenerator<ServerEvent, void, undefined> {
  const { signal, isFinal, onLost, random } = options;
  let { after } = options;
  let firstMs = waitMs.first;
  let ms = firstMs;
  let wasOpen = false;
  while (!signal.aborted) {
    let lost: unknown;
    try {
      const connection = readEvents(typeof url === 'function' ? url() : url, {
        ...options,
        after,
        onOpen: () => (wasOpen = true),
        onRetry(asked) {
          firstMs = Math.min(asked, waitMs.most);
          ms = firstMs;
        },
      });
      for await (const event of connection) {
        after = event.id;
        ms = firstMs;
        yield event;
      }
    } catch (error) {
      if (!signal.aborted && (!wasOpen || isFinal(error))) throw error;
      lost = error;
    }
    if (signal.aborted) return;
    const waits = Math.round(ms * (1 - random() / 2));
    await onLost?.(lost, waits);
    await options.wait(waits, signal);
    ms = Math.min(ms * 2, waitMs.most);
  }
}

/** Reads server-sent events of one connection, until the server ends it or says `bye`; throws when it is lost. */
export async function* readEvents(
  url: URL,
  options: ConnectionOptions,
): AsyncGenerator<ServerEvent, void, undefined> {
  const { after = '', errorOf, onOpen, onRetry } = options;
  const ending = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const lastEventId: Record<string, string> = after === '' ? {} : { 'last-event-id': after };
  const headers = { accept: 'text/event-stream', ...lastEventId };
  try {
    const response = await options.fetch(url, { redirect: 'error', cache: 'no-store', signal, headers });
    const { body } = response;
    if (!isStreamOfEvents(response) || body === null) throw await errorOf(response);
    onOpen?.();
    let id = after;
    let events: ServerEvent[] = [];
    const parser = createParser({
      maxBufferSize: charactersMax,
      onRetry,
      onEvent({ event = 'message', data, id: given = id }) {
        id = given;
        events.push({ event, id, data });
      },
    });
    const decoder = new TextDecoder();
    for await (const bytes of heard(body, options.wait)) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      for (const event of events) {
        if (event.event === 'bye') return;
        yield event;
      }
      events = [];
    }
  } finally {
    ending.abort();
  }
}

function isStreamOfEvents({ ok, headers }: Response): boolean {
  return ok && /^text\/event-stream\b/i.test(headers.get('content-type') ?? '');
}

/** Reads on while something comes: a connection whose other end is gone would be silent for ever. */
async function* heard(
  body: ReadableStream<Uint8Array>,
  wait: ConnectionOptions['wait'],
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader();
  while (true) {
    const hearing = new AbortController();
    const silence = wait(silenceMsMax, hearing.signal).then(() => 'silence' as const);
    const read = await Promise.race([reader.read(), silence]).finally(() => hearing.abort());
    if (read === 'silence') throw new Error(`Nothing came for ${silenceMsMax / 1000} seconds`);
    if (read.done) return;
    yield read.value;
  }
}
