import { z } from 'zod';
import { idOf, language, line, prose } from './common.js';
import { contract } from './contract.js';
import { definitionSource } from './definition-source.js';

/* What becomes of those in flight when a definition has a new version. */

export const versionNumber = z.number().int().min(1).max(2_147_483_647);

/** Keys are step ids, or places of steps without one, or of one version only `<version>/<key>`. */
export const versionMap = z
  .strictObject({
    steps: z
      .record(line(200), line(200).nullable())
      .default({})
      .describe('what a step that is gone is now; null: go on after it'),
    stages: z.record(line(200), line(200)).default({}).describe('what a stage that is gone is now'),
  })
  .refine(
    ({ steps, stages }) => Object.keys(steps).length + Object.keys(stages).length <= 1000,
    'at most 1,000 entries',
  )
  .meta({ id: 'VersionMap' });

export const changeJourneyVersion = contract({
  operationId: 'changeJourneyVersion',
  method: 'POST',
  path: '/v1/journeys/:id/change-version',
  tag: 'Journeys',
  summary:
    'Let a journey go on in another version of its definition. A step that is gone is left for the next one that is still there, or for what the map says.',
  params: z.object({ id: idOf('journey') }),
  body: z.strictObject({
    reason: prose(500).min(1).describe('kept on the audit log'),
    requestId: line(100).optional().describe('the same request id takes effect once; made up if absent'),
    version: versionNumber.optional().describe('absent: the current one'),
    map: versionMap.optional(),
  }),
  response: z.object({ id: z.string(), phase: z.string(), stage: z.string().nullable() }),
});

export const POLICIES = ['pin', 'follow', 'migrate'] as const;
export type Policy = (typeof POLICIES)[number];
export const policy = z
  .enum(POLICIES)
  .describe(
    'what becomes of those in flight: `pin`, they stay on their version; `follow`, they go on in the new one, from a step that is gone at the next that is left; `migrate`, the same, but the map must name every step and stage that is gone and at which somebody stands',
  );

const count = z.number().int();

const impactGroup = z
  .object({
    version: count,
    stage: z.string(),
    step: z.string().nullable().describe('a step’s key; null: at no step'),
    label: z.string().nullable().describe('the step in words'),
    goes: z
      .enum(['same', 'next', 'mapped', 'end', 'stays'])
      .describe(
        '`same`: stands at the same step; `next`: the step is gone, on to the next one left; `mapped`: where the map says; `end`: nothing after it is left; `stays`: on its version, for the code',
      ),
    toStage: z.string().nullable(),
    toStep: z.string().nullable(),
    toLabel: z.string().nullable(),
    code: z.string().nullable(),
    people: count.describe('journeys that stand there; one with two tracks stands at two steps'),
    shorter: count.describe('of these, whose wait ends earlier'),
    longer: count.describe('whose wait ends later'),
    atOnce: count.describe('whose wait ends at once'),
  })
  .meta({ id: 'ImpactGroup' });
export type ImpactGroupView = z.output<typeof impactGroup>;

const impact = z
  .object({
    id: z.string(),
    current: count.nullable().describe('the version that is current; null: none is published yet'),
    target: count.describe('the version that publishing makes, or the current one if its text is the same'),
    people: count.describe('journeys in flight on other versions than that'),
    versions: z.array(z.object({ version: count, people: count, stays: count })),
    groups: z.array(impactGroup).describe('per old version and step, where those who stand there go'),
    unmapped: z
      .array(z.object({ version: count, what: z.enum(['step', 'stage']), key: z.string(), people: count }))
      .describe('what is gone, where somebody stands, and of which the map says nothing'),
    variables: z
      .array(z.object({ step: z.string(), template: z.string(), path: z.string(), people: count }))
      .describe('values that a message ahead can’t do without, and that so many have none of'),
    places: z
      .object({
        steps: z.array(z.object({ key: z.string(), label: z.string(), stage: z.string().nullable() })),
        stages: z.array(z.object({ id: z.string(), label: z.string() })),
      })
      .describe('of the new version: where a map may lead'),
    token: z.string().nullable().describe('what a publish with this policy must bring; null: it needs none'),
  })
  .meta({ id: 'Impact' });
export type ImpactView = z.output<typeof impact>;

export const definitionImpact = contract({
  operationId: 'definitionImpact',
  method: 'POST',
  path: '/v1/definitions/impact',
  tag: 'Definitions',
  summary: 'What publishing a text would do to those in flight, and the token that the publish must bring.',
  body: z.strictObject({
    ...definitionSource,
    policy: policy.default('follow'),
    map: versionMap.optional(),
    language: language.default('en').describe('of the labels'),
  }),
  response: impact,
});
