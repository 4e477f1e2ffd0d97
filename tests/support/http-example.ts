import { createParser } from 'eventsource-parser';

import type { Heard } from './event-client.ts';

/** A request as a page writes it, in the form that a server is asked with. */
export interface ExampleRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly payload?: string;
}

/** An answer as a page writes it. */
export interface ExampleAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Reads a request written as HTTP: its line, its headers, an empty line, its body. */
export function requestOf(text: string): ExampleRequest {
  const { first, headers, body } = partsOf(text);
  const [method, url = ''] = first.split(' ');
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    url,
    headers,
    ...(body === '' ? {} : { payload: body }),
  };
}

/** Reads an answer written as HTTP. */
export function answerOf(text: string): ExampleAnswer {
  const { first, headers, body } = partsOf(text);
  return { status: Number(first.split(' ')[1]), headers, body };
}

/** Reads events written as a stream of them. */
export function eventsOf(body: string): readonly Heard[] {
  const events: Heard[] = [];
  const parser = createParser({
    onEvent: ({ event = '', id, data }) => events.push({ event, id, data: JSON.parse(data) }),
  });
  parser.feed(`${body}\n\n`);
  return events;
}

function partsOf(text: string) {
  const [head = '', ...rest] = text.split('\n\n');
  const [first = '', ...lines] = head.split('\n');
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  return { first, headers, body: rest.join('\n\n') };
}
