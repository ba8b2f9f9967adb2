import { z } from 'zod';
import { BUILT_IN_EVENTS } from '../events.js';
import { FILE_SCHEMAS } from './schema-files.js';
import { ACTION_KEYS, BESIDE } from './schema-steps.js';

type JsonSchema = { [key: string]: unknown };

/**
 * The JSON Schema (draft 7, which editors know best) of definition files, generated from the schemas that read them. It
 * shows shape and completes keys; what needs more than one place of the file is lint's.
 */
export function definitionJsonSchema(): JsonSchema {
  const schemas = Object.values(FILE_SCHEMAS);
  const generated = z.toJSONSchema(z.union(schemas as unknown as [z.ZodType, z.ZodType]), {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => refine(jsonSchema as JsonSchema),
  }) as JsonSchema;
  const { anyOf, definitions, ...head } = generated;
  const kinds = anyOf as JsonSchema[];
  return {
    ...head,
    title: 'Followthrough definition',
    description: 'A journey, campaign, segment, survey or form, format version 1. See docs/cadence-format.md.',
    type: 'object',
    required: ['kind', 'id', 'name'],
    properties: { kind: { enum: Object.keys(FILE_SCHEMAS) } },
    // By kind, so that an editor's complaint is about the one that was meant.
    allOf: Object.keys(FILE_SCHEMAS).map((kind, i) => ({
      if: { properties: { kind: { const: kind } }, required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own key.
      then: kinds[i],
    })),
    definitions: { ...(definitions as JsonSchema), condition: CONDITION },
  };
}

/** Rules that the schemas check in code. */
function refine(schema: JsonSchema): void {
  const properties = schema['properties'] as JsonSchema | undefined;
  if (schema['id'] === 'step') {
    schema['oneOf'] = ACTION_KEYS.map((key) => ({ required: [key] }));
    schema['dependencies'] = Object.fromEntries(Object.entries(BESIDE).map(([key, action]) => [key, [action]]));
  }
  const on = properties?.['on'] as JsonSchema | undefined;
  if (on) on['examples'] = [...BUILT_IN_EVENTS.keys()];
}

const CONDITION_REF = { $ref: '#/definitions/condition' };
const CONDITION: JsonSchema = {
  description:
    '{ <path>: <value> }, { <path>: { <comparison>: <value> } }, all, any, not; several paths in one map means all of them.',
  type: 'object',
  minProperties: 1,
  properties: {
    all: { type: 'array', minItems: 1, items: CONDITION_REF },
    any: { type: 'array', minItems: 1, items: CONDITION_REF },
    not: CONDITION_REF,
  },
  patternProperties: {
    '^(contact|account|deal|owner|event|variables|steps|events)\\.': {
      anyOf: [{ type: ['string', 'number', 'boolean'] }, { type: 'object', minProperties: 1 }],
    },
  },
  additionalProperties: false,
};
