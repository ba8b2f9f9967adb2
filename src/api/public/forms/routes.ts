import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type AnswerFault, CONSENT_FIELD, choicesOf, valueOfOption } from '../../../domain/form/read-submission.js';
import {
  formFields,
  formPage as formPageContract,
  landingPage,
  sendForm,
  submitForm,
} from '../../contracts/public-forms.js';
import type { AppDeps } from '../../deps.js';
import type { PublishedForm } from '../../form-ports.js';
import { toProblem } from '../../http/error-handler.js';
import { notFound, Problem } from '../../http/problem.js';
import type { Routes } from '../../http/routes.js';
import { takeForms } from '../form-bodies.js';
import { type PageReach, pageHeaders } from '../html.js';
import { type PageLanguage, pageLanguage } from '../language.js';
import { failurePage } from '../pages.js';
import { signOf } from '../visit-sign.js';
import { WORDING } from '../wording.js';
import { FloodGuard, FORM_RATES } from './guard.js';
import { type FormState, formPage, noFormPage, thanksPage } from './pages.js';
import { FormShelf } from './shelf.js';
import { type Taken, take } from './take.js';

const AGAIN_AFTER = '60';

/** The public forms: as pages, and as JSON. Each in a scope of its own, for the first takes forms. */
export async function publicFormRoutes(routes: Routes, app: FastifyInstance, deps: AppDeps): Promise<void> {
  const shelf = new FormShelf(deps.stores.definitions, deps.realNow);
  const guard = new FloodGuard({ ...FORM_RATES, ...deps.forms.rates });
  await app.register((scope, _options, done) => {
    takeForms(scope);
    scope.setErrorHandler((error, request, reply) => {
      const problem = toProblem(error, deps);
      if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
      const language = pageLanguage(null, request.headers['accept-language']);
      pageHeaders(reply, WORDING[language].tag);
      const body = problem.status === 404 ? noFormPage(language) : failurePage(WORDING[language], problem.status);
      return reply.code(problem.status).headers(problem.headers).type('text/html; charset=utf-8').send(body);
    });
    pageRoutes(routes.within(scope), deps, shelf, guard);
    done();
  });
  await app.register((scope, _options, done) => {
    takeForms(scope, { json: true });
    // Without cookies there is nothing that a foreign page could do in somebody's name.
    scope.addHook('onRequest', async (_request, reply) => void reply.header('access-control-allow-origin', '*'));
    dataRoutes(routes.within(scope), deps, shelf, guard);
    done();
  });
}

type Lang = { readonly lang?: 'en' | 'zh-CN' | undefined };

const languageOf = ({ lang }: Lang, request: FastifyRequest): PageLanguage =>
  pageLanguage(lang ?? null, request.headers['accept-language']);

async function published(shelf: FormShelf, id: string): Promise<PublishedForm> {
  const form = await shelf.get(id);
  if (form === null) throw notFound('form', id);
  return form;
}

function pageRoutes(routes: Routes, deps: AppDeps, shelf: FormShelf, guard: FloodGuard): void {
  const show = async (
    id: string,
    campaignId: string | null,
    query: Lang,
    request: FastifyRequest,
    reply: FastifyReply,
  ) => {
    const { form, version } = await published(shelf, id);
    const language = languageOf(query, request);
    deps.forms.desk.count({ formId: form.id, campaignId, what: signOf(request) === null ? 'visit' : 'machine' });
    pageHeaders(reply, WORDING[language].tag, reachOf(deps, form.redirect));
    const stamp = deps.forms.stamps.make({ formId: form.id, version, campaignId }, deps.realNow());
    return formPage(form, { language, stamp, sent: {}, faults: {}, note: null });
  };

  routes.on(formPageContract, ({ params, query, request, reply }) => show(params.formId, null, query, request, reply));

  routes.on(landingPage, ({ params, query, request, reply }) => {
    const link = deps.links.verify(params.token);
    if (link?.kind !== 'landing') throw new Problem('not-found', 'This link is none of ours.');
    return show(link.formId, link.campaignId, query, request, reply);
  });

  routes.on(submitForm, async ({ params, query, body, request, reply }) => {
    const form = await published(shelf, params.formId);
    const language = languageOf(query, request);
    pageHeaders(reply, WORDING[language].tag, reachOf(deps, form.form.redirect));
    const taken = await take(deps, guard, { published: form, fields: body, language, ip: request.ip });
    if (taken.type !== 'taken') return again(form, language, body, taken, reply);
    const address = redirectOf(deps, form);
    if (address === null) return thanksPage(form.form, language, taken.agrees);
    reply.code(303).header('location', address);
    return '';
  });
}

