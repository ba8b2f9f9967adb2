import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFormDesk } from '../../src/db/forms/desk.js';
import { createPrograms } from '../../src/db/programs.js';
import { parseDefinition } from '../../src/domain/definition/parse.js';
import { attempt, firstAdvance } from '../support/attempts.js';
import { TestSystem } from '../support/system.js';

/* The mail that asks whether a form's consent is the address's own, from the form to the link. */

const ASKS = `
kind: journey
id: confirm-consent
name: Confirm
enter: { on: consent.asked, again: always }
steps:
  - id: ask
    email: { template: test/confirm, from: owner, purpose: service }
  - end: asked
`;
const formOf = (topic: string) => {
  const text = `
kind: form
id: ${topic}
name: Form
fields:
  - { id: email, to: contact.email, label: Email, required: true }
consent: { topic: ${topic}, text: "Yes, ${topic}." }
`;
  const { definition } = parseDefinition({ file: 'form.yaml', text });
  if (definition?.kind !== 'form') throw new Error('expected a form');
  return definition;
};

let system: TestSystem;
beforeAll(async () => {
  // No Temporal: advances are run by hand.
  system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
  await writeFile(
    join(system.templates, 'test', 'confirm.en.hbs'),
    '---\nsubject: Please confirm\npurpose: service\n---\n<p><a href="{{links.confirm}}">Look and confirm</a></p>\n',
  );
  await system.publish(ASKS);
});
afterAll(() => system?.stop());

test('each mail asks about what no mail has asked about yet, and its link confirms that and nothing else', async () => {
  const { db, deployment, clock } = system;
  const deps = system.activityDeps();
  const desk = createFormDesk({
    ...{ db, deployment, clock, programs: createPrograms(db), tell: async () => undefined },
    notCounted: (error) => {
      throw error;
    },
  });
  const email = 'known@customer.example';
  const contactId = await system.contact({ email, country: 'DE' });
  let pages = 0;
  const fillIn = async (topic: string) => {
    const form = formOf(topic);
    pages += 1;
    const submission = { email, contact: { email }, answers: { email }, agrees: true };
    const page = { version: 1, language: 'en', campaignId: null, nonce: `page-${pages}` };
    const consentText = `Yes, ${topic}.`;
    expect(await desk.fillIn({ form, submission, consentText, ...page })).toBe('taken');
  };
  /** Lets the journeys that wait for it send their mails; answers what the link of the newest says. */
  const mailed = async () => {
    const open = await db.journey.findMany({ where: { contactId, status: 'open' } });
    for (const { id } of open) await attempt(deps, firstAdvance(id));
    const { html } = await simpleParser(system.inbox.mails.at(-1)?.raw ?? '');
    const link = deps.links.verify(/\/k\/([\w-]+)"/.exec(String(html))?.[1] ?? '');
    if (link?.kind !== 'confirm') throw new Error('expected a link that confirms');
    return link;
  };
  const topics = async () => (await db.consent.findMany({ where: { contactId } })).map(({ topic }) => topic).sort();

  // Two that come before the first mail has gone are asked about by it.
  await fillIn('news');
  await fillIn('offers');
  const first = await mailed();
  expect(system.inbox.mails).toHaveLength(1);
  await fillIn('webinars');
  const second = await mailed();
  expect(system.inbox.mails).toHaveLength(2);
  expect((await desk.asked(first))?.requests.map(({ topic }) => topic)).toEqual(['news', 'offers']);
  expect(await desk.confirm(first)).toEqual({ confirmed: 2, refusesAll: false });
  expect(await topics()).toEqual(['news', 'offers']);
  expect(await desk.confirm(first)).toEqual({ confirmed: 0, refusesAll: false });
  expect(await desk.confirm({ ...second, occurrence: second.occurrence + 1 })).toMatchObject({ confirmed: 0 });
  expect(await desk.confirm(second)).toMatchObject({ confirmed: 1 });
  expect(await topics()).toEqual(['news', 'offers', 'webinars']);
});
