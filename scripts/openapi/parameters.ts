import type { z } from 'zod';

import type { JsonSchema, Operation, Parameter } from '../../src/api/contract/operation.ts';
import { sharedParameters } from '../../src/api/contract/parameters.ts';
import type { Route } from './routes.ts';
import type { Schemas } from './schemas.ts';

/** A parameter object of OpenAPI. */
export interface ParameterObject {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: true;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example?: string | number | readonly string[];
}

/** Returns the parameters of an operation: those that its route takes, with what they mean, and its headers. */
export function parametersOf(
  route: Route,
  operation: Operation,
  schemas: Schemas,
): readonly ParameterObject[] {
  const headers = Object.entries(operation.requestHeaders ?? {}).map(([name, header]) =>
    parameterOf(name, 'header', header, { type: 'string' }, false),
  );
  return [
    ...partsOf('path', route.path, operation, schemas),
    ...partsOf('query', route.query, operation, schemas),
    ...headers,
  ];
}

function partsOf(
  place: 'path' | 'query',
  shape: Readonly<Record<string, z.ZodType>>,
  operation: Operation,
  schemas: Schemas,
): readonly ParameterObject[] {
  return Object.entries(shape).map(([name, checked]) => {
    const parameter = operation.parameters?.[name] ?? sharedParameters[name];
    if (parameter === undefined) throw new Error(`Nothing says what ${name} means in ${operation.id}`);
    const required = place === 'path' || !checked.safeParse(undefined).success;
    return parameterOf(name, place, parameter, schemas.of(checked, 'taken'), required);
  });
}

function parameterOf(
  name: string,
  place: ParameterObject['in'],
  { description, schema, example }: Parameter,
  checked: JsonSchema,
  required: boolean,
): ParameterObject {
  return {
    name,
    in: place,
    ...(required ? { required } : {}),
    description,
    schema: schema ?? checked,
    ...(example === undefined ? {} : { example: schema?.['type'] === 'array' ? [String(example)] : example }),
  };
}
