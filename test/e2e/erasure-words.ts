import type { Db } from '../../src/db/client.js';
import { newId } from '../../src/db/new-id.js';

/** Each stands somewhere that a person's data may stand; none is part of another. */
export const WORDS = {
  name: 'Erasa Wegmann',
  firstName: 'Erasa',
  email: 'erasa.wegmann@weg.example',
  phone: '+4930111222333',
  domain: 'wegmann-familie.example',
  company: 'Wegmann Vergessen KG',
  title: 'Vergesserin',
  city: 'Vergessenstadt',
  status: 'vergiss-status',
  custom: 'vergiss-eigenes-feld',
  tag: 'vergiss-marke',
  birthday: 'vergiss-geburtstag',
  deal: 'Vergiss-Geschäft',
  dealField: 'vergiss-feld-des-geschaefts',
  quote: 'vergiss das angebot',
  order: 'vergiss den auftrag',
  complaint: 'vergiss den fall',
  call: 'vergiss den anruf',
  answer: 'vergiss die antwort',
  note: 'vergiss die notiz',
  task: 'vergiss die aufgabe',
  followed: 'https://shop.example/?for=vergiss-mich',
  reply: 'vergiss meine mail',
  replySubject: 'vergiss den betreff',
  replyId: '<vergiss-id@weg.example>',
  eventWord: 'vergiss das ereignis',
  eventId: 'vergiss die fremde kennung',
  why: 'vergiss den grund',
  notice: 'vergiss den hinweis',
  webhook: 'vergiss den aufruf',
  consent: 'vergiss die worte der einwilligung',
  consentSource: 'vergiss die quelle',
  visit: 'https://shop.example/vergiss-den-besuch',
  serverSaid: 'vergiss das wort des servers',
  filter: 'vergiss den filter',
  place: 'vergiss den ort',
  submission: 'vergiss das formular',
  asked: 'vergiss die frage nach der einwilligung',
  appointment: 'vergiss den termin',
  invitation: 'vergiss die einladung',
} as const;

