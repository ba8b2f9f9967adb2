import { z } from 'zod';
import { parseWeek } from '../../domain/calendar/iso-week.js';
import { day } from './care.js';
import { instant, line, pageOf, paging } from './common.js';
import { contract } from './contract.js';
import { lately } from './lately.js';

/*
 * The open tasks of the kind `visit`, as somebody plans where to go: by week, in it by place. A visit is in the week of its
 * appointment, else in that by whose end it is due.
 */

const tag = 'Tasks';

const isoWeek = z.string().refine((text) => parseWeek(text) !== undefined, 'expected a week like 2027-W03');

const WHEN = ['overdue', 'undated'] as const;
const when = z
  .union([z.enum(WHEN), isoWeek])
  .describe('a week like `2027-W03`; `overdue`: before this week; `undated`: without a time');

const place = z
  .object({
    key: z.string().describe('the same for one place, however it is written'),
    country: z.string().nullable(),
    region: z.string().nullable(),
    city: z.string().nullable(),
  })
  .describe('the contact’s, else the company’s')
  .meta({ id: 'VisitPlace' });
export type VisitPlaceView = z.output<typeof place>;

const whose = line(64).optional().describe('a user id, or `me`; absent: of everybody whose tasks one sees');

const group = z
  .object({
    week: when,
    from: day.nullable().describe('its Monday; null: it is no week'),
    to: day.nullable(),
    count: z.number().int(),
    places: z.array(place.extend({ count: z.number().int() })),
  })
  .meta({ id: 'VisitWeek' });
export type VisitWeekView = z.output<typeof group>;

const MOST_WEEKS = 26;

export const planReturnVisits = contract({
  operationId: 'planReturnVisits',
  method: 'GET',
  path: '/v1/return-visits/plan',
  tag,
  summary: 'How many return visits are to be made, by week and by place. A rep sees their own.',
  query: z.strictObject({
    owner: whose,
    weeks: z.coerce.number().int().min(1).max(MOST_WEEKS).default(6).describe('this one and those after it'),
  }),
  response: z.object({
    timezone: z.string().describe('in which weeks begin: the owner’s, or that of who asks'),
    thisWeek: isoWeek,
    data: z.array(group).describe('first what is overdue, then each week, then what has no time'),
    owners: z
      .array(z.object({ id: z.string(), name: z.string().nullable(), count: z.number().int() }))
      .describe('on whose desks they are, of those counted'),
  }),
});
export type VisitPlanView = z.output<typeof planReturnVisits.response>;

const visit = z
  .object({
    taskId: z.string(),
    title: z.string(),
    journeyId: z.string().nullable(),
    dueAt: instant.nullable(),
    appointment: z
      .object({ begins: instant, ends: instant, zone: z.string(), place: z.string().nullable() })
      .nullable(),
    place,
    assigneeId: z.string().nullable().describe('on whose desk it is now'),
    assigneeName: z.string().nullable(),
    contact: z
      .object({
        id: z.string(),
        name: z.string(),
        company: z.string().nullable(),
        title: z.string().nullable(),
        phone: z.string().nullable(),
        email: z.string().nullable(),
        timezone: z.string().nullable(),
      })
      .nullable(),
    ...lately.shape,
  })
  .meta({ id: 'ReturnVisit' });
export type ReturnVisitView = z.output<typeof visit>;

export const listReturnVisits = contract({
  operationId: 'listReturnVisits',
  method: 'GET',
  path: '/v1/return-visits',
  tag,
  summary:
    'The return visits of a week by place, each with what to know: the last order, open cases, the last answers. A rep sees their own.',
  query: z.strictObject({
    ...paging,
    week: when.optional().describe('absent: this week'),
    place: line(100).optional().describe('the key of a place'),
    owner: whose,
  }),
  response: pageOf(visit),
});
