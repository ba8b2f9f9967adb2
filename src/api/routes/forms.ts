import { parseDefinition } from '../../domain/definition/parse.js';
import { formLinks, getForm, listFormSubmissions, listForms } from '../contracts/forms.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { notFound } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { embeddedForm } from '../public/forms/pages.js';

/** The forms for those who run them: what came by them, and where they are. */
export function formRoutes(routes: Routes, deps: AppDeps): void {
  const { desk } = deps.forms;

  routes.on(listForms, async () => ({ data: [...(await desk.list())] }));

  routes.on(getForm, async ({ params }) => {
    const form = await desk.get(params.id);
    if (form === null) throw notFound('form', params.id);
    return form;
  });

  routes.on(listFormSubmissions, async ({ query, scope }) => {
    if (query.form !== undefined) await mustBeForm(deps, query.form);
    const list = `submissions:${query.form ?? ''}:${query.campaign ?? ''}`;
    return toPage(await desk.submissions(scope, query, pageRequest(query, list)), list);
  });

  routes.on(formLinks, async ({ params, query }) => {
    const form = await formOf(deps, params.id);
    const { base } = deps.links;
    const landing = query.campaign === undefined ? null : deps.links.landing(query.campaign, form.id);
    const page = `${base}/f/${encodeURIComponent(form.id)}`;
    const token = landing === null ? null : (landing.split('/').at(-1) ?? null);
    return {
      page,
      landing,
      embed: embeddedForm(form, base, token, query.lang === 'zh-CN' ? 'zh' : 'en'),
      frame: `<iframe src="${landing ?? page}" title="${form.id}" style="width:100%;min-height:48rem;border:0"></iframe>`,
    };
  });
}

async function mustBeForm({ stores }: AppDeps, id: string): Promise<void> {
  if ((await stores.definitions.get(id))?.kind !== 'form') throw notFound('form', id);
}

async function formOf({ stores }: AppDeps, id: string) {
  const published = await stores.definitions.get(id);
  const definition = published === null ? null : parseDefinition({ file: id, text: published.text }).definition;
  if (definition?.kind !== 'form') throw notFound('form', id);
  return definition;
}
