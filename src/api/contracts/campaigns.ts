import { z } from 'zod';
import { CAMPAIGN_STATES } from '../../domain/campaign/life.js';
import { PARTS, RECIPIENT_OUTCOMES, RECIPIENT_STATES } from '../../domain/campaign/recipient.js';
import { instant, line, listOf, localised, name, pageOf, paging, prose } from './common.js';
import { contract } from './contract.js';
import { finding } from './definitions.js';

/*
 * A campaign: a message, or a short journey, to an audience that is frozen when it starts; sent once in its life, from
 * draft to done (docs/campaigns.md).
 */

const MOST_TEXT = 200_000;
const one = { params: z.object({ id: name }) };
const requestId = line(100).optional().describe('the same request id takes effect once; made up if absent');
const reason = prose(500).min(1).describe('kept on the audit log');
const revision = z.number().int().min(1).describe('of the text that was looked at');
const perMinute = z.number().int().min(1).max(1_000_000).nullable();
const text = z.string().min(1).max(MOST_TEXT).describe('the definition, as a file of `kind: campaign`');

const campaign = z
  .object({
    id: z.string(),
    name: localised,
    state: z.enum(CAMPAIGN_STATES),
    reason: z
      .string()
      .nullable()
      .describe(
        'of a pause or a stop: why; `audience-grew`: why it awaits approval again; of a draft: why it was taken back',
      ),
    revision: z.number().int(),
    version: z.number().int().nullable().describe('of its definition; null: it is not scheduled'),
    way: z.enum(['mail', 'journeys']).nullable().describe('whether each recipient gets one message, or a journey'),
    perMinute: z.number().int().nullable(),
    audience: z.number().int().nullable().describe('recipients; null: not frozen yet'),
    reached: z.number().int().nullable().describe('of them: sent to, or in a journey; null: not frozen yet'),
    expected: z.number().int().nullable().describe('how many there were when it was asked for'),
    createdAt: instant,
    createdBy: z.string(),
    createdByName: z.string().nullable(),
    editedAt: instant,
    editedBy: z.string(),
    askedBy: z.string().nullable(),
    askedByName: z.string().nullable(),
    approvedAt: instant.nullable(),
    approvedBy: z.string().nullable(),
    approvedByName: z.string().nullable(),
    scheduledAt: instant.nullable(),
    startsAt: instant.nullable().describe('when the first of its recipients can be due: then its audience is frozen'),
    frozenAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Campaign' });
export type CampaignView = z.output<typeof campaign>;

const sum = z
  .object({
    audience: z.number().int(),
    parts: z.object(
      Object.fromEntries(PARTS.map((part) => [part, z.number().int()])) as Record<(typeof PARTS)[number], z.ZodInt>,
    ),
    reasons: z.array(z.object({ part: z.enum(PARTS), reason: z.string(), count: z.number().int() })),
  })
  .describe('each recipient is in one part: together they are the audience, at any moment')
  .meta({ id: 'CampaignSum' });

const detail = campaign
  .extend({ text: z.string(), sum: sum.nullable().describe('null: its audience is not frozen yet') })
  .meta({ id: 'CampaignDetail' });
export type CampaignDetail = z.output<typeof detail>;

const values = z.record(z.string(), z.unknown());

const edited = detail
  .extend({
    findings: z.array(finding),
    values: values.nullable().describe('what the text says under its first keys; null: it can’t be read'),
    approvalAbove: z.number().int().nullable().describe('to more recipients it needs approval; null: it needs none'),
    mayApprove: z
      .boolean()
      .describe(
        'whether it awaits approval and you may give it: you never wrote it, changed it, asked for it or brought its list',
      ),
  })
  .meta({ id: 'CampaignDraft' });
export type CampaignDraftView = z.output<typeof edited>;

export const createCampaign = contract({
  operationId: 'createCampaign',
  method: 'POST',
  path: '/v1/campaigns',
  tag: 'Campaigns',
  summary:
    'Begin a draft: of a text, or of a published campaign definition, or as a copy of another campaign under a new id. Faults are findings; a draft may have them.',
  body: z
    .strictObject({
      text: text.optional(),
      definition: name.optional().describe('a published campaign definition'),
      copyOf: name.optional().describe('another campaign'),
      id: name.optional().describe('of a copy: the new id'),
      requestId,
    })
    .refine(
      ({ text, definition, copyOf }) => [text, definition, copyOf].filter((each) => each !== undefined).length === 1,
      {
        error: 'expected exactly one of text, definition and copyOf',
      },
    )
    .refine(({ copyOf, id }) => (copyOf === undefined) === (id === undefined), { error: 'expected id with copyOf' }),
  response: edited,
  status: 201,
});

export const listCampaigns = contract({
  operationId: 'listCampaigns',
  method: 'GET',
  path: '/v1/campaigns',
  tag: 'Campaigns',
  summary: 'Campaigns, newest first.',
  query: z.strictObject({ ...paging, state: listOf(CAMPAIGN_STATES).optional() }),
  response: pageOf(campaign),
});

export const getCampaign = contract({
  operationId: 'getCampaign',
  method: 'GET',
  path: '/v1/campaigns/:id',
  tag: 'Campaigns',
  summary: 'One campaign: its text with its findings, and the sum of its audience.',
  ...one,
  response: edited,
});

export const editCampaign = contract({
  operationId: 'editCampaign',
  method: 'PATCH',
  path: '/v1/campaigns/:id',
  tag: 'Campaigns',
  summary:
    'Change a draft: its text, or single values of it. Who changed it meanwhile is not overwritten; what awaited approval is a draft again.',
  ...one,
  body: z
    .strictObject({
      text: text.optional(),
      set: values
        .optional()
        .describe('what is to stand under some of its first keys, the rest stays as written; null takes a key out'),
      revision,
      requestId,
    })
    .refine(({ text, set }) => (text === undefined) !== (set === undefined), {
      error: 'expected exactly one of text and set',
    }),
  response: edited,
});

export const discardCampaign = contract({
  operationId: 'discardCampaign',
  method: 'POST',
  path: '/v1/campaigns/:id/discard',
  tag: 'Campaigns',
  summary: 'Throw a draft away. Its id is free again.',
  ...one,
  body: z.strictObject({ reason, requestId }),
  response: detail,
});

export const scheduleCampaign = contract({
  operationId: 'scheduleCampaign',
  method: 'POST',
  path: '/v1/campaigns/:id/schedule',
  tag: 'Campaigns',
  summary:
    'Let a draft go out at its time; without one, or if that is past, at once. Above the size that the deployment set it awaits another person’s approval.',
  ...one,
  body: z.strictObject({ revision, reason: reason.optional(), requestId }),
  response: detail,
});

export const approveCampaign = contract({
  operationId: 'approveCampaign',
  method: 'POST',
  path: '/v1/campaigns/:id/approve',
  tag: 'Campaigns',
  summary: 'Approve what somebody else wants to send.',
  ...one,
  body: z.strictObject({ revision, reason: reason.optional(), requestId }),
  response: detail,
});

const told = <Id extends string, Path extends string>(operationId: Id, path: Path, summary: string) =>
  contract({
    operationId,
    method: 'POST',
    path: `/v1/campaigns/:id/${path}` as const,
    tag: 'Campaigns',
    summary,
    ...one,
    body: z.strictObject({ reason, requestId }),
    response: detail,
  });

export const sendBackCampaign = told('sendBackCampaign', 'send-back', 'Do not approve it: it is a draft again.');
export const unscheduleCampaign = told(
  'unscheduleCampaign',
  'unschedule',
  'Take back a campaign that has not started.',
);
export const pauseCampaign = told('pauseCampaign', 'pause', 'Nothing of it goes out until it is resumed.');
export const resumeCampaign = told(
  'resumeCampaign',
  'resume',
  'Go on, at its rate, with whoever is still to be sent to.',
);
export const stopCampaign = told('stopCampaign', 'stop', 'End it for good. Who has got nothing yet gets nothing.');

export const setCampaignRate = contract({
  operationId: 'setCampaignRate',
  method: 'POST',
  path: '/v1/campaigns/:id/rate',
  tag: 'Campaigns',
  summary: 'Change how many recipients a minute has, also while it sends.',
  ...one,
  body: z.strictObject({ perMinute: perMinute.describe('null: no limit'), reason, requestId }),
  response: detail,
});

const recipient = z
  .object({
    n: z.number().int().describe('its place, from 1, by when it is due'),
    contactId: z.string(),
    contactName: z.string(),
    part: z.enum(PARTS),
    state: z.enum(RECIPIENT_STATES),
    outcome: z.enum(RECIPIENT_OUTCOMES).nullable(),
    reason: z.string().nullable(),
    dueAt: instant.describe('the campaign’s time on the contact’s own clock, or until when it is put off'),
    handedAt: instant.nullable(),
    acceptedAt: instant.nullable(),
    journeyId: z.string().nullable(),
  })
  .meta({ id: 'CampaignRecipient' });
export type RecipientView = z.output<typeof recipient>;

export const listCampaignRecipients = contract({
  operationId: 'listCampaignRecipients',
  method: 'GET',
  path: '/v1/campaigns/:id/recipients',
  tag: 'Campaigns',
  summary: 'Who is in any part of the sum, and why.',
  ...one,
  query: z.strictObject({ ...paging, part: z.enum(PARTS).optional(), reason: line(100).optional() }),
  response: pageOf(recipient),
});

const LINES = ['found', 'duplicate', 'stranger', 'broken'] as const;

const file = z
  .object({
    name: z.string(),
    state: z.enum(['reading', 'ready']),
    lines: z.number().int(),
    found: z.number().int().describe('contacts'),
    duplicates: z.number().int().describe('lines of a contact that an earlier line has named'),
    strangers: z.number().int().describe('good addresses that no contact has'),
    broken: z.number().int().describe('no address at all'),
    uploadedAt: instant,
    uploadedBy: z.string(),
  })
  .meta({ id: 'CampaignFile' });
export type CampaignFileView = z.output<typeof file>;

const named = { params: z.object({ id: name, file: line(100) }) };

export const listCampaignFiles = contract({
  operationId: 'listCampaignFiles',
  method: 'GET',
  path: '/v1/campaigns/:id/files',
  tag: 'Campaigns',
  summary: 'The lists of people that were brought for this campaign, and what became of their lines.',
  ...one,
  response: z.object({ files: z.array(file) }),
});

export const listCampaignFileLines = contract({
  operationId: 'listCampaignFileLines',
  method: 'GET',
  path: '/v1/campaigns/:id/files/:file/lines',
  tag: 'Campaigns',
  summary: 'The lines of a list, in its order, and what became of each.',
  ...named,
  query: z.strictObject({ ...paging, became: z.enum(LINES).optional() }),
  response: pageOf(
    z
      .object({
        line: z.number().int(),
        became: z.enum(LINES),
        contactId: z.string().nullable(),
        contactName: z.string().nullable(),
        value: z.string().nullable().describe('what stands there, of one that is no contact'),
      })
      .meta({ id: 'CampaignFileLine' }),
  ),
});
export type CampaignFileLineView = z.output<typeof listCampaignFileLines.response>['data'][number];

export const putCampaignFile = contract({
  operationId: 'putCampaignFile',
  method: 'POST',
  path: '/v1/campaigns/:id/files/:file',
  tag: 'Campaigns',
  summary:
    'Bring a list of people, one a line, or a CSV with a column `email` or `id`. It is read as it comes, however long; a later one of the same name takes its place.',
  ...named,
  consumes: ['text/csv', 'text/plain'],
  // As it comes: nothing holds it whole.
  body: z.unknown().describe('the list, as text'),
  response: file,
});
