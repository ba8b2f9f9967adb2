import { z } from 'zod';
import { idOf, instant, line, name, paging } from './common.js';
import { contract } from './contract.js';
import { previewed } from './templates.js';

/* Looks at a campaign before anything goes out: what the gate would say, a mail as anybody would get it, and a test of it. */

const one = { params: z.object({ id: name }) };
const step = line(100).describe('of a campaign with steps: which message; absent: the first');
const message = z.object({ id: z.string(), action: z.enum(['email', 'sms']), template: z.string() });
const MOST_CHECKED = 2_000;

export const checkCampaign = contract({
  operationId: 'checkCampaign',
  method: 'GET',
  path: '/v1/campaigns/:id/check',
  tag: 'Campaigns',
  summary:
    'What the gate would say of each of the audience at the time it is due, counted by reason, a page at a time: add the pages up. Nothing is changed.',
  ...one,
  query: z.strictObject({
    cursor: paging.cursor,
    limit: z.coerce.number().int().min(1).max(MOST_CHECKED).default(1_000),
    step: step.optional(),
  }),
  response: z
    .object({
      revision: z.number().int().describe('of the text that was looked at'),
      step: message.describe(
        'the message that was asked about; of a later step as if it were due at the campaign’s time',
      ),
      steps: z.array(message).describe('all of them'),
      size: z.number().int().nullable().describe('how many the audience has now; only on the first page'),
      seen: z.number().int().describe('of them on this page'),
      send: z.number().int().describe('who would get it then'),
      heldOut: z.number().int().describe('who would get nothing, for comparison'),
      reasons: z.array(
        z.object({
          answer: z.enum(['skip', 'defer']),
          code: z.string(),
          count: z.number().int(),
          samples: z.array(z.object({ contactId: z.string(), contactName: z.string() })).describe('some of them'),
        }),
      ),
      nextCursor: z.string().nullable(),
      hasMore: z.boolean(),
    })
    .meta({ id: 'CampaignCheck' }),
});
export type CampaignCheck = z.output<typeof checkCampaign.response>;

export const previewCampaign = contract({
  operationId: 'previewCampaign',
  method: 'GET',
  path: '/v1/campaigns/:id/preview',
  tag: 'Campaigns',
  summary:
    'The message as a contact would get it, and what would become of them. Its links of ours lead nowhere; without a contact it is for somebody made up.',
  ...one,
  query: z.strictObject({
    contactId: idOf('contact').optional(),
    step: step.optional(),
    locale: line(35).optional().describe('absent: the contact’s'),
  }),
  response: z
    .object({
      template: z.string(),
      step: z.string().describe('of a campaign without steps `send`'),
      steps: z.array(message),
      ...previewed,
      contact: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: somebody made up'),
      fate: z
        .object({
          inAudience: z.boolean(),
          heldOut: z.boolean(),
          dueAt: instant
            .nullable()
            .describe('the campaign’s time on the contact’s own clock; null: not in the audience'),
          answer: z
            .enum(['send', 'skip', 'defer'])
            .nullable()
            .describe('the gate’s, at that time; null: it isn’t asked'),
          code: z.string().nullable(),
          until: instant.nullable(),
        })
        .nullable()
        .describe('null: somebody made up, or nobody can say yet whom the campaign is for'),
    })
    .meta({ id: 'CampaignPreview' }),
});
export type CampaignPreview = z.output<typeof previewCampaign.response>;

const MOST_TESTS = 10;

export const testCampaign = contract({
  operationId: 'testCampaign',
  method: 'POST',
  path: '/v1/campaigns/:id/test',
  tag: 'Campaigns',
  summary:
    'Send the mail to people who work here, as a contact would get it: marked as a test, its links of ours lead nowhere, and nothing counts it.',
  ...one,
  body: z.strictObject({
    contactId: idOf('contact').optional().describe('as whom; absent: as the first of the audience'),
    to: z
      .array(line(320))
      .min(1)
      .max(MOST_TESTS)
      .optional()
      .describe('addresses of people who work here; absent: your own'),
  }),
  response: z.object({
    contact: z.object({ id: z.string(), name: z.string() }).describe('as whom'),
    subject: z.string(),
    locale: z.string(),
    sentTo: z.array(z.string()),
  }),
});
