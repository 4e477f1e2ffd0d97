/** The parts of an OpenAPI document that the reference shows. */
export interface OpenApi {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly summary: string;
    readonly description: string;
  };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, ResponseObject>>;
    readonly securitySchemes: { readonly token: { readonly description: string } };
  };
}

/** An operation of the document. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly ParameterObject[];
  readonly requestBody?: { readonly required: boolean; readonly content: ContentObject };
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
  /** Each with the scopes that it wants; none where no token is asked for. */
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
}

/** An operation with its method and path. */
export interface PlacedOperation extends OperationObject {
  readonly method: string;
  readonly path: string;
}

/** A parameter of an operation. */
export interface ParameterObject {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
  readonly example?: string | number | readonly string[];
}

/** An answer of an operation. */
export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: Schema }>>;
  readonly content?: ContentObject;
}

/** What is sent, by media type. */
export type ContentObject = Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;

/** A pointer to another part of the document. */
export interface Reference {
  readonly $ref: string;
}

/** A JSON Schema, as far as ours go. */
export interface Schema {
  readonly title?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly (string | number)[];
  readonly default?: string | number | boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly contentSchema?: Schema;
}

/** Lists the operations of a document, in its order. */
export function operationsOf({ paths }: OpenApi): readonly PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );
}

/** Returns the last part of a reference: the name of what it leads to. */
export function nameIn($ref: string): string {
  return $ref.slice($ref.lastIndexOf('/') + 1);
}
