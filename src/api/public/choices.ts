import { notFound } from '../http/problem.js';
import type { Engine } from '../ports.js';
import type { MailChoices, PreferencesStore } from '../store-ports.js';

/** `a***@example.com`: enough to know one's own address by, not enough to learn another's. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = address;
  return at < 1 ? '***' : `${first}***${address.slice(at)}`;
}

/**
 * Stops a topic (`*`: all marketing mail) for somebody; when this returns it is committed, and no message is claimed
 * after it. Again and again changes nothing.
 */
export async function stopTopic(
  deps: { readonly engine: Engine; readonly preferences: PreferencesStore },
  choices: MailChoices,
  topic: string,
): Promise<void> {
  if (choices.stopped.includes(topic)) return;
  const { contactId } = choices;
  const fields = topic === '*' ? {} : { topic };
  const event = { type: 'contact.unsubscribed', fields, contactId, source: 'link' };
  // Of two requests at once one is told; after a consent the same link counts anew.
  const externalId = `${contactId}:${topic}:${choices.lastConsentId ?? 'first'}`;
  const received = await deps.engine.receive({ ...event, externalId });
  if (!received.ok) throw notFound('contact', contactId);
  if (!received.value.duplicate) return;
  const now = await deps.preferences.choices(contactId);
  // The event was known, yet it is not in force: somebody lifted it by another way than a consent.
  if (now !== null && !now.stopped.includes(topic)) await deps.engine.receive(event);
}
