import type { Renderer } from '../activities/ports.js';
import { contentOf } from '../domain/journey/commands.js';
import { type Deployment, placeOf } from '../domain/journey/place.js';
import type { Program } from '../domain/journey/program.js';
import { templateData } from '../domain/journey/template-data.js';
import type { RenderedMessage } from '../domain/simulate/rendered.js';
import type { MessageToRender } from '../domain/simulate/simulate.js';

/** Addresses of a simulated mail: they lead nowhere (RFC 2606). */
const NOWHERE = 'https://simulation.invalid';
const LINKS = {
  unsubscribe: `${NOWHERE}/unsubscribe`,
  preferences: `${NOWHERE}/preferences`,
  rsvp: `${NOWHERE}/rsvp`,
};

/** Renders a simulation's messages as the engine renders those that go out. */
export const simulatedRendering =
  (renderer: Renderer, deployment: Deployment) =>
  async (program: Program, { intent, facts, state }: MessageToRender): Promise<RenderedMessage> => {
    const { language } = facts.contact;
    const rendered = await renderer.render({
      template: contentOf(intent).template,
      language: typeof language === 'string' && language !== '' ? language : null,
      timezone: placeOf(program.definition, facts, deployment).zone,
      data: templateData({ program, facts, state, links: LINKS }),
    });
    if (rendered.ok) {
      const { subject, html, text, locale } = rendered;
      return { outcome: 'ok', subject, html, text, locale, unsubscribe: LINKS.unsubscribe };
    }
    const why = rendered.code === 'missing-variable' ? rendered.variables.join(', ') : rendered.detail;
    return { outcome: rendered.code, why };
  };
