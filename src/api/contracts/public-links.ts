import { z } from 'zod';
import { contract } from './contract.js';

/*
 * Where the links of mails lead. The token is all the authority there is: no sign-in, no cookie. Pages, not JSON.
 */

const params = z.strictObject({
  token: z.string().min(1).max(700).describe('from a mail; nobody can make one without the key'),
});

/** RFC 8058 mail clients send either form. */
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'] as const;

const page = {
  tag: 'Public links',
  params,
  response: z.string().describe('a page in English or Chinese'),
  others: { 404: z.string().describe('a page that says that the link is not one of ours') },
  contentType: 'text/html',
} as const;

export const unsubscribePage = contract({
  ...page,
  operationId: 'unsubscribePage',
  method: 'GET',
  path: '/u/:token',
  summary: 'Asks whether to unsubscribe, with one button. Changes nothing, since mail scanners open every link.',
});

export const unsubscribe = contract({
  ...page,
  operationId: 'unsubscribe',
  method: 'POST',
  path: '/u/:token',
  summary: 'Unsubscribes, at once and however often it is sent: the one-click of RFC 8058, and the page’s own button.',
  // A mail client's POST here means one thing, so no body is needed and none is wrong.
  body: z.looseObject({ 'List-Unsubscribe': z.string().optional().describe('One-Click, by RFC 8058') }),
  consumes: FORMS,
});

export const preferencesPage = contract({
  ...page,
  operationId: 'preferencesPage',
  method: 'GET',
  path: '/p/:token',
  summary: 'What marketing mail somebody gets, all and by topic, with buttons to stop it and to allow it again.',
});

export const changePreferences = contract({
  ...page,
  operationId: 'changePreferences',
  method: 'POST',
  path: '/p/:token',
  summary: 'Stops marketing mail, or allows it again and keeps the consent with its wording.',
  body: z.looseObject({
    action: z.enum(['stop', 'allow']),
    topic: z.string().min(1).max(100).describe('a topic that the page shows; * is all marketing mail'),
  }),
  consumes: FORMS,
});

export const surveyPage = contract({
  ...page,
  operationId: 'surveyPage',
  method: 'GET',
  path: '/s/:token',
  summary: 'The questions of a survey. Changes nothing.',
});

export const answerSurvey = contract({
  ...page,
  operationId: 'answerSurvey',
  method: 'POST',
  path: '/s/:token',
  summary: 'Takes the answers, once for each mail that asked, and tells the journeys as `survey.answered`.',
  body: z.looseObject({}).describe('the ids of the questions, each with its answer'),
  consumes: FORMS,
});

export const rsvpPage = contract({
  ...page,
  operationId: 'rsvpPage',
  method: 'GET',
  path: '/r/:token',
  summary:
    'Asks whether somebody comes, and with how many where that is asked; says what places there are. Changes nothing.',
});

export const answerRsvp = contract({
  ...page,
  operationId: 'answerRsvp',
  method: 'POST',
  path: '/r/:token',
  summary:
    'Takes the yes or no, once for each mail that asked, and tells the journeys as `form.submitted`. Of an invitation with places or companions it takes another answer too.',
  body: z.looseObject({
    answer: z.enum(['yes', 'no']),
    companions: z.coerce
      .number()
      .int()
      .min(0)
      .default(0)
      .describe('how many come along, as many as the invitation allows'),
  }),
  consumes: FORMS,
});

export const confirmConsentPage = contract({
  ...page,
  operationId: 'confirmConsentPage',
  method: 'GET',
  path: '/k/:token',
  summary: 'Shows what was agreed to by a form in the name of this address, with one button. Changes nothing.',
});

export const confirmConsent = contract({
  ...page,
  operationId: 'confirmConsent',
  method: 'POST',
  path: '/k/:token',
  summary: 'Confirms it: from now on it is a consent, kept with its words.',
  body: z.looseObject({}),
  consumes: FORMS,
});

const visitParams = z.strictObject({
  token: z.string().min(1).max(2000).describe('from a mail; it holds where the link leads, signed'),
});

export const followLink = contract({
  operationId: 'followLink',
  method: 'GET',
  path: '/c/:token',
  tag: 'Public links',
  summary: 'Leads on to where a link of a mail leads, and notes the visit. Leads nowhere that we did not sign.',
  params: visitParams,
  status: 302,
  response: z.string().describe('empty; the header `location` says where to'),
  others: { 404: z.string().describe('a page that says that the link is not one of ours') },
  contentType: 'text/html',
});

export const openPicture = contract({
  operationId: 'openPicture',
  method: 'GET',
  path: '/o/:token',
  tag: 'Public links',
  summary:
    'A picture that nobody sees, in mails that tell whether they are opened. Whatever the token is, it is the picture.',
  params: visitParams,
  response: z.string().describe('a transparent GIF'),
  contentType: 'image/gif',
});
