import { type Actor, sourceOf } from '../auth/actor.js';
import {
  type ContactFields,
  type ContactView,
  createContact,
  getContact,
  listContacts,
  updateContact,
} from '../contracts/contacts.js';
import type { AppDeps } from '../deps.js';
import { pageRequest, toPage } from '../http/cursor.js';
import { found, Problem } from '../http/problem.js';
import type { Routes } from '../http/routes.js';
import { seesOnlyOwn } from '../policy.js';
import type { ContactRefusal } from '../store-ports.js';
import { emit } from './emit.js';

export function contactRoutes(routes: Routes, deps: AppDeps): void {
  const { contacts } = deps.stores;

  routes.on(listContacts, async ({ query, scope }) =>
    toPage(await contacts.list(scope, query, pageRequest(query, 'contacts')), 'contacts'),
  );

  routes.on(getContact, async ({ params, scope }) => found(await contacts.get(scope, params.id), 'contact', params.id));

  routes.on(createContact, async ({ body, actor }) => {
    const at = await deps.engine.now();
    const created = await contacts.create(withOwner(body, actor), { actorId: actor.user.userId, at });
    if (!created.ok) throw refusal(created.error, actor);
    const contact = created.value;
    const event = await emit(deps, {
      type: 'lead.created',
      contactId: contact.id,
      fields: leadFields(contact),
      source: sourceOf(actor),
      externalId: contact.id,
    });
    return { contact, eventId: event.eventId, started: event.started };
  });

  routes.on(updateContact, async ({ params, body, scope, actor }) => {
    const at = await deps.engine.now();
    const updated = found(
      await contacts.update(scope, params.id, withOwner(body, actor, false), { actorId: actor.user.userId, at }),
      'contact',
      params.id,
    );
    if (!updated.ok) throw refusal(updated.error, actor);
    // Emitted even if nothing differs: a client that tries again after a lost answer must still be heard.
    await emit(deps, {
      type: 'contact.changed',
      contactId: params.id,
      fields: { set: setOf(body) },
      source: sourceOf(actor),
    });
    return updated.value;
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
  return isNew ? { ...body, ownerId: actor.user.userId } : body;
}

function refusal(error: ContactRefusal, actor: Actor): Problem {
  if (error.code !== 'email-taken') {
    const field = error.code === 'unknown-owner' ? 'ownerId' : 'accountId';
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

const leadFields = (contact: ContactView) => ({
  ...(contact.source === null ? {} : { source: contact.source }),
  ...(contact.channel === null ? {} : { channel: contact.channel }),
});

/** Declared fields stand beside the others, as conditions name them: `contact.budget`, not `contact.custom.budget`. */
const setOf = ({ custom, ...fields }: ContactFields) => ({ ...fields, ...custom });
