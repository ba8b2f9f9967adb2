import { z } from 'zod';
import { instant, language, line, localised, name, pageOf, paging, prose } from './common.js';
import { contract } from './contract.js';
import { definitionSource } from './definition-source.js';
import { policy, versionMap } from './versions.js';

export const finding = z
  .object({
    file: z.string(),
    line: z.number().int(),
    column: z.number().int(),
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    message: z.string(),
    pointer: z.string(),
    suggestion: z.string().optional(),
  })
  .meta({ id: 'Finding' });

/** What is no fault of a definition, and should be known: that it goes by holidays nobody has announced yet, or that a simulation can't know the other guests of an event. */
export const notes = z.array(z.object({ line: z.number().int(), column: z.number().int(), message: z.string() }));

export const validateDefinition = contract({
  operationId: 'validateDefinition',
  method: 'POST',
  path: '/v1/definitions/validate',
  tag: 'Definitions',
  summary: 'Parse and lint a definition without keeping it. `publishable` says whether publish would take it.',
  body: z.strictObject(definitionSource),
  response: z.object({
    id: z.string().nullable(),
    kind: z.string().nullable(),
    publishable: z.boolean(),
    findings: z.array(finding),
    notes,
  }),
});

const version = {
  id: z.string(),
  version: z.number().int(),
  publishedAt: instant,
  publishedBy: z.string(),
  note: z.string().nullable(),
};

const definitionVersion = z
  .object({ ...version, kind: z.string(), current: z.boolean(), text: z.string() })
  .meta({ id: 'DefinitionVersion' });
export type DefinitionVersionView = z.output<typeof definitionVersion>;

const published = z.object({
  id: z.string(),
  version: z.number().int(),
  created: z.boolean(),
  findings: z.array(finding),
  people: z.number().int().describe('journeys in flight that are to go on in this version'),
  bulkId: z.string().nullable().describe('the bulk that takes them there, one after the other; null: there are none'),
});

export const publishDefinition = contract({
  operationId: 'publishDefinition',
  method: 'POST',
  path: '/v1/definitions',
  tag: 'Definitions',
  summary:
    'Publish a definition as the next, immutable version. One with errors is refused. The text of the current version again makes no new one. Those in flight stay on their versions unless `policy` says otherwise.',
  body: z.strictObject({
    ...definitionSource,
    note: prose(500).optional(),
    policy: policy.default('pin'),
    map: versionMap.optional(),
    token: line(200)
      .optional()
      .describe('of the impact that was looked at; needed where somebody in flight is to move'),
    ratePerMinute: z
      .number()
      .int()
      .min(1)
      .max(6_000)
      .default(600)
      .describe('at most so many journeys move in a minute'),
  }),
  response: published,
  others: { 201: published },
});

const summary = z
  .object({
    id: z.string(),
    kind: z.string(),
    name: localised.nullable(),
    current: z.number().int(),
    publishedAt: instant,
    publishedBy: z.string(),
    openJourneys: z.number().int(),
  })
  .meta({ id: 'DefinitionSummary' });
export type DefinitionSummary = z.output<typeof summary>;

export const listDefinitions = contract({
  operationId: 'listDefinitions',
  method: 'GET',
  path: '/v1/definitions',
  tag: 'Definitions',
  summary: 'Published definitions, by id.',
  query: z.strictObject(paging),
  response: pageOf(summary),
});

export const getDefinition = contract({
  operationId: 'getDefinition',
  method: 'GET',
  path: '/v1/definitions/:id',
  tag: 'Definitions',
  summary: 'The current version, with its text.',
  params: z.object({ id: name }),
  response: definitionVersion,
});

const versionSummary = z.object({ ...version, current: z.boolean() }).meta({ id: 'DefinitionVersionSummary' });
export type DefinitionVersionSummary = z.output<typeof versionSummary>;

export const listDefinitionVersions = contract({
  operationId: 'listDefinitionVersions',
  method: 'GET',
  path: '/v1/definitions/:id/versions',
  tag: 'Definitions',
  summary: 'All versions, newest first.',
  params: z.object({ id: name }),
  query: z.strictObject(paging),
  response: pageOf(versionSummary),
});

export const getDefinitionVersion = contract({
  operationId: 'getDefinitionVersion',
  method: 'GET',
  path: '/v1/definitions/:id/versions/:version',
  tag: 'Definitions',
  summary: 'One version, with its text.',
  params: z.object({ id: name, version: z.coerce.number().int().min(1).max(2_147_483_647) }),
  response: definitionVersion,
});

const versionPeople = z
  .object({
    version: z.number().int(),
    current: z.boolean(),
    publishedAt: instant,
    publishedBy: z.string(),
    publishedByName: z.string().nullable(),
    note: z.string().nullable(),
    policy: policy.describe('what became of those in flight when it was published'),
    bulkId: z.string().nullable().describe('the bulk that took them there; null: there were none'),
    open: z.number().int(),
    ended: z.number().int(),
    steps: z
      .array(z.object({ step: z.string(), waiting: z.number().int() }))
      .describe('where its open journeys wait, most first; a journey with two tracks waits at two'),
  })
  .meta({ id: 'VersionPeople' });
export type VersionPeople = z.output<typeof versionPeople>;

export const definitionPeople = contract({
  operationId: 'definitionPeople',
  method: 'GET',
  path: '/v1/definitions/:id/people',
  tag: 'Definitions',
  summary: 'How many are in each of the latest 100 versions, and at which steps they wait. A rep’s own only.',
  params: z.object({ id: name }),
  response: z.object({ id: z.string(), versions: z.array(versionPeople) }),
});

const graph = z
  .object({
    svg: z
      .string()
      .nullable()
      .describe(
        'each step a group with `data-step`, its key, and an empty text `count` to write how many wait there; null where there is nothing to draw',
      ),
    steps: z.array(z.string()).describe('keys of the steps in the order of the file, as in the people of a definition'),
  })
  .meta({ id: 'DefinitionGraph' });
export type DefinitionGraph = z.output<typeof graph>;

const drawn = {
  language: language.default('en').describe('whose words and names the picture has'),
};

export const definitionGraph = contract({
  operationId: 'definitionGraph',
  method: 'GET',
  path: '/v1/definitions/:id/versions/:version/graph',
  tag: 'Definitions',
  summary: 'The picture of a version, as SVG.',
  params: z.object({ id: name, version: z.coerce.number().int().min(1).max(2_147_483_647) }),
  query: z.strictObject({
    ...drawn,
    styled: z
      .enum(['true', 'false'])
      .default('true')
      .describe('false: without its style element, for a page that has the looks of its classes'),
  }),
  response: graph,
});

export const previewGraph = contract({
  operationId: 'previewGraph',
  method: 'POST',
  path: '/v1/definitions/preview-graph',
  tag: 'Definitions',
  summary: 'The picture of a definition that is being written, as far as it can be made out.',
  body: z.strictObject({ ...definitionSource, ...drawn, styled: z.boolean().default(true) }),
  response: graph,
});
