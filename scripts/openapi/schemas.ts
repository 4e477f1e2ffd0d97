import { z } from 'zod';

import type { JsonSchema } from '../../src/api/contract/operation.ts';

/** Turns zod schemas into JSON Schema, and gathers those that have a name. */
export interface Schemas {
  /** Returns the schema of what is sent by the server, or `taken` by it, with references to those that have a name. */
  of(schema: z.ZodType, side: 'sent' | 'taken'): JsonSchema;
  /** Returns the schemas that have a name, by name, in alphabetical order. */
  named(): Readonly<Record<string, JsonSchema>>;
}

/** Gathers schemas for one document. Two that share a name must be the same. */
export function createSchemas(): Schemas {
  const byName = new Map<string, JsonSchema>();
  return {
    of(schema, side) {
      const {
        $schema: _,
        $defs = {},
        ...own
      } = z.toJSONSchema(schema, {
        io: side === 'sent' ? 'output' : 'input',
        unrepresentable: 'any',
        override: ({ jsonSchema }) => {
          // That a list is not to be changed says nothing of what is sent.
          delete jsonSchema.readOnly;
        },
      });
      for (const [name, named] of Object.entries($defs)) {
        const plain = pointed(named);
        const known = byName.get(name);
        if (known !== undefined && JSON.stringify(known) !== JSON.stringify(plain))
          throw new Error(`Two schemas have the name ${name}`);
        byName.set(name, plain);
      }
      return pointed(own);
    },
    named: () => Object.fromEntries([...byName].toSorted(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Leads references to where an OpenAPI document keeps schemas, and leaves out the name that a schema has anyway. */
function pointed(schema: object): JsonSchema {
  const text = JSON.stringify(schema, (name, value: unknown) =>
    name === '$ref' ? String(value).replace('#/$defs/', '#/components/schemas/') : value,
  );
  const { id: _, ...plain }: Record<string, unknown> = JSON.parse(text);
  return plain;
}
