import { z } from 'zod';
import { localised } from './common.js';
import { contract } from './contract.js';

/*
 * Forms that anybody may fill in: no sign-in, no cookie. A page for people, which works without scripts and in other sites' pages, and
 * the same as JSON for programs.
 */

const params = z.strictObject({ formId: z.string().min(1).max(64).describe('the id of a published form') });
const query = z.strictObject({ lang: z.enum(['en', 'zh-CN']).optional().describe('else what the browser asks for') });
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const;
const answers = z.looseObject({}).describe('the ids of the fields, each with its answer; `_stamp` of the page');

const page = {
  tag: 'Public forms',
  query,
  response: z.string().describe('a page in English or Chinese'),
  others: { 404: z.string().describe('a page that says that there is no such form') },
  contentType: 'text/html',
} as const;

export const formPage = contract({
  ...page,
  operationId: 'formPage',
  method: 'GET',
  path: '/f/:formId',
  params,
  summary: 'A form to fill in. Changes nothing.',
});

export const landingPage = contract({
  ...page,
  operationId: 'landingPage',
  method: 'GET',
  path: '/l/:token',
  params: z.strictObject({ token: z.string().min(1).max(700).describe('which form, and by which campaign') }),
  summary: 'The same by the link of a campaign, which is kept as where people come from.',
});

export const submitForm = contract({
  ...page,
  operationId: 'submitForm',
  method: 'POST',
  path: '/f/:formId',
  params,
  summary: 'Takes what was filled in and thanks, or shows the form again with what is to be put right.',
  body: answers,
  consumes: FORMS,
  others: { ...page.others, 303: z.string().describe('empty; the header `location` says where the form leads on to') },
});

export const formFields = contract({
  operationId: 'formFields',
  method: 'GET',
  path: '/f/:formId/fields',
  tag: 'Public forms',
  summary: 'What a form asks, and the stamp to send with the answers: for a page that draws it by itself.',
  params,
  query,
  response: z.object({
    id: z.string(),
    name: localised,
    fields: z.array(
      z.object({
        id: z.string(),
        label: localised,
        type: z.enum(['line', 'text', 'number', 'choice', 'check']),
        required: z.boolean(),
        options: z.array(z.object({ value: z.string(), label: localised })).optional(),
      }),
    ),
    consent: z.object({ text: localised, required: z.boolean() }).nullable().describe('sent as `_consent`'),
    stamp: z.string().describe('sent as `_stamp`, once, from two seconds to a day after it was given'),
  }),
});

export const sendForm = contract({
  operationId: 'sendForm',
  method: 'POST',
  path: '/f/:formId/answers',
  tag: 'Public forms',
  summary: 'Takes the answers as JSON (or as a form). The answer never tells whether somebody is known.',
  params,
  query,
  body: answers,
  response: z.object({
    taken: z.literal(true),
    redirect: z.string().nullable().describe('where the form leads on to'),
  }),
});
