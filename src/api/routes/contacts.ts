import { defined } from '../../domain/defined.js';
import { type Instant, parseInstant } from '../../domain/instant.js';
import { type Actor, sourceOf, tellerOf } from '../auth/actor.js';
import { type ContactFields, createContact, getContact, listContacts, updateContact } from '../contracts/contacts.js';
import { liftSuppression, suppressAddress } from '../contracts/suppressions.js';
import { contactWishes, recordConsent } from '../contracts/wishes.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { changedMeanwhile, entityTag, unchangedSince } from '../http/etag.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { seesOnlyOwn } from '../policy.js';
import type { ContactRefusal, LiftRefusal } from '../store-ports.js';
import { emit } from './emit.js';

export function contactRoutes(routes: Routes, deps: AppDeps): void {
  const { contacts, suppressions, wishes } = deps.stores;

  routes.on(listContacts, async ({ query, scope }) =>
    toPage(await contacts.list(scope, query, pageRequest(query, 'contacts')), 'contacts'),
  );

  routes.on(getContact, async ({ params, scope }) => found(await contacts.get(scope, params.id), 'contact', params.id));

  routes.on(contactWishes, async ({ params, scope }) =>
    found(await wishes.read(scope, params.id), 'contact', params.id),
  );

  routes.on(recordConsent, async ({ params, body, scope, actor }) => {
    found(await contacts.get(scope, params.id), 'contact', params.id);
    const { topic, source, text } = body;
    const now = await deps.engine.now();
    const at = notLater(body.at, now);
    await wishes.grant(params.id, { topic, source, text, at }, { actorId: actor.user.userId, at: now });
    return found(await wishes.read(scope, params.id), 'contact', params.id);
  });

  routes.on(suppressAddress, async ({ params, body, scope, actor }) => {
    found(await contacts.get(scope, params.id), 'contact', params.id);
    const by = { actorId: actor.user.userId, at: await deps.engine.now() };
    const done = await suppressions.suppress(params.id, body, by);
    if (!done.ok) throw new Problem(done.error, LIFT_REFUSALS[done.error]);
    return found(await wishes.read(scope, params.id), 'contact', params.id);
  });

  routes.on(liftSuppression, async ({ params, body: { consent: given, ...body }, scope, actor }) => {
    found(await contacts.get(scope, params.id), 'contact', params.id);
    const now = await deps.engine.now();
    const consent = given === undefined ? null : { ...given, at: parseInstant(given.at) ?? now };
    const done = await suppressions.lift(params.id, { ...body, consent }, { actorId: actor.user.userId, at: now });
    if (!done.ok) throw new Problem(done.error, LIFT_REFUSALS[done.error]);
    return found(await wishes.read(scope, params.id), 'contact', params.id);
  });

  routes.on(createContact, async ({ body, actor }) => {
    const created = await deps.engine.createContact(withOwner(body, actor), tellerOf(actor));
    if (!created.ok) throw refusal(created.error, actor);
    return { ...created.value, started: [...created.value.started] };
  });

  routes.on(updateContact, async ({ params, body, scope, actor, request, reply }) => {
    const fields = withOwner(body, actor, false);
    const writer = { actorId: actor.user.userId, at: await deps.engine.now() };
    const since = await unchangedSince(request, getContact.response, () => contacts.get(scope, params.id));
    const prepared = found(await contacts.prepareChange(scope, params.id, fields, writer, since), 'contact', params.id);
    if (!prepared.ok) throw refusal(prepared.error, actor);
    for (const change of changesOf(fields)) {
      // Emitted even if nothing differs: a client that tries again after a lost answer must still be heard.
      await emit(deps, { type: 'contact.changed', contactId: params.id, fields: change, source: sourceOf(actor) });
    }
    if (fields.ownerId !== undefined) {
      // With the owner go journeys and tasks, and the event: all in one transaction of the engine's.
      const moved = await deps.engine.reassign({
        contactId: params.id,
        ownerId: fields.ownerId,
        actorId: actor.user.userId,
        source: sourceOf(actor),
      });
      if (!moved.ok) throw new Problem(moved.error.code, moved.error.detail);
    }
    const changed = found(await contacts.get({ type: 'all' }, params.id), 'contact', params.id);
    reply.header('etag', entityTag(getContact.response, changed));
    return changed;
  });
}

/** A rep's new contacts are the rep's, and a rep gives none away. */
function withOwner(body: ContactFields, actor: Actor, isNew = true): ContactFields {
  if (!seesOnlyOwn(actor.user.role)) return body;
  if (body.ownerId !== undefined && body.ownerId !== actor.user.userId) {
    throw new Problem('forbidden', 'A rep cannot give a contact to somebody else; ask a manager.', [
      { pointer: '/ownerId', code: 'forbidden', message: 'expected your own id' },
    ]);
  }
  if (body.poolId !== undefined) {
    throw new Problem('forbidden', 'A rep puts no contact into a pool; give a lead back, or ask a manager.', [
      { pointer: '/poolId', code: 'forbidden', message: 'expected no pool' },
    ]);
  }
  return isNew ? { ...body, ownerId: actor.user.userId } : body;
}

const FIELD_OF = { 'unknown-owner': 'ownerId', 'unknown-account': 'accountId', 'unknown-pool': 'poolId' } as const;

function refusal(error: ContactRefusal, actor: Actor): Problem {
  if (error.code === 'changed-meanwhile') return changedMeanwhile();
  if (error.code !== 'email-taken') {
    const field = FIELD_OF[error.code];
    return new Problem(error.code, `${field} names nothing that exists.`, [
      { pointer: `/${field}`, code: error.code, message: 'expected an id that exists' },
    ]);
  }
  const mayKnow = !seesOnlyOwn(actor.user.role) || error.ownerId === actor.user.userId;
  const whose = mayKnow
    ? `Contact ${error.contactId} has this address.`
    : 'A contact of a colleague has this address; ask a manager.';
  return new Problem('email-taken', whose, [
    { pointer: '/email', code: 'email-taken', message: 'expected an address that no other contact has' },
  ]);
}

/**
 * What journeys hear. `set` is written by the engine with the event; declared fields stand beside the others in it, as
 * conditions name them: `contact.budget`. Account and pool are written already, which `applied` says; the owner goes its own
 * way.
 */
function changesOf({
  custom,
  ownerId: _,
  accountId,
  poolId,
  ...rest
}: ContactFields): { readonly [name: string]: unknown }[] {
  const set = { ...rest, ...custom };
  const links = defined({ accountId, poolId });
  return [
    ...(Object.keys(set).length === 0 ? [] : [{ set }]),
    ...(Object.keys(links).length === 0 ? [] : [{ set: links, applied: true }]),
  ];
}

/** When it is said to have been; now, if that isn't said or is still to come. */
const notLater = (said: string | undefined, now: Instant): Instant =>
  Math.min(now, said === undefined ? now : (parseInstant(said) ?? now));

const LIFT_REFUSALS: { readonly [code in LiftRefusal]: string } = {
  'no-such-address': 'The contact has no address of this kind.',
  'not-suppressed': 'Its present address is not suppressed for this cause.',
  'never-lifted': 'This cause is never lifted.',
  'consent-needed': 'Lifting it takes a consent that its holder gave since, with its source and its words.',
  'consent-too-narrow': 'The consent is to one topic, and its holder refused all of it.',
  'consent-too-old': 'The consent is not newer than what it is to lift.',
  'consent-to-come': 'The consent is still to come.',
};
