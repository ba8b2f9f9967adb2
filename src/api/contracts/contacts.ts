import { z } from 'zod';
import { isValidZone } from '../../domain/calendar/zone.js';
import { parseEmailAddress } from '../../domain/mail-address.js';
import { fields, idOf, instant, line, name, pageOf, paging, search } from './common.js';
import { contract } from './contract.js';

export const contact = z
  .object({
    id: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    name: z.string(),
    company: z.string().nullable(),
    title: z.string().nullable(),
    language: z.string().nullable(),
    timezone: z.string().nullable(),
    country: z.string().nullable(),
    region: z.string().nullable(),
    city: z.string().nullable(),
    source: z.string().nullable(),
    channel: z.string().nullable(),
    status: z.string().nullable(),
    stage: z.string().nullable(),
    tags: z.array(z.string()),
    score: z.number(),
    doNotContact: z.boolean(),
    custom: z.record(z.string(), z.unknown()),
    accountId: z.string().nullable(),
    ownerId: z.string().nullable(),
    /** Of a lead: the pool it is claimed from and goes back to. */
    poolId: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Contact' });
export type ContactView = z.output<typeof contact>;

const address = line(320).refine((text) => parseEmailAddress(text).ok, 'expected one e-mail address');

const writable = {
  email: address.nullable(),
  phone: line(50).nullable(),
  firstName: line().nullable(),
  lastName: line().nullable(),
  name: line(),
  company: line().nullable(),
  title: line().nullable(),
  language: line(35).nullable(),
  timezone: line(64).refine(isValidZone, 'expected an IANA time zone, such as Europe/Berlin').nullable(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected two capital letters (ISO 3166), such as DE')
    .nullable(),
  region: line().nullable(),
  city: line().nullable(),
  source: line().nullable(),
  channel: line().nullable(),
  status: line().nullable(),
  tags: z.array(line(100)).max(100),
  doNotContact: z.boolean(),
  custom: fields,
  accountId: idOf('account').nullable(),
  ownerId: line(64).nullable(),
  poolId: name.nullable(),
};

const optional = z.strictObject(writable).partial();
export type ContactFields = z.output<typeof optional>;

export const listContacts = contract({
  operationId: 'listContacts',
  method: 'GET',
  path: '/v1/contacts',
  tag: 'Contacts',
  summary: 'Contacts, newest first.',
  query: z.strictObject({
    ...paging,
    q: search,
    email: line(320).optional(),
    owner: line(64).optional(),
    status: line(200).optional(),
    source: line(200).optional(),
    tag: line(100).optional(),
  }),
  response: pageOf(contact),
});

export const getContact = contract({
  operationId: 'getContact',
  method: 'GET',
  path: '/v1/contacts/:id',
  tag: 'Contacts',
  summary: 'One contact.',
  params: z.object({ id: idOf('contact') }),
  response: contact,
});

export const createContact = contract({
  operationId: 'createContact',
  method: 'POST',
  path: '/v1/contacts',
  tag: 'Contacts',
  summary: 'Add a lead. Emits `lead.created`, so the journeys it fits begin.',
  body: optional.refine((value) => value.name !== undefined || value.lastName != null || value.email != null, {
    error: 'expected at least one of name, lastName and email',
  }),
  response: z.object({ contact, eventId: z.string(), started: z.array(z.string()) }),
  status: 201,
});

export const updateContact = contract({
  operationId: 'updateContact',
  method: 'PATCH',
  path: '/v1/contacts/:id',
  tag: 'Contacts',
  summary: 'Change fields. Emits `contact.changed` with what was set.',
  params: z.object({ id: idOf('contact') }),
  body: optional.refine((value) => Object.keys(value).length > 0, { error: 'expected at least one field' }),
  response: contact,
});
