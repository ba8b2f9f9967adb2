import type { Links } from '../activities/ports.js';
import { contentOf } from '../domain/journey/commands.js';
import { covers } from '../domain/journey/gate.js';
import { type Deployment, placeOf } from '../domain/journey/place.js';
import type { Program } from '../domain/journey/program.js';
import { templateData } from '../domain/journey/template-data.js';
import { markedSubject } from '../domain/law/subject-mark.js';
import type { RenderedMessage } from '../domain/simulate/rendered.js';
import type { MessageToRender } from '../domain/simulate/simulate.js';
import { createRenderer } from './renderer.js';
import { templateFacts } from './template-facts.js';
import type { TemplateShelf } from './template-shelf.js';
import type { TemplateLibrary } from './template-source.js';

/** Addresses of a simulated mail: they lead nowhere (RFC 2606). */
const NOWHERE = 'https://simulation.invalid';
export const NOWHERE_LINKS = {
  unsubscribe: `${NOWHERE}/unsubscribe`,
  preferences: `${NOWHERE}/preferences`,
  rsvp: `${NOWHERE}/rsvp`,
  confirm: `${NOWHERE}/confirm`,
};

/** As those of a mail that is only looked at. */
export const nowhereLinks: Links = {
  base: NOWHERE,
  unsubscribe: () => NOWHERE_LINKS.unsubscribe,
  preferences: () => NOWHERE_LINKS.preferences,
  rsvp: () => NOWHERE_LINKS.rsvp,
  confirm: () => NOWHERE_LINKS.confirm,
  survey: ({ form }) => `${NOWHERE}/survey/${form}`,
  click: (_message, url) => url,
  open: () => NOWHERE,
};

/** Addresses for the surveys that templates lead to: whether they are published is the deployment's to know, not the file's. */
export const linksTo = (paths: readonly { readonly path: string }[]): { readonly [survey: string]: string } =>
  Object.fromEntries(
    paths
      .flatMap(({ path }) => (path.startsWith(SURVEY) ? [path.slice(SURVEY.length)] : []))
      .map((survey) => [survey, `${NOWHERE}/survey/${survey}`]),
  );

const surveyLinks = (library: TemplateLibrary): { readonly [survey: string]: string } =>
  linksTo([...library.templates.keys()].flatMap((name) => templateFacts(library, name)?.paths ?? []));

const SURVEY = 'links.survey.';

/** Renders a simulation's messages as the engine renders those that go out. */
export function simulatedRendering(library: TemplateLibrary, deployment: Deployment) {
  const renderer = createRenderer(library, deployment.language);
  const links = { ...NOWHERE_LINKS, survey: surveyLinks(library) };
  return async (program: Program, { intent, facts, state, consents }: MessageToRender): Promise<RenderedMessage> => {
    const { language, country } = facts.contact;
    const content = contentOf(intent);
    const rendered = await renderer.render({
      template: content.template,
      language: typeof language === 'string' && language !== '' ? language : null,
      timezone: placeOf(program.definition, facts, deployment).zone,
      // Without the folder nobody can know what it would hold; publishing asks for every file by name.
      attach: library.attachments === null ? [] : (intent.email?.attach ?? []),
      data: templateData({ program, facts, state, company: deployment.policy.company, links }),
    });
    if (rendered.ok) {
      const { html, text, locale } = rendered;
      const mail = {
        country: typeof country === 'string' && country !== '' ? country : null,
        purpose: content.purpose,
        locale,
        agreed: covers(consents, content.topic ?? null),
      };
      const subject = intent.email === undefined ? rendered.subject : markedSubject(rendered.subject, mail);
      return { outcome: 'ok', subject, html, text, locale, unsubscribe: NOWHERE_LINKS.unsubscribe };
    }
    const why = rendered.code === 'missing-variable' ? rendered.variables.join(', ') : rendered.detail;
    return { outcome: rendered.code, why };
  };
}

/** The same from the newest of every file. */
export function renderingFrom(shelves: TemplateShelf, deployment: Deployment): ReturnType<typeof simulatedRendering> {
  const known = new WeakMap<TemplateLibrary, ReturnType<typeof simulatedRendering>>();
  return async (program, message) => {
    const { library } = await shelves.newest();
    const render = known.get(library) ?? simulatedRendering(library, deployment);
    known.set(library, render);
    return await render(program, message);
  };
}