const STATUS = { invalid: 422, busy: 429, again: 409 } as const;
const NOTES = { invalid: 'check', busy: 'busy', again: 'again' } as const;

/** The form once more, with what was written in it. */
function again(
  { form }: PublishedForm,
  language: PageLanguage,
  sent: FormState['sent'],
  taken: Exclude<Taken, { type: 'taken' }>,
  reply: FastifyReply,
): string {
  // A form on another site is shown here for the first time: nothing has gone wrong.
  reply.code(taken.type === 'again' && taken.why === 'no-page' ? 200 : STATUS[taken.type]);
  if (taken.type === 'busy') reply.header('retry-after', AGAIN_AFTER);
  const faults = taken.type === 'invalid' ? taken.faults : {};
  // Who ticked the box on another page, or below other words, ticks it again on this one.
  const { [CONSENT_FIELD]: _, ...unticked } = sent;
  const isAnotherPage = taken.type === 'again' && (taken.why === 'no-page' || taken.why === 'too-old');
  const shown = isAnotherPage ? unticked : sent;
  return formPage(form, { language, stamp: taken.stamp, sent: shown, faults, note: NOTES[taken.type] });
}

/** The host may have been taken off the list since the form was published. */
function redirectOf({ forms }: AppDeps, { form: { redirect } }: PublishedForm): string | null {
  if (redirect === undefined) return null;
  return forms.hosts.includes(new URL(redirect).hostname) ? redirect : null;
}

const reachOf = ({ forms }: AppDeps, redirect: string | undefined): PageReach => ({
  formAction: redirect === undefined ? [] : [new URL(redirect).origin],
  frameAncestors: forms.hosts.length === 0 ? [] : ["'self'", ...forms.hosts.map((host) => `https://${host}`)],
});

const FAULTS: { readonly [fault in AnswerFault]: string } = {
  missing: 'expected an answer',
  address: 'expected a mail address',
  phone: 'expected a phone number',
  number: 'expected a number',
  choice: 'expected one of the options',
  date: 'expected a date such as 2027-05-20',
  link: 'expected a name, without web addresses',
  long: 'expected a shorter text',
};

function dataRoutes(routes: Routes, deps: AppDeps, shelf: FormShelf, guard: FloodGuard): void {
  routes.on(formFields, async ({ params }) => {
    const { form, version } = await published(shelf, params.formId);
    return {
      id: form.id,
      name: form.name,
      fields: form.fields.map((field) => ({
        ...{ id: field.id, label: field.label, type: field.type, required: field.required },
        ...(field.options !== undefined
          ? { options: field.options.map((label) => ({ value: valueOfOption(label), label })) }
          : { options: choicesOf(field)?.map((value) => ({ value, label: value })) }),
      })),
      consent: form.consent === undefined ? null : { text: form.consent.text, required: form.consent.required },
      stamp: deps.forms.stamps.make({ formId: form.id, version, campaignId: null }, deps.realNow()),
    };
  });

  routes.on(sendForm, async ({ params, query, body, request }) => {
    const form = await published(shelf, params.formId);
    const sent = { published: form, fields: body, language: languageOf(query, request), ip: request.ip };
    const taken = await take(deps, guard, sent);
    switch (taken.type) {
      case 'taken':
        return { taken: true as const, redirect: redirectOf(deps, form) };
      case 'invalid':
        throw new Problem(
          'invalid',
          'Some answers can’t be.',
          Object.entries(taken.faults).map(([id, fault]) => ({
            pointer: `/${id}`,
            code: 'invalid',
            message: FAULTS[fault],
          })),
        );
      case 'again':
        throw new Problem('form-page-stale', `It was sent from no page that may be used (${taken.why}).`);
      case 'busy':
        throw new Problem('too-many-requests', 'Too much is being sent.', [], { 'retry-after': AGAIN_AFTER });
    }
  });
}
