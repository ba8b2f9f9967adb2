import { z } from 'zod';
import { FORM_FIELD_TYPES } from '../../domain/definition/schema-form.js';
import { FORM_REFUSALS } from '../../domain/form/refusal.js';
import { instant, localised, name, pageOf, paging } from './common.js';
import { contract } from './contract.js';

/** Ids of definitions, which stand in addresses. */
const definitionId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected an id in kebab-case')
  .max(64);

const refusals = z
  .array(z.object({ reason: z.enum(FORM_REFUSALS), count: z.int(), lastAt: instant }))
  .describe('what was sent in vain in the last 30 days, by reason; nothing is kept of who sent it');

export const formSummary = z
  .object({
    id: name,
    name: localised,
    version: z.int(),
    publishedAt: instant,
    submissions: z.int().describe('of the last 30 days, as all counts here'),
    newContacts: z.int(),
    visits: z.int().describe('times that people opened its page'),
    machineVisits: z.int().describe('times that programs did'),
    blocked: z.int(),
    lastAt: instant.nullable().describe('when it was last filled in'),
    campaigns: z.array(z.object({ id: name, visits: z.int(), submissions: z.int(), newContacts: z.int() })),
    refusals,
  })
  .meta({ id: 'Form' });
export type FormSummary = z.output<typeof formSummary>;

const oneForm = formSummary
  .extend({
    fields: z.array(
      z.object({
        id: name,
        label: localised,
        type: z.enum(FORM_FIELD_TYPES),
        to: name.nullable(),
        required: z.boolean(),
        options: z.array(z.object({ value: z.string(), label: localised })).describe('of a choice; else none'),
      }),
    ),
    consent: z
      .object({ topic: name, text: localised, required: z.boolean() })
      .nullable()
      .describe('what somebody agrees to who ticks its box; null: it has none'),
    redirect: z.string().nullable().describe('where it leads on to afterwards; null: it says thanks'),
  })
  .meta({ id: 'FormDetail' });
export type FormDetailView = z.output<typeof oneForm>;

/**
 * What became of a consent: it counted at once; its mail was answered; it waits for that; nobody answered within 30 days; or
 * nobody was asked, since the same was agreed to or asked for before.
 */
export const CONSENT_STATES = ['given', 'confirmed', 'waiting', 'lapsed', 'not-asked'] as const;

export const formSubmission = z
  .object({
    id: z.string(),
    formId: name,
    version: z.int(),
    at: instant,
    contact: z.object({ id: z.string(), name: z.string() }),
    isNew: z.boolean().describe('whether it made the contact'),
    campaignId: z.string().nullable(),
    language: z.string(),
    agreed: z.boolean(),
    consent: z
      .object({
        topic: name,
        text: z.string().describe('to the letter as the page showed it'),
        state: z
          .enum(CONSENT_STATES)
          .describe('not-asked: the same was agreed to or asked for before. A consent may have been taken back since'),
      })
      .nullable()
      .describe('what was agreed to; null: nothing'),
    answers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    differs: z
      .array(z.string())
      .describe('fields of the contact that the record says otherwise: nothing was overwritten'),
  })
  .meta({ id: 'FormSubmission' });
export type FormSubmissionView = z.output<typeof formSubmission>;

export const listForms = contract({
  operationId: 'listForms',
  method: 'GET',
  path: '/v1/forms',
  tag: 'Forms',
  summary: 'The published forms, with what came by them in the last 30 days and what was refused.',
  response: z.object({ data: z.array(formSummary) }),
});

export const getForm = contract({
  operationId: 'getForm',
  method: 'GET',
  path: '/v1/forms/:id',
  tag: 'Forms',
  summary: 'A published form with what it asks, what came by it in the last 30 days and what was refused.',
  params: z.object({ id: name }),
  response: oneForm,
});

export const listFormSubmissions = contract({
  operationId: 'listFormSubmissions',
  method: 'GET',
  path: '/v1/form-submissions',
  tag: 'Forms',
  summary: 'What was sent by forms, newest first; a rep sees what their own contacts sent.',
  query: z.strictObject({ ...paging, form: name.optional(), campaign: name.optional() }),
  response: pageOf(formSubmission),
});

export const formLinks = contract({
  operationId: 'formLinks',
  method: 'GET',
  path: '/v1/forms/:id/links',
  tag: 'Forms',
  summary: 'Where a form is: its page, the HTML to put it into another page, and the landing link of a campaign.',
  params: z.object({ id: name }),
  query: z.strictObject({ campaign: definitionId.optional(), lang: z.enum(['en', 'zh-CN']).optional() }),
  response: z.object({
    page: z.string().describe('the address of its page'),
    landing: z.string().nullable().describe('the same with the campaign as its source; null: no campaign was named'),
    embed: z.string().describe('HTML of the form for another site; it works without scripts'),
    frame: z.string().describe('HTML that shows its page in a frame, on the hosts that policy.yaml names'),
  }),
});
