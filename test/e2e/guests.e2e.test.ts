import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGuestBook } from '../../src/db/guests/guest-book.js';
import { createPrograms } from '../../src/db/programs.js';
import { aCampaign, CampaignTester, keepMoving } from '../support/campaigns.js';
import { eventually, TestSystem } from '../support/system.js';
import { startTestTemporal, type TestTemporal } from '../support/temporal.js';

/* An event with one place, from the invitation to whoever moves up, in a running system. */

const PATIENT = 240_000;
const STEPS = `rsvp: { places: 1 }
steps:
  - id: hello
    email: { template: test/hello, from: owner, purpose: service }
  - wait: { for: { on: form.submitted, if: { event.form: open-day } }, upTo: 7 days }
    then:
      - choose:
          - { if: { event.answer: "no" }, steps: [{ end: not-coming }] }
          - if: { event.answer: waiting }
            steps:
              - wait: { for: { on: guest.movedUp, if: { event.form: open-day } }, upTo: 30 days }
                else: [{ end: no-place }]
    else: [{ end: no-answer }]
  - id: confirmed
    email: { template: test/place, from: owner, purpose: service }
  - end: coming`;

let temporal: TestTemporal;
let system: TestSystem;
let campaigns: CampaignTester;
let stand: () => void = () => {};

beforeAll(async () => {
  temporal = await startTestTemporal();
  system = await TestSystem.start({ ...temporal, skipping: false });
  campaigns = new CampaignTester(system);
  await writeFile(
    join(system.templates, 'test', 'place.en.hbs'),
    '---\nsubject: You have a place\n---\n<p>Come.</p>\n',
  );
  await system.work();
  stand = keepMoving(system);
}, PATIENT);

afterAll(async () => {
  stand();
  await system?.stop();
  await temporal?.stop();
});

test(
  'who waits is confirmed by a mail when whoever has the place says no, once',
  async () => {
    const { db, deployment, clock } = system;
    const [first, second] = await Promise.all(
      ['first', 'second'].map((who) => system.contact({ status: 'invited', email: `${who}@guest.example` })),
    );
    if (first === undefined || second === undefined) throw new Error('two guests were expected');
    await campaigns.launch(
      aCampaign('open-day')
        .replace('contact.status: customer', 'contact.status: invited')
        .replace(/send: .*/, STEPS),
    );
    await eventually(
      async () => system.inbox.mails.length,
      (count) => count === 2,
      60_000,
    );
    const guests = createGuestBook({
      db,
      deployment,
      clock,
      programs: createPrograms(db),
      tell: async () => undefined,
    });
    const invitation = { id: 'open-day', rsvp: { places: 1, companions: 0 } };
    const answer = (contactId: string, said: 'yes' | 'no') =>
      guests.answer(invitation, { contactId, step: 'hello', answer: said, companions: 0 });
    const mailsTo = (who: string) => system.inbox.mails.filter(({ to }) => to.includes(`${who}@guest.example`)).length;

    expect(await answer(first, 'yes')).toBe('taken');
    expect(await answer(second, 'yes')).toBe('taken');
    expect(await guests.look(invitation, second)).toMatchObject({ standing: { answer: 'waiting' }, turn: 1, left: 0 });
    await eventually(
      async () => mailsTo('first'),
      (count) => count === 2,
      60_000,
    );
    expect(mailsTo('second')).toBe(1);
    // Their journey has ended with a confirmation; a no is heard of all the same.
    expect(await answer(first, 'no')).toBe('taken');
    await eventually(
      async () => mailsTo('second'),
      (count) => count === 2,
      60_000,
    );
    const ended = () => db.journey.findMany({ where: { definitionId: 'open-day', status: 'ended' } });
    await eventually(ended, (journeys) => journeys.length === 2, 60_000);
    expect((await ended()).map(({ outcome }) => outcome)).toEqual(['coming', 'coming']);
    expect(await guests.look(invitation, first)).toMatchObject({ standing: { answer: 'no' }, left: 0, waiting: 0 });
    expect(mailsTo('second')).toBe(2);
  },
  PATIENT,
);
