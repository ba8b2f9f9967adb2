import { formatInstant } from '../../domain/instant.js';
import { sourceOf } from '../auth/actor.js';
import { eraseContact, previewErasure } from '../contracts/erasure.js';
import type { AppDeps } from '../deps.js';
import { found, notFound, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';

export function erasureRoutes(routes: Routes, { engine }: AppDeps): void {
  routes.on(previewErasure, async ({ params }) => {
    const { alike, ...preview } = found(await engine.previewErasure(params.id), 'contact', params.id);
    return { ...preview, alike: [...alike] };
  });

  routes.on(eraseContact, async ({ params, body, actor }) => {
    const asked = { contactId: params.id, reason: body.reason, actorId: actor.user.userId, source: sourceOf(actor) };
    const erased = await engine.erase(asked);
    if (erased.ok) return { ...erased.value, at: formatInstant(erased.value.at) };
    const { code, detail } = erased.error;
    throw code === 'unknown-contact' ? notFound('contact', params.id) : new Problem(code, detail);
  });
}
