import { createHash } from 'node:crypto';
import type { FilledIn, FillingOutcome } from '../../api/form-ports.js';
import { ASKABLE } from '../../domain/definition/schema-form.js';
import { mustConfirm } from '../../domain/form/confirmation.js';
import { differsFrom, filledBy } from '../../domain/form/known-contact.js';
import { TAKEN_COUNTS } from '../../domain/form/refusal.js';
import { DAY, type Instant } from '../../domain/instant.js';
import { hashAddressText } from '../address-hash.js';
import type { Tx } from '../client.js';
import { type Contact, Prisma } from '../generated/client.js';
import { type IntakeDeps, takeIn } from '../intake.js';
import { lockContact } from '../journey/lock.js';
import { contactFields, emailKeyOf } from '../journey/records.js';
import { newId } from '../new-id.js';
import { transaction } from '../statement.js';
import { insertContact } from '../told-contact.js';
import { askForConsent, giveConsent, sourceOfForm } from './consents.js';
import { addCounts } from './counts.js';
import { receiverOf } from './receiver.js';

interface Now {
  readonly virtual: Instant;
  readonly real: Instant;
}

/** So often one address may send one form in a day: more is not more interest. */
const MOST_A_DAY = 3;
/** Another request may have made the contact, or used the page, since this one looked. */
const ATTEMPTS = 3;

/** Whoever had the address is gone, or has another one: the next look finds nobody, or whose it is now. */
class MovedMeanwhile extends Error {}

export interface FillingDone {
  readonly outcome: FillingOutcome;
  readonly outbox: readonly bigint[];
}

/**
 * Keeps what was filled in and makes a lead of whoever is new, in one transaction with what journeys hear of it (laws 4 and
 * 10). Whoever has the address already stays as they are known, but for what is empty.
 */
export async function fillIn(deps: IntakeDeps, filled: FilledIn, now: Now): Promise<FillingDone> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(deps.db, (tx) => fillInOnce(tx, deps, filled, now));
    } catch (error) {
      const isRace = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
      if (!(isRace || error instanceof MovedMeanwhile) || attempt === ATTEMPTS) throw error;
    }
  }
}

const nothing = (outcome: FillingOutcome): FillingDone => ({ outcome, outbox: [] });

async function fillInOnce(tx: Tx, deps: IntakeDeps, filled: FilledIn, now: Now): Promise<FillingDone> {
  const { form, submission, nonce } = filled;
  const contentHash = hashOf(filled);
  const fromPage = await tx.formSubmission.findUnique({ where: { formId_nonce: { formId: form.id, nonce } } });
  if (fromPage !== null) return nothing(fromPage.contentHash === contentHash ? 'repeated' : 'page-used');
  const emailKey = emailKeyOf(submission.email) ?? '';
  const found = await tx.contact.findUnique({ where: { emailKey } });
  const contactId = found?.id ?? (await makeContact(tx, filled, now));
  await lockContact(tx, contactId);
  const contact = await tx.contact.findUniqueOrThrow({ where: { id: contactId } });
  if (contact.erasedAt !== null || contact.emailKey !== emailKey) throw new MovedMeanwhile();
  const before = await tx.formSubmission.findMany({
    where: { contactId, formId: form.id, realAt: { gt: new Date(now.real - DAY) } },
    select: { contentHash: true },
  });
  if (before.some((other) => other.contentHash === contentHash)) return nothing('repeated');
  if (before.length >= MOST_A_DAY) return nothing('too-often');
  const isNew = found === null;
  await keep(tx, filled, { contact, isNew, contentHash }, now);
  const outbox = await tell(tx, deps, filled, { contact, isNew }, now);
  await countTaken(tx, filled, isNew, now.virtual);
  return { outcome: 'taken', outbox };
}

/** Of what was said, whatever page and language it was said in. */
const hashOf = ({ submission: { answers, agrees } }: FilledIn): string =>
  createHash('sha256')
    .update(JSON.stringify([Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1)), agrees]))
    .digest('base64url');

