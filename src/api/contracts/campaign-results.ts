import { z } from 'zod';
import { RESULT_FIGURES } from '../../domain/campaign/results.js';
import { instant, name, names } from './common.js';
import { contract } from './contract.js';

/* What a campaign brought (docs/campaigns.md, "Results"). */

const one = { params: z.object({ id: name }) };

const counts = z
  .object(
    Object.fromEntries(RESULT_FIGURES.map((figure) => [figure, z.number().int()])) as Record<
      (typeof RESULT_FIGURES)[number],
      z.ZodInt
    >,
  )
  .describe('how many recipients; each is in a figure once, however often they clicked')
  .meta({ id: 'CampaignResultCounts' });

const estimate = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .describe('a figure, and where it lies with a confidence of 95 %')
  .meta({ id: 'Estimate' });

const side = z.object({
  people: z.number().int(),
  converted: z.number().int(),
  share: estimate.nullable().describe('from 0 to 1; null: nobody is on this side'),
});

const comparison = z
  .object({
    assigned: side.describe(
      'whom chance did not hold out, as far as the campaign has come, also those whom the gate left out',
    ),
    heldOut: side,
    difference: estimate.nullable().describe('of the shares; null: nobody was held out'),
    more: estimate.nullable().describe('so many more people converted than would have without it'),
    isClear: z.boolean().describe('whether the difference can be told from chance'),
  })
  .meta({ id: 'CampaignComparison' });

const goal = z.object({
  on: z.array(z.string()),
  within: z.string().nullable().describe('of the recipient’s start; null: for ever'),
  isFinal: z.boolean().describe('whether nobody can convert any more'),
  endsAt: instant.nullable().describe('when the last recipient’s time is over; null: it still sends, or never'),
});

const results = z
  .object({
    id: z.string(),
    countedAt: instant,
    counts,
    machines: z
      .object({ opened: z.number().int(), clicked: z.number().int() })
      .describe('recipients of whom only machines did: previews, scanners of links (docs/law.md)'),
    links: z
      .array(z.object({ link: z.string(), clicked: z.number().int() }))
      .describe('the most clicked, and by how many'),
    goal: goal.nullable().describe('what its definition calls a conversion; null: nothing'),
    comparison: comparison.nullable().describe('null: it has no goal'),
  })
  .meta({ id: 'CampaignResults' });
export type CampaignResultsView = z.output<typeof results>;

export const campaignResults = contract({
  operationId: 'campaignResults',
  method: 'GET',
  path: '/v1/campaigns/:id/results',
  tag: 'Campaigns',
  summary: 'What came back for a campaign, and what it brought against those who were held out.',
  ...one,
  response: results,
});

export const RESULT_PARTS = ['language', 'domain', 'hour', 'segment'] as const;
export type ResultPart = (typeof RESULT_PARTS)[number];

const breakdown = z
  .object({
    id: z.string(),
    countedAt: instant,
    by: z.enum(RESULT_PARTS),
    groups: z
      .array(
        z.object({
          key: z
            .string()
            .nullable()
            .describe('the language, the domain, the hour from 0 to 23, or the segment; null: not known, or not kept'),
          counts,
          comparison: comparison.nullable().describe('by language and domain, where both sides have the same people'),
        }),
      )
      .describe('the largest first; hours in their order'),
    others: z.number().int().describe('smaller groups that are left out'),
  })
  .meta({ id: 'CampaignResultsBy' });
export type CampaignBreakdownView = z.output<typeof breakdown>;

export const campaignResultsBy = contract({
  operationId: 'campaignResultsBy',
  method: 'GET',
  path: '/v1/campaigns/:id/results/by',
  tag: 'Campaigns',
  summary:
    'The same by the recipients’ language, mail domain, hour on their own clocks when it went, or by segments that they fit now.',
  ...one,
  query: z
    .strictObject({
      part: z.enum(RESULT_PARTS),
      segments: names.optional().describe('of `part=segment`: their ids'),
    })
    .refine(({ part, segments }) => (part === 'segment') === (segments !== undefined && segments.length > 0), {
      error: 'expected segments with part=segment, and only then',
    }),
  response: breakdown,
});

export const exportCampaignResults = contract({
  operationId: 'exportCampaignResults',
  method: 'GET',
  path: '/v1/campaigns/:id/results/export',
  tag: 'Campaigns',
  summary: 'A row for each recipient, as CSV: who, in which part of the sum and why, and when what came back.',
  ...one,
  response: z.string(),
  contentType: 'text/csv',
});
