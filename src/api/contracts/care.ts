import { z } from 'zod';
import { CAMPAIGN_STATES } from '../../domain/campaign/life.js';
import { PARTS } from '../../domain/campaign/recipient.js';
import { CARE_KINDS } from '../../domain/care/occasions.js';
import { idOf, instant, localised, name, pageOf, paging, prose } from './common.js';
import { contract } from './contract.js';
import { previewTemplate } from './templates.js';

const tag = 'Care';

const isDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
export const day = z
  .string()
  .regex(/^[1-9]\d{3}-\d\d-\d\d$/, 'expected a date like 2027-05-17')
  .refine(isDay, 'expected a day that there is, like 2027-05-17');

const what = {
  definitionId: z.string(),
  definitionName: localised.nullable(),
  occasion: z.string().describe('the wait or repeat of the definition that it comes of'),
  kind: z.enum(CARE_KINDS),
  about: z.string().nullable().describe('the path of a date, or the festival'),
  step: z.string(),
  action: z.enum(['email', 'sms', 'task']),
  template: z.string().nullable(),
  taskKind: z.string().nullable(),
};

const part = z
  .object({ ...what, count: z.number().int(), expected: z.number().int().describe('of these, not waited for yet') })
  .meta({ id: 'CarePart' });
export type CarePartView = z.output<typeof part>;

const campaign = z
  .object({
    id: z.string(),
    name: localised,
    state: z.enum(CAMPAIGN_STATES).describe('a draft is one that says when it is to go out'),
    day,
    time: z.string().describe('like 10:00'),
    timezone: z.string().describe('on whose clocks: a zone, or `contact`: on each one’s own'),
    templates: z.array(z.string()).describe('of its messages; none of a draft that has faults'),
    expected: z
      .number()
      .int()
      .nullable()
      .describe(
        'recipients: those that are frozen, else as many as there were when it was asked for; null: not counted yet',
      ),
    frozen: z.boolean(),
    takenOut: z.number().int(),
  })
  .meta({ id: 'CareCampaign' });
export type CareCampaignView = z.output<typeof campaign>;

const careDay = z
  .object({
    day,
    total: z.number().int(),
    takenOut: z.number().int().describe('of these, people whom somebody has taken out'),
    lunar: z.object({ month: z.number().int(), day: z.number().int(), leap: z.boolean() }),
    festivals: z.array(z.string()),
    parts: z.array(part),
    campaigns: z.array(campaign).describe('not counted in `total`'),
  })
  .meta({ id: 'CareDay' });
export type CareDayView = z.output<typeof careDay>;

const exclusion = z
  .object({
    id: z.string(),
    of: z.enum(['occasion', 'kind', 'campaign']),
    contactId: z.string(),
    contactName: z.string().nullable(),
    definitionId: z.string(),
    definitionName: localised.nullable(),
    occasion: z.string().nullable(),
    day: day.nullable(),
    steps: z.array(z.string()).describe('empty: all'),
    reason: z.string(),
    by: z.object({ id: z.string(), name: z.string().nullable() }),
    at: instant,
    undoneAt: instant.nullable(),
    undoneBy: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'CareExclusion' });
export type CareExclusionView = z.output<typeof exclusion>;

const item = z
  .object({
    ...what,
    journeyId: z.string(),
    phase: z.string().describe('`paused`: it goes out when the journey is resumed'),
    contactId: z.string(),
    contactName: z.string(),
    company: z.string().nullable(),
    city: z.string().nullable(),
    ownerId: z.string().nullable(),
    ownerName: z.string().nullable(),
    title: localised.nullable().describe('of a task'),
    day,
    at: instant.describe('when it goes out or appears, its window counted in'),
    local: z.string().describe('that in the zone of the journey, like 2027-05-17 09:00:00 +08:00'),
    timezone: z.string(),
    expected: z.boolean().describe('the journey does not wait for it yet: it is so if all goes as now'),
    open: z.boolean().describe('whether it is done at all is only known then'),
    takenOut: exclusion.nullable(),
  })
  .meta({ id: 'CareItem' });
export type CareItemView = z.output<typeof item>;

/** A month, and as much as a year. */
export const MOST_CARE_DAYS = 366;

const filter = { definition: name.optional(), kind: z.enum(CARE_KINDS).optional() };

