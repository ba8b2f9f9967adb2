import type { FastifyReply, FastifyRequest } from 'fastify';
import { confirmConsent, confirmConsentPage } from '../../contracts/public-links.js';
import type { AppDeps } from '../../deps.js';
import { Problem } from '../../http/problem.js';
import type { Routes } from '../../http/routes.js';
import { pageHeaders } from '../html.js';
import { type PageLanguage, pageLanguage } from '../language.js';
import { WORDING } from '../wording.js';
import { confirmedPage, confirmPage } from './pages.js';

/** The link of the mail that asks whether a form was one's own. GET changes nothing, since mail scanners open every link. */
export function confirmRoutes(routes: Routes, deps: AppDeps): void {
  routes.on(confirmConsentPage, async ({ params, request, reply }) => {
    const { asked, language } = await askedBy(deps, params.token, request, reply);
    return confirmPage(
      language,
      asked.requests.map(({ text }) => text),
    );
  });

  routes.on(confirmConsent, async ({ params, request, reply }) => {
    const { link, language } = await askedBy(deps, params.token, request, reply);
    const { confirmed, refusesAll } = await deps.forms.desk.confirm(link);
    return confirmed === 0 ? confirmPage(language, []) : confirmedPage(language, refusesAll);
  });
}

async function askedBy(deps: AppDeps, token: string, request: FastifyRequest, reply: FastifyReply) {
  const link = deps.links.verify(token);
  const asked = link?.kind === 'confirm' ? await deps.forms.desk.asked(link) : null;
  if (link?.kind !== 'confirm' || asked === null) throw new Problem('not-found', 'This link is none of ours.');
  const language: PageLanguage = pageLanguage(asked.language, request.headers['accept-language']);
  pageHeaders(reply, WORDING[language].tag);
  return { link, asked, language };
}
