import { z } from 'zod';
import { instant, language, line, name, pageOf, paging, role, search } from './common.js';
import { contract } from './contract.js';

export const person = z.object({ id: z.string(), email: z.string(), name: z.string(), role });

const absence = z.object({
  from: instant,
  to: instant.nullable().describe('the first instant that they are back; null: until further notice'),
  isNow: z.boolean(),
});

export const user = person
  .extend({
    active: z.boolean(),
    managerId: z.string().nullable(),
    teams: z.array(z.string()),
    phone: z.string().nullable(),
    language: z.string().nullable(),
    timezone: z.string().nullable(),
    calendar: z.string().nullable(),
    deputyId: z.string().nullable(),
    absence: absence.nullable().describe('now or to come; null: none is known'),
    canSignIn: z.boolean().describe('whether a password has been chosen'),
  })
  .meta({ id: 'User' });
export type UserView = z.output<typeof user>;

/** How much somebody has in hand. */
export const work = z.object({
  contacts: z.number().int(),
  accounts: z.number().int(),
  deals: z.number().int().describe('open ones'),
  journeys: z.number().int().describe('open ones'),
  tasks: z.number().int().describe('open ones'),
});
export type WorkView = z.output<typeof work>;

const userDetail = user
  .extend({ work, reports: z.number().int().describe('people in their charge') })
  .meta({ id: 'UserDetail' });
export type UserDetailView = z.output<typeof userDetail>;

export const listUsers = contract({
  operationId: 'listUsers',
  method: 'GET',
  path: '/v1/users',
  tag: 'People',
  summary: 'The people who work here or did, by id.',
  query: z.strictObject({
    ...paging,
    role: role.optional(),
    active: z.enum(['true', 'false']).optional(),
    q: search,
  }),
  response: pageOf(user),
});

const byId = z.object({ id: line(64) });

export const getUser = contract({
  operationId: 'getUser',
  method: 'GET',
  path: '/v1/users/:id',
  tag: 'People',
  summary: 'One user, and how much is in their hands.',
  params: byId,
  response: userDetail,
});

const fields = {
  email: line(320),
  name: line(),
  role,
  managerId: line(64).nullable(),
  phone: line(50).nullable(),
  language: language.nullable(),
  timezone: line(64).nullable().describe('an IANA zone: tasks appear and fall due by it'),
  calendar: name.nullable().describe('id of the working calendar'),
};

const newUser = z.strictObject({
  ...fields,
  managerId: fields.managerId.default(null),
  phone: fields.phone.default(null),
  language: fields.language.default(null),
  timezone: fields.timezone.default(null),
  calendar: fields.calendar.default(null),
});
export type NewUser = z.output<typeof newUser>;

/** A link by which somebody chooses their password, once. Only this answer shows it. */
const invitation = z.object({ url: z.string(), until: instant }).meta({ id: 'Invitation' });
export type InvitationView = z.output<typeof invitation>;

export const createUser = contract({
  operationId: 'createUser',
  method: 'POST',
  path: '/v1/users',
  tag: 'People',
  summary: 'Make a user. The answer has the link by which they choose their password; nothing else shows it.',
  body: newUser,
  response: z.object({ user, invitation }),
  status: 201,
});

const userChanges = z.strictObject(fields).partial().extend({ active: z.boolean().optional() });
export type UserChanges = z.output<typeof userChanges>;

export const updateUser = contract({
  operationId: 'updateUser',
  method: 'PATCH',
  path: '/v1/users/:id',
  tag: 'People',
  summary: 'Change a user. One made inactive loses sessions and keys at once; for one who leaves see `leaveUser`.',
  params: byId,
  body: userChanges,
  response: user,
});

export const inviteUser = contract({
  operationId: 'inviteUser',
  method: 'POST',
  path: '/v1/users/:id/invitation',
  tag: 'People',
  summary: 'Let a user choose a password anew. A link given before works no longer.',
  params: byId,
  response: invitation,
  status: 201,
});

const newAbsence = z.strictObject({
  from: instant.optional().describe('now, if absent'),
  to: instant.nullable().default(null).describe('the first instant that they are back; null: until further notice'),
  deputyId: line(64).nullable().describe('who does the work; null: the manager'),
});

export const setAbsence = contract({
  operationId: 'setAbsence',
  method: 'POST',
  path: '/v1/users/:id/absence',
  tag: 'People',
  summary: 'Say when a user is away, in place of what was said before. A manager may for the people in their charge.',
  params: byId,
  body: newAbsence,
  response: user,
});

export const endAbsence = contract({
  operationId: 'endAbsence',
  method: 'DELETE',
  path: '/v1/users/:id/absence',
  tag: 'People',
  summary: 'Say that a user is back, or doesn’t go away after all.',
  params: byId,
  response: user,
});

export const setMyAbsence = contract({
  operationId: 'setMyAbsence',
  method: 'POST',
  path: '/v1/auth/me/absence',
  tag: 'People',
  summary: 'Say when the one who asks is away.',
  body: newAbsence,
  response: user,
});

export const endMyAbsence = contract({
  operationId: 'endMyAbsence',
  method: 'DELETE',
  path: '/v1/auth/me/absence',
  tag: 'People',
  summary: 'Say that the one who asks is back, or doesn’t go away after all.',
  response: user,
});
