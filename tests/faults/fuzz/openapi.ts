import { z } from 'zod';

/** A part of JSON Schema, or of an OpenAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

/** A parameter that an operation takes. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

/** An operation of an OpenAPI document, with what is needed to ask and to check it. */
export interface Operation {
  /** `GET /v1/streams/{stream}/events` */
  readonly heading: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The schema of what is sent, by media type. */
  readonly bodies: ReadonlyMap<string, Schema>;
  /** What checks an answer, by status and media type; a status with no content has none. */
  readonly answers: ReadonlyMap<number, ReadonlyMap<string, z.ZodType>>;
  /** Whether it is asked without a token. */
  readonly isPublic: boolean;
}

/** The operations of a document, and its named schemas. */
export interface Description {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** Reads an OpenAPI 3.1 document. */
export function readDescription(document: Schema): Description {
  const components = part(document, 'components');
  const schemas = part(components, 'schemas') as Readonly<Record<string, Schema>>;
  const responses = part(components, 'responses');
  const checkOf = (schema: Schema) => checkFor(schema, schemas);
  const operations = Object.entries(part(document, 'paths')).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, Schema>>).map(([method, operation]): Operation => ({
      heading: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: (operation['parameters'] ?? []) as readonly Parameter[],
      bodies: new Map(
        Object.entries(part(part(operation, 'requestBody'), 'content')).map(([mediaType, content]) => [
          mediaType,
          part(content as Schema, 'schema'),
        ]),
      ),
      answers: new Map(
        Object.entries(part(operation, 'responses')).map(([status, answer]) => [
          Number(status),
          contentOf(resolved(answer as Schema, responses), checkOf),
        ]),
      ),
      isPublic: JSON.stringify(operation['security']) === '[]',
    })),
  );
  return { operations, schemas };
}

function contentOf(answer: Schema, checkOf: (schema: Schema) => z.ZodType): ReadonlyMap<string, z.ZodType> {
  return new Map(
    Object.entries(part(answer, 'content')).map(([mediaType, content]) => {
      const schema = part(content as Schema, 'schema');
      // Of text that holds JSON, what it holds is checked: each line, or each event.
      return [mediaType, checkOf((schema['contentSchema'] as Schema | undefined) ?? schema)];
    }),
  );
}

function resolved(answer: Schema, responses: Schema): Schema {
  const name = nameIn(answer, 'responses');
  return name === undefined ? answer : part(responses, name);
}

/** Returns the name of the component that a reference leads to; undefined where there is no reference. */
export function nameIn({ $ref }: Schema, kind: 'responses' | 'schemas'): string | undefined {
  return typeof $ref === 'string' ? $ref.replace(`#/components/${kind}/`, '') : undefined;
}

/** Returns what checks values by a schema whose references lead to named ones. */
function checkFor(schema: Schema, schemas: Readonly<Record<string, Schema>>): z.ZodType {
  const text = JSON.stringify({ ...schema, $defs: schemas }).replaceAll('#/components/schemas/', '#/$defs/');
  // A format is a hint beside a pattern, which says exactly what is sent: years beyond 9999, too.
  return z.fromJSONSchema(JSON.parse(text, (_, value: unknown) => withoutFormat(value)));
}

function withoutFormat(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('format' in value) || !('pattern' in value))
    return value;
  if (typeof value.pattern !== 'string') return value;
  const { format: _, ...rest } = value;
  return rest;
}

function part(of: Schema, name: string): Schema {
  return (of[name] ?? {}) as Schema;
}
