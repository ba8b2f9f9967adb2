import type { FastifyReply, FastifyRequest } from 'fastify';
import { invitationOf } from '../../domain/campaign/invitation.js';
import type { Definition, SurveyDefinition } from '../../domain/definition/definition.js';
import { parseDefinition } from '../../domain/definition/parse.js';
import { answerRsvp, answerSurvey, rsvpPage, surveyPage } from '../contracts/public-links.js';
import type { AppDeps, QuestionLink } from '../deps.js';
import { notFound, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { pageHeaders } from './html.js';
import { answeredPage, placePage } from './place-pages.js';
import { invitationPage, questionsPage, thanksPage } from './question-pages.js';
import { readAnswers } from './survey-answers.js';
import type { Wording } from './wording.js';
import { wordsOf } from './words-of.js';

/** What mails ask: surveys and invitations. The token is all there is to know; each asking takes one answer. */
export function questionRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(surveyPage, async ({ params, request, reply }) => {
    const { words, survey } = await surveyOf(deps, params.token, request, reply);
    return questionsPage(words, survey, false);
  });

  routes.on(answerSurvey, async ({ params, body, request, reply }) => {
    const { link, words, survey } = await surveyOf(deps, params.token, request, reply);
    const { score, answers } = readAnswers(survey, body);
    if (Object.keys(answers).length === 0) {
      reply.code(422);
      return questionsPage(words, survey, true);
    }
    const fields = { survey: survey.id, step: link.step, ...(score === null ? {} : { score }), answers };
    const isNew = await tell(deps, link, 'survey.answered', fields);
    return thanksPage(words, isNew ? words.thanks : words.answeredBefore);
  });

  routes.on(rsvpPage, async ({ params, request, reply }) => {
    const { link, words, definition } = await visitorOf(deps, params.token, 'rsvp', request, reply);
    const invitation = invitationOf(definition);
    if (invitation === null) return invitationPage(words, definition.name);
    const place = await deps.guests.look(invitation, link.contactId);
    return placePage(words, definition.name, invitation.rsvp, place);
  });

  routes.on(answerRsvp, async ({ params, body, request, reply }) => {
    const { link, words, definition } = await visitorOf(deps, params.token, 'rsvp', request, reply);
    const { answer, companions } = body;
    const invitation = invitationOf(definition);
    if (invitation !== null) {
      const { contactId, step } = link;
      if (companions > invitation.rsvp.companions) throw new Problem('invalid', 'more companions than may come');
      const outcome = await deps.guests.answer(invitation, { contactId, step, answer, companions });
      if (outcome === 'gone') throw unknownLink();
      return answeredPage(words, await deps.guests.look(invitation, contactId), outcome);
    }
    const fields = { form: definition.id, answer, step: link.step };
    if (!(await tell(deps, link, 'form.submitted', fields))) return thanksPage(words, words.answeredBefore);
    return thanksPage(words, answer === 'yes' ? words.rsvpComing : words.rsvpNotComing);
  });
}

interface Asked {
  readonly link: QuestionLink;
  readonly words: Wording;
  readonly definition: Definition;
}

async function surveyOf(
  deps: AppDeps,
  token: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Omit<Asked, 'definition'> & { readonly survey: SurveyDefinition }> {
  const { definition, ...asked } = await visitorOf(deps, token, 'survey', request, reply);
  if (definition.kind !== 'survey') throw unknownLink();
  return { ...asked, survey: definition };
}

/** Who was asked what; throws the 404 for a token that is none of ours, somebody we no longer know, a form that is gone. */
async function visitorOf(
  deps: AppDeps,
  token: string,
  wanted: QuestionLink['kind'],
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Asked> {
  const link = deps.links.verify(token);
  if (link === null || link.kind !== wanted) throw unknownLink();
  const choices = await deps.stores.preferences.choices(link.contactId);
  const published = await deps.stores.definitions.get(link.form);
  if (choices === null || published === null) throw unknownLink();
  const { definition } = parseDefinition({ file: link.form, text: published.text });
  if (definition === null) throw new Error(`${link.form} is published but does not parse`);
  const words = wordsOf(choices.language, request);
  pageHeaders(reply, words.tag);
  return { link, words, definition };
}

const unknownLink = (): Problem => new Problem('not-found', 'This link is none of ours.');

/** Says whether it was the first answer to this asking: of two at once one is told. */
async function tell(
  deps: AppDeps,
  { kind, contactId, form, journeyId, step, occurrence }: QuestionLink,
  type: string,
  fields: { readonly [name: string]: unknown },
): Promise<boolean> {
  const externalId = [kind, form, journeyId, step, occurrence].join(':');
  const received = await deps.engine.receive({ type, contactId, fields, source: 'link', externalId });
  if (!received.ok) throw notFound('contact', contactId);
  return !received.value.duplicate;
}