export const careCalendar = contract({
  operationId: 'careCalendar',
  method: 'GET',
  path: '/v1/care/calendar',
  tag,
  summary:
    'What care comes by itself on each day, of journeys that are under way: birthdays, anniversaries, festivals, return visits; and the campaigns that are planned, unless a kind is asked for. At most a year at a time. A rep sees their own people.',
  query: z
    .strictObject({ from: day, to: day.describe('this day too'), ...filter })
    .refine(({ from, to }) => from <= to, { error: 'expected a day from `from` on', path: ['to'] })
    .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 < MOST_CARE_DAYS, {
      error: `expected at most ${MOST_CARE_DAYS} days`,
      path: ['to'],
    }),
  response: z.object({ from: day, to: day, today: day, data: z.array(careDay) }),
});

export const listCare = contract({
  operationId: 'listCare',
  method: 'GET',
  path: '/v1/care',
  tag,
  summary: 'Whom we care for on a day: at what hour of theirs, with which message or task. Earliest first.',
  query: z.strictObject({ ...paging, day, ...filter, step: name.optional() }),
  response: pageOf(item),
});

const person = z
  .object({
    contactId: z.string(),
    contactName: z.string(),
    company: z.string().nullable(),
    city: z.string().nullable(),
    ownerId: z.string().nullable(),
    ownerName: z.string().nullable(),
    at: instant.describe('when it is due for them'),
    local: z.string().describe('that on their own clock, like 2027-09-14 10:00:00 +08:00'),
    timezone: z.string(),
    heldOut: z.boolean().describe('gets nothing, for comparison'),
    part: z.enum(PARTS).nullable().describe('of the sum; null: the audience is not frozen yet'),
    takenOut: exclusion.nullable(),
  })
  .meta({ id: 'CareCampaignPerson' });
export type CarePersonView = z.output<typeof person>;

export const listCareCampaignPeople = contract({
  operationId: 'listCareCampaignPeople',
  method: 'GET',
  path: '/v1/care/campaigns/:id/people',
  tag,
  summary:
    'Whom a planned campaign goes to: its audience once that is frozen, before who would be in it now. A rep sees their own people.',
  params: z.object({ id: name }),
  query: z.strictObject(paging),
  response: pageOf(person).extend({
    size: z
      .number()
      .int()
      .nullable()
      .describe('how many there are; only on the first page, and of a frozen audience not to a rep'),
  }),
});

export const careMessage = contract({
  operationId: 'careMessage',
  method: 'GET',
  path: '/v1/care/message',
  tag,
  summary: 'A message of the calendar as that person would get it now. Its links of ours lead nowhere.',
  query: z.strictObject({ journey: idOf('journey'), step: name }),
  response: previewTemplate.response,
});

const reason = prose(500).min(1).describe('kept on the audit log, and told in the story');

export const takeOutOfCare = contract({
  operationId: 'takeOutOfCare',
  method: 'POST',
  path: '/v1/care/exclusions',
  tag,
  summary:
    'Take one person out: of an occasion (the next one comes again), of all such occasions, or of a campaign that has not begun. It holds at once; the same again changes nothing.',
  body: z.discriminatedUnion('of', [
    z.strictObject({ of: z.literal('occasion'), journeyId: idOf('journey'), step: name, day, reason }),
    z.strictObject({ of: z.literal('kind'), journeyId: idOf('journey'), step: name, reason }),
    z.strictObject({ of: z.literal('campaign'), campaignId: name, contactId: idOf('contact'), reason }),
  ]),
  response: exclusion,
  status: 201,
});

export const undoCareExclusion = contract({
  operationId: 'undoCareExclusion',
  method: 'POST',
  path: '/v1/care/exclusions/:id/undo',
  tag,
  summary: 'Let somebody who was taken out have it again, as far as it is still to come.',
  params: z.object({ id: idOf('careExclusion') }),
  body: z.strictObject({ reason: prose(500).optional() }),
  response: exclusion,
});

export const listCareExclusions = contract({
  operationId: 'listCareExclusions',
  method: 'GET',
  path: '/v1/care/exclusions',
  tag,
  summary: 'Who was taken out of what, by whom and why, newest first.',
  query: z.strictObject({
    ...paging,
    contact: idOf('contact').optional(),
    definition: name.optional(),
    standing: z.enum(['true', 'false']).default('true').describe('`false`: those that were undone too'),
  }),
  response: pageOf(exclusion),
});
