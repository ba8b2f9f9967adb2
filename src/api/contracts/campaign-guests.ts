import { z } from 'zod';
import { GUEST_ANSWERS } from '../../domain/campaign/guest.js';
import { instant, name, pageOf, paging } from './common.js';
import { contract } from './contract.js';

/* Who comes to the event that a campaign invites to (docs/campaigns.md, "Guests"). */

const one = { params: z.object({ id: name }) };

const guest = z
  .object({
    n: z.number().int().describe('its place among the recipients, from 1'),
    contactId: z.string(),
    contactName: z.string(),
    company: z.string().nullable(),
    answer: z
      .enum(GUEST_ANSWERS)
      .describe(
        'the last that was said; waiting: a yes without a place; none: was asked; not-asked: nothing went to them',
      ),
    companions: z.number().int().optional().describe('how many come along; of an invitation with places or companions'),
    turn: z.number().int().optional().describe('of who waits: 1 is the next to have a place'),
    answeredAt: instant.nullable(),
    journeyId: z.string().nullable(),
  })
  .meta({ id: 'CampaignGuest' });
export type GuestView = z.output<typeof guest>;

const count = z.number().int();
const guestCounts = z
  .object({
    ...{ yes: count, no: count, none: count, 'not-asked': count },
    waiting: count.optional().describe('of an invitation with places'),
  })
  .describe('each of the audience is in one of them')
  .meta({ id: 'CampaignGuestCounts' });
export type GuestCounts = z.output<typeof guestCounts>;

const eventPlaces = z
  .object({
    places: count.nullable().describe('null: there is room for all'),
    taken: count.describe('by those who come, with their companions; more than there are if people promised more'),
    left: count.nullable(),
    waiting: count.describe('how many places those who wait would take'),
  })
  .meta({ id: 'CampaignEventPlaces' });
export type EventPlaces = z.output<typeof eventPlaces>;

export const listCampaignGuests = contract({
  operationId: 'listCampaignGuests',
  method: 'GET',
  path: '/v1/campaigns/:id/guests',
  tag: 'Campaigns',
  summary: 'The guest list of an event: who comes, who does not, and who has not answered.',
  ...one,
  query: z.strictObject({ ...paging, answer: z.enum(GUEST_ANSWERS).optional() }),
  response: pageOf(guest).extend({
    counts: guestCounts,
    places: eventPlaces.optional().describe('of an invitation with places or companions'),
  }),
});

export const exportCampaignGuests = contract({
  operationId: 'exportCampaignGuests',
  method: 'GET',
  path: '/v1/campaigns/:id/guests/export',
  tag: 'Campaigns',
  summary: 'The guest list as CSV: a row for each of the audience, with how to reach them and whose they are.',
  ...one,
  response: z.string(),
  contentType: 'text/csv',
});
