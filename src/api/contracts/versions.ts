import { z } from 'zod';
import { idOf, line, prose } from './common.js';
import { contract } from './contract.js';

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