async function makeContact(tx: Tx, filled: FilledIn, now: Now): Promise<string> {
  const { form, submission, language } = filled;
  const { columns, custom } = split(submission.contact);
  const receiver = await receiverOf(tx, form, submission.contact, now.virtual);
  const fields = { language, ...columns, custom, source: form.source, channel: form.channel, ...receiver };
  const contact = await insertContact(tx, fields, { actorId: sourceOf(filled), at: now.virtual });
  return contact.id;
}

/** Of what a form asks the rest is of fields.yaml. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(ASKABLE);

function split(said: FilledIn['submission']['contact']) {
  const entries = Object.entries(said);
  return {
    columns: Object.fromEntries(entries.filter(([field]) => OWN_COLUMNS.has(field))) as { [column: string]: string },
    custom: Object.fromEntries(entries.filter(([field]) => !OWN_COLUMNS.has(field))),
  };
}

const sourceOf = ({ form }: FilledIn): string => sourceOfForm(form.id);

interface Kept {
  readonly contact: Contact;
  readonly isNew: boolean;
}

async function keep(
  tx: Tx,
  { form, version, submission, campaignId, language, nonce }: FilledIn,
  { contact, isNew, contentHash }: Kept & { readonly contentHash: string },
  now: Now,
): Promise<void> {
  await tx.formSubmission.create({
    data: {
      ...{ id: newId('submission'), formId: form.id, formVersion: version, contactId: contact.id, isNew, campaignId },
      ...{ language, nonce, contentHash, answers: submission.answers, agreed: submission.agrees },
      differs: isNew ? [] : [...differsFrom(submission.contact, contactFields(contact))],
      at: new Date(now.virtual),
      realAt: new Date(now.real),
    },
  });
}

/** At the very end: whoever else fills in the form at this moment waits for the commit. */
async function countTaken(tx: Tx, { form, campaignId }: FilledIn, isNew: boolean, now: Instant): Promise<void> {
  const kinds = TAKEN_COUNTS.filter((what) => what === 'taken' || isNew);
  await addCounts(
    tx,
    kinds.map((what) => ({ of: { formId: form.id, campaignId, what }, n: 1 })),
    now,
  );
}

/** What journeys hear: of whoever is new, of what was filled in, of the form itself, and of what was agreed to. */
async function tell(
  tx: Tx,
  deps: IntakeDeps,
  filled: FilledIn,
  { contact, isNew }: Kept,
  now: Now,
): Promise<readonly bigint[]> {
  const { form, submission, campaignId, consentText } = filled;
  const contactId = contact.id;
  const by = { form: form.id, ...(campaignId === null ? {} : { campaign: campaignId }) };
  const outbox: bigint[] = [];
  const hear = async (type: string, fields: { readonly [name: string]: unknown }): Promise<void> => {
    const event = { type, at: now.virtual, contactId, fields, source: sourceOf(filled), now };
    outbox.push(...(await takeIn(tx, deps, event)).outbox);
  };
  if (isNew) await hear('lead.created', { source: form.source, channel: form.channel, ...by });
  else {
    const set = filledBy(submission.contact, contactFields(contact));
    if (Object.keys(set).length > 0) await hear('contact.changed', { set });
  }
  const answers = Object.fromEntries(
    form.fields.flatMap(({ id, to }) =>
      to === undefined && id in submission.answers ? [[id, submission.answers[id]]] : [],
    ),
  );
  await hear('form.submitted', { ...by, answers, ...(form.inquiry ? { inquiry: true } : {}) });
  if (consentText === null || form.consent === undefined) return outbox;
  const said = { contactId, topic: form.consent.topic, text: consentText, source: sourceOf(filled), formId: form.id };
  const addressHash = hashAddressText(submission.email);
  const isSuppressed = (await tx.suppression.count({ where: { addressHash } })) > 0;
  const { confirm } = form.consent;
  const isAsked = mustConfirm({ confirm, isKnown: !isNew, isSuppressed, country: contact.country });
  const told = { form: form.id, topic: said.topic };
  if (!isAsked) {
    await giveConsent(tx, said, now.virtual);
    await hear('consent.given', told);
  } else if (await askForConsent(tx, { ...said, addressHash }, now.virtual)) await hear('consent.asked', told);
  return outbox;
}
