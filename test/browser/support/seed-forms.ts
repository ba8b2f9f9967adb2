import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { publishDefinition } from '../../../src/api/contracts/definitions.js';
import { repositoryRoot } from '../../../src/config/env.js';
import { newId } from '../../../src/db/new-id.js';
import type { FormCountKind, TAKEN_COUNTS } from '../../../src/domain/form/refusal.js';
import type { Language } from './people.js';
import type { World } from './world.js';

const TEXTS: { readonly [language in Language]: string } = {
  en: 'Yes, send me news by mail from time to time. I can stop it whenever I like.',
  'zh-CN': '我同意接收产品资讯邮件，并可随时退订。',
};

const VISITORS: { readonly [language in Language]: Visitor } = {
  en: {
    ...{ name: 'Iris Holloway', company: 'Holloway Ceramics', interest: 'A quote' },
    message: 'We need forty units by the end of June.\nCan you deliver to two sites?',
  },
  'zh-CN': {
    ...{ name: '沈若溪', company: '若溪陶瓷', interest: 'A demonstration' },
    message: '六月底前需要四十台。\n能否分别送到两个厂区？',
  },
};
interface Visitor {
  readonly name: string;
  readonly company: string;
  readonly interest: string;
  readonly message: string;
}

const COUNTS: readonly (readonly [campaign: string, what: FormCountKind | (typeof TAKEN_COUNTS)[number], n: number])[] =
  [
    ['', 'visit', 214],
    ['spring-offer', 'visit', 61],
    ['', 'machine', 38],
    ['spring-offer', 'taken', 2],
    ['spring-offer', 'new-contact', 1],
    ['', 'trap', 17],
    ['', 'no-page', 5],
    ['spring-offer', 'invalid', 3],
  ];

/** Publishes the shipped form, and puts what came by it straight into the database: it begins no journey, and no board shows it. */
export async function addForms(world: World, now: number): Promise<void> {
  const text = await readFile(path.join(repositoryRoot, 'definitions/contact-us.yaml'), 'utf8');
  await world.api.call(publishDefinition, { body: { text, file: 'contact-us.yaml' } });
  await aSubmission(world, 'en', now);
  await aSubmission(world, 'zh-CN', now);
  const day = new Date(new Date(now).toISOString().slice(0, 10));
  await world.db.formCount.createMany({
    data: COUNTS.map(([campaignId, what, n]) => ({
      formId: 'contact-us',
      campaignId,
      day,
      what,
      n,
      lastAt: new Date(now),
    })),
  });
}

async function aSubmission({ db }: World, language: Language, now: number): Promise<void> {
  const [contactId, at] = [newId('contact'), new Date(now)];
  const { name, company, interest, message } = VISITORS[language];
  const email = `${language === 'en' ? 'iris' : 'ruoxi'}@visitors.example`;
  const from = { source: 'website', channel: 'contact-form', language, createdAt: at, updatedAt: at };
  await db.contact.create({ data: { id: contactId, name, company, email, emailKey: email, tags: [], ...from } });
  await db.formSubmission.create({
    data: {
      ...{ id: newId('submission'), formId: 'contact-us', formVersion: 1, contactId, language },
      ...{ campaignId: 'spring-offer', nonce: contactId, contentHash: contactId, agreed: true },
      // One of them was known before.
      ...{ isNew: language === 'en', differs: language === 'en' ? [] : ['company'] },
      answers: { 'last-name': name, email, company, country: language === 'en' ? 'DE' : 'CN', interest, message },
      ...{ at, realAt: new Date() },
    },
  });
  await db.consentRequest.create({
    data: {
      ...{ id: newId('consentRequest'), contactId, formId: 'contact-us', topic: 'news', text: TEXTS[language] },
      ...{ source: 'form:contact-us', at },
    },
  });
}
