import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrograms } from '../../src/db/programs.js';
import { createVisitStore, judgeVisits } from '../../src/db/visits.js';
import { createLinks } from '../../src/mail/links.js';
import { relay } from '../../src/temporal/relay.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

const OFFER = `
kind: journey
id: offer
name: Offer
steps:
  - id: hello
    email: { template: test/offer, from: owner, purpose: marketing }
  - wait: { for: { on: email.clicked, if: { event.step: hello } }, upTo: 2 days }
    then:
      - end: interested
    else:
      - end: silent
`;
const TEMPLATE =
  '---\nsubject: Hello\npurpose: marketing\n---\n<p>Hi <a href="https://shop.example/?a=1&amp;b=2">our shop</a></p><p><a href="{{links.unsubscribe}}">Unsubscribe</a></p>\n';
const LINKS = createLinks({ baseUrl: 'https://mail.example.com', secret: 'a secret only for tests, long enough' });

describe('a mail that tracks', () => {
  let temporal: TestTemporal;
  let system: TestSystem;

  beforeAll(async () => {
    temporal = await startTestTemporal();
    system = await TestSystem.start({ ...temporal, skipping: false });
    await writeFile(join(system.templates, 'test', 'offer.en.hbs'), TEMPLATE);
    await system.publish(OFFER);
    await system.work({ tracking: 'all' });
  });

  afterAll(async () => {
    await system?.stop();
    await temporal?.stop();
  });

  test('ends the wait for a click when a person follows its link, and its unsubscribe link is as it was', async () => {
    const contactId = await system.contact({ country: 'US' });
    const started = await system.engine().start({ definitionId: 'offer', contactId, actorId: 'usr_rep' });
    const journeyId = started.ok ? started.value.journeyId : '';
    const journey = () => system.db.journey.findUniqueOrThrow({ where: { id: journeyId } });
    const [mail] = await eventually(
      async () => system.inbox.mails,
      (mails) => mails.length === 1,
    );
    const { html, text } = await simpleParser(mail?.raw ?? '');
    const token = /\/c\/([\w-]+)"/.exec(String(html))?.[1] ?? '';
    const link = LINKS.verify(token);
    expect(link).toMatchObject({
      kind: 'click',
      contactId,
      journeyId,
      step: 'hello',
      url: 'https://shop.example/?a=1&b=2',
    });
    expect(String(html)).toContain(`href="${LINKS.unsubscribe(contactId, null)}"`);
    expect(String(html)).toContain('/o/');
    expect(text).toContain('https://shop.example/?a=1&b=2');
    await eventually(journey, (row) => row.nextAt !== null);

    if (link?.kind !== 'click') throw new Error('expected a link that tells of a click');
    // As if the mail had gone out an hour ago: nobody reads one at once.
    const { db, deployment } = system;
    await db.message.updateMany({ where: { journeyId }, data: { realHandedAt: new Date(Date.now() - 3_600_000) } });
    const now = { virtual: Date.now(), real: Date.now() };
    await createVisitStore(db).keep({ ...link, sign: null }, { ...now, real: now.real - 10_000 });
    const judged = await judgeVisits({ db, programs: createPrograms(db), deployment }, now, (error) => {
      throw error;
    });
    await relay(system.tellings, system.journeys, judged.outbox);
    expect((await eventually(journey, (row) => row.status === 'ended')).outcome).toBe('interested');
  });

  test('does not to somebody whose law asks for consent first', async () => {
    const contactId = await system.contact({ country: 'DE', email: 'eva@customer.example' });
    await system.db.consent.create({
      data: { id: 'cns_1', contactId, topic: '*', granted: true, source: 'test', at: new Date() },
    });
    await system.engine().start({ definitionId: 'offer', contactId, actorId: 'usr_rep' });
    const mails = await eventually(
      async () => system.inbox.mails.filter(({ to }) => to.includes('eva@customer.example')),
      (found) => found.length === 1,
    );
    const { html } = await simpleParser(mails[0]?.raw ?? '');
    expect(String(html)).toContain('href="https://shop.example/?a=1&amp;b=2"');
    expect(String(html)).not.toMatch(/\/[co]\/[\w-]{20}/);
  });
});
