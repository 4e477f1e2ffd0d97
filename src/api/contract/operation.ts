import { z } from 'zod';

/** The groups that operations are listed in, in the order of a reference. */
export const tags = {
  Recording: 'What records something: append, correct, retract.',
  Log: 'What was recorded, as it was recorded.',
  Timeline: 'What happened, as of a moment on both clocks.',
  Projections: 'States that are folded from the timeline, and how they are kept.',
  Changes: 'What two moments differ in, where a value comes from, and how it went.',
  Updates: 'What changes, as it comes: server-sent events.',
  Service: 'The server itself, and the types of events that it knows.',
} as const;

/** A part of JSON Schema (draft 2020-12), as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a parameter or a header means, and its schema where the text that is checked does not tell it. */
export interface Parameter {
  readonly description: string;
  readonly schema?: JsonSchema;
  readonly example?: string | number;
}

/** What is sent in one media type: the whole of it, one line of it, or the data of each event by name; text when left out. */
export interface Content {
  readonly schema?: z.ZodType;
  readonly line?: z.ZodType;
  readonly events?: readonly z.ZodObject[];
}

/** One kind of answer of an operation. */
export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Parameter>>;
  /** By media type; nothing is sent when left out. */
  readonly content?: Readonly<Record<string, Content>>;
}

/** What a route does, takes and answers, as a reference tells it. Its parameters are named by the route itself. */
export interface Operation {
  /** The name of it in generated clients; it stays the same. */
  readonly id: string;
  readonly tag: keyof typeof tags;
  readonly summary: string;
  readonly description: string;
  /** Parameters that mean something else here than elsewhere. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly requestHeaders?: Readonly<Record<string, Parameter>>;
  /** Bodies by media type. */
  readonly body?: Readonly<Record<string, Content>>;
  readonly isBodyOptional?: boolean;
  /** Answers by status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Statuses of problems beside those that every route may answer with. */
  readonly problems?: readonly number[];
}

/** Operations by method and path: `GET /v1/streams/{stream}/events`. */
export type Operations = Readonly<Record<string, Operation>>;

/** Returns the content of an answer that is one JSON document. */
export function json(schema: z.ZodType): Readonly<Record<string, Content>> {
  return { 'application/json': { schema } };
}

/** Returns the content of an answer of recorded events: a page of ours, lines, or a batch of CloudEvents. */
export function jsonLinesOrBatch(schema: z.ZodType, line: z.ZodType): Readonly<Record<string, Content>> {
  return { ...jsonOrLines(schema, line), 'application/cloudevents-batch+json': { schema: z.array(line) } };
}

/** Returns the content of an answer that is one JSON document, or lines on request. */
export function jsonOrLines(schema: z.ZodType, line: z.ZodType): Readonly<Record<string, Content>> {
  return { 'application/json': { schema }, 'application/x-ndjson': { line } };
}