/** Rows about a contact in every table that a running system fills by other ways than a journey's. */
export async function scatter(db: Db, contactId: string, journeyId: string, actorId: string): Promise<void> {
  const at = new Date();
  const made = { createdAt: at, updatedAt: at };
  const deal = newId('deal');
  const deals = { custom: { hint: WORDS.dealField }, amount: 100 };
  await db.deal.create({ data: { id: deal, name: WORDS.deal, contactId, ...deals, ...made } });
  await db.quote.create({ data: { id: 'quo_1', subject: WORDS.quote, contactId, dealId: deal, total: 90, ...made } });
  await db.order.create({ data: { id: 'ord_1', subject: WORDS.order, contactId, total: 80, ...made } });
  await db.case.create({ data: { id: 'cas_1', subject: WORDS.complaint, contactId, ...made } });
  await db.call.create({ data: { id: 'cal_1', subject: WORDS.call, contactId, startedAt: at, createdAt: at } });
  await db.consent.create({
    data: { id: newId('consent'), contactId, granted: true, text: WORDS.consent, source: WORDS.consentSource, at },
  });
  await db.optOut.create({ data: { contactId, topic: 'events', source: WORDS.consentSource, at } });
  await db.incomingMail.create({
    data: {
      ...{ id: newId('incomingMail'), mailboxId: 'sales', identity: 'f00d', folder: 'INBOX', uidValidity: 1n, uid: 1n },
      ...{ messageId: WORDS.replyId, fromAddress: WORDS.email, kind: 'reply', why: 'thread', effect: 'replied' },
      ...{ contactId, subject: WORDS.replySubject, text: WORDS.reply, size: 1, at, realAt: at },
    },
  });
  const task = newId('task');
  await db.task.create({
    data: {
      ...{ id: task, contactId, kind: 'todo', title: WORDS.task, status: 'done', origin: 'person', outcomes: [] },
      ...{ note: WORDS.note, answers: { why: WORDS.answer }, ...made },
    },
  });
  const begins = new Date(at.getTime() + 86_400_000);
  await db.appointment.create({
    data: {
      ...{ id: newId('appointment'), taskId: task, journeyId, contactId, organiserId: actorId, state: 'standing' },
      ...{ beginsAt: begins, endsAt: new Date(begins.getTime() + 3_600_000), zone: 'UTC', invites: true },
      ...{ place: WORDS.place, title: WORDS.appointment, words: WORDS.invitation, contactTold: 0, contactHas: true },
      ...{ answer: 'accepted', answerTo: 0, answeredAt: at, createdBy: actorId, ...made },
    },
  });
  await db.notice.create({
    data: {
      id: newId('notice'),
      userId: actorId,
      kind: 'message',
      contactId,
      title: WORDS.notice,
      text: WORDS.name,
      at,
    },
  });
  await db.delivery.create({
    data: {
      ...{ id: newId('delivery'), kind: 'webhook', journeyId, stepId: 'call', occurrence: 1, state: 'waiting', at },
      ...{ content: { body: WORDS.webhook }, host: 'hook.example', realDueAt: new Date(Date.now() + 86_400_000) },
    },
  });
  const sent = { contactId, journeyId, stepId: 'hello', occurrence: 1 };
  await db.mailVisit.create({ data: { ...sent, kind: 'click', url: WORDS.visit, at, realAt: at } });
  await db.event.create({
    data: {
      ...{ id: newId('event'), type: 'form.submitted', contactId, source: 'test', externalId: WORDS.eventId },
      ...{ fields: { form: 'trial', answer: WORDS.eventWord, amount: 7 }, at, realAt: at },
    },
  });
  await db.formSubmission.create({
    data: {
      ...{ id: newId('submission'), formId: 'trial', formVersion: 1, contactId, isNew: false, language: 'en' },
      ...{ answers: { email: WORDS.email, message: WORDS.submission }, differs: ['phone'], agreed: true },
      ...{ nonce: 'n', contentHash: 'h', at, realAt: at },
    },
  });
  await db.consentRequest.create({
    data: {
      ...{ id: newId('consentRequest'), contactId, formId: 'trial', topic: 'news', source: 'form:trial' },
      ...{ text: WORDS.asked, at },
    },
  });
  await db.campaignRecipient.create({ data: { campaignId: 'autumn', n: 1, contactId, dueAt: at, handedAt: at } });
  await db.campaignResponse.create({
    data: { campaignId: 'autumn', n: 1, kind: 'clicked', detail: WORDS.followed, at },
  });
  await db.guest.create({ data: { campaignId: 'autumn', contactId, answer: 'yes', companions: 2, answeredAt: at } });
  await db.campaignFileLine.create({ data: { fileId: 1n, line: 1, became: 'found', contactId } });
  const care = { contactId, definitionId: 'lead', occasion: 'birthday-comes', at };
  const day = new Date('2027-05-17');
  await db.careOccasion.create({
    data: { ...care, journeyId, step: 'birthday', ordinal: 0, definitionVersion: 1, day, zone: 'UTC' },
  });
  await db.careExclusion.create({
    data: { ...care, id: newId('careExclusion'), scope: 'kind', reason: WORDS.why, actorId, realAt: at },
  });
  await db.refusedEntry.create({ data: { definitionId: 'lead', contactId, code: 'busy', waits: true, at } });
  const audit = { actorId, at, realAt: at, action: 'task.complete', reason: WORDS.why };
  await db.audit.create({ data: { ...audit, objectType: 'task', objectId: task } });
  await db.audit.create({ data: { ...audit, objectType: 'user', objectId: 'usr_x', reason: `about ${WORDS.name}` } });
  await db.importedRow.create({
    data: { system: 'csv', kind: 'contact', key: WORDS.email, entity: 'contact', entityId: contactId, hash: 'h' },
  });
  await db.bulk.create({
    data: {
      ...{ id: newId('bulk'), requestId: 'r', kind: 'pause', filter: { q: WORDS.email, hint: WORDS.filter }, total: 0 },
      ...{ reason: `for ${WORDS.name}`, actorId, source: 'test', ratePerMinute: 1, createdAt: at, finishedAt: at },
      realNextAt: at,
    },
  });
  await db.handover.create({
    data: {
      ...{ id: 'hnd_1', requestId: 'h', userId: actorId, target: {}, reason: `after ${WORDS.email}`, actorId },
      ...{ source: 'test', state: 'done', createdAt: at, realNextAt: at },
    },
  });
  await db.idempotencyKey.create({
    data: {
      ...{ userId: actorId, target: 'POST /v1/contacts', key: 'k', requestHash: 'h', fence: 'f', status: 201 },
      ...{ body: JSON.stringify({ id: contactId, email: WORDS.email, name: WORDS.name }), realAt: at, realUntil: at },
    },
  });
  const campaign = { id: 'pca_1', name: 'Autumn', createdAt: at };
  await db.pastCampaign.create({ data: campaign });
  await db.pastCampaignMember.create({ data: { id: 'pcm_1', campaignId: 'pca_1', contactId, status: 'sent', at } });
}
