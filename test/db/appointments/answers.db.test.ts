import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailboxConnection } from '../../../src/activities/inbound-ports.js';
import { createClock, REAL_TIME } from '../../../src/db/clock.js';
import { createIncomingStore } from '../../../src/db/inbound/incoming-store.js';
import { createPrograms } from '../../../src/db/programs.js';
import { createMailReader } from '../../../src/mail/inbound/mail-reader.js';
import { readFolder } from '../../../src/worker/mailboxes/read-folder.js';
import { startTestApi, type TestApi } from '../../api/support.js';
import { FORMS, type Reply } from '../../mail/inbound/calendar-replies.js';
import { type AppointmentWorld, aVisit, HOST, startAppointments } from '../../support/appointments.js';
import { campaignMailIdsAt } from '../../support/campaign-mail-ids.js';
import { aDeployment } from '../../support/walk.js';

const TIME = { begins: '2031-01-06T10:00', ends: '2031-01-06T11:30' };
const BEGINS = '20310106T090000Z';

describe('an answer to an invitation', () => {
  let api: TestApi;
  let world: AppointmentWorld;
  beforeAll(async () => {
    api = await startTestApi();
    world = await startAppointments(api);
  });
  afterAll(async () => {
    await world?.stop();
    await api?.stop();
  });

  /** A visit that was told, and what its contact's calendar would answer. */
  async function invited() {
    const visit = await aVisit(api);
    const { id } = await appoint(visit.path);
    const rep = await api.db.user.findUniqueOrThrow({ where: { id: api.users.rep } });
    const reply: Reply = {
      ...{ uid: `${id}@${HOST}`, sequence: 0, begins: BEGINS, partstat: 'ACCEPTED' },
      ...{ attendee: visit.email, organiser: rep.email },
    };
    return { ...visit, id, reply };
  }
  async function appoint(path: string, body: object = TIME) {
    const response = await api.ask('rep', 'POST', path, body);
    expect(response.statusCode, response.body).toBe(200);
    await world.tellAll();
    return response.json();
  }

  let boxes = 0;
  /** They come into a mailbox in this order, and are read as the worker reads them. */
  async function comesIn(...mails: readonly Buffer[]) {
    const mailboxId = `box-${++boxes}`;
    const uids = mails.map((_, nth) => nth + 1);
    const connection: MailboxConnection = {
      folders: async () => ['INBOX'],
      open: async () => ({ uidValidity: 1n, uidNext: mails.length + 1 }),
      uidsFrom: async (uid) => uids.filter((each) => each >= uid),
      uidsSince: async () => uids,
      fetch: async (uid) => {
        const mail = mails[uid - 1] ?? Buffer.alloc(0);
        return { bytes: mail, size: mail.length, receivedAt: Date.now() };
      },
      wait: async () => {},
      close: () => {},
    };
    const store = createIncomingStore({
      ...{ db: api.db, programs: createPrograms(api.db), deployment: aDeployment({}), messageHost: HOST },
      campaignMailIds: campaignMailIdsAt(HOST),
      ...{ clock: createClock(() => REAL_TIME, Date.now), tell: async () => {} },
    });
    const deps = { reader: createMailReader(), store, now: Date.now, realNow: Date.now };
    await readFolder({ ...deps, attempts: new Map(), onMail: () => {} }, connection, mailboxId, 'INBOX');
    const rows = await api.db.incomingMail.findMany({ where: { mailboxId }, orderBy: { uid: 'asc' } });
    return rows.map(({ kind, effect, noEffect }) => [kind, effect, noEffect].filter((part) => part !== null).join(' '));
  }

  const known = async (id: string) => {
    const { answer, answerTo, answeredAt } = await api.db.appointment.findUniqueOrThrow({ where: { id } });
    return { answer, answerTo, isDated: answeredAt !== null };
  };
  const NOTHING = { answer: null, answerTo: null, isDated: false };
  const lines = async (journeyId: string) =>
    (await api.db.journalEntry.findMany({ where: { journeyId, decision: 'done' }, orderBy: { id: 'asc' } })).map(
      ({ action, reason }) => `${action} ${reason}`,
    );
  const notices = (taskId: string) =>
    api.db.notice.findMany({ where: { taskId }, select: { kind: true, userId: true, contactId: true } });

  it.each(Object.entries(FORMS))(
    'in the form of %s is known of the appointment, and told in the story',
    async (_, form) => {
      for (const partstat of ['ACCEPTED', 'TENTATIVE'] as const) {
        const visit = await invited();
        expect(await comesIn(form({ ...visit.reply, partstat }))).toEqual(['other answered']);
        const answer = partstat.toLowerCase();
        expect(await known(visit.id)).toEqual({ answer, answerTo: 0, isDated: true });
        const shown = (await api.ask('rep', 'GET', visit.path)).json().appointment;
        expect(shown).toMatchObject({ answer, answeredAt: expect.any(String) });
        expect(await lines(visit.journey)).toEqual([`appointment ${answer}`]);
        expect(await notices(visit.task)).toEqual([]);
      }
    },
  );

  it.each(Object.entries(FORMS))(
    'in the form of %s that declines is told to whose appointment it is, once',
    async (_, form) => {
      const visit = await invited();
      const raw = form({ ...visit.reply, partstat: 'DECLINED' });
      await comesIn(raw);
      // The same mail in another mailbox, and the same answer in another mail.
      await comesIn(raw, form({ ...visit.reply, partstat: 'DECLINED' }));
      expect(await known(visit.id)).toMatchObject({ answer: 'declined', answerTo: 0 });
      expect(await lines(visit.journey)).toEqual(['appointment declined']);
      const notice = { kind: 'appointment-declined', userId: api.users.rep, contactId: visit.contact };
      expect(await notices(visit.task)).toEqual([notice]);
    },
  );

  it('may change; a copy of the old one that comes late changes nothing back', async () => {
    const visit = await invited();
    const yes = FORMS.google(visit.reply);
    await comesIn(yes, FORMS.google({ ...visit.reply, partstat: 'DECLINED' }));
    await comesIn(yes);
    expect(await known(visit.id)).toMatchObject({ answer: 'declined' });
    expect(await lines(visit.journey)).toEqual(['appointment accepted', 'appointment declined']);
  });

  it('to an older state overwrites none to a newer one, and says nothing of another time', async () => {
    const visit = await invited();
    await appoint(visit.path, { begins: '2031-01-07T10:00', ends: '2031-01-07T11:30' });
    await comesIn(FORMS.google(visit.reply), FORMS.outlook(visit.reply));
    expect(await known(visit.id)).toEqual(NOTHING);
    const newer = { ...visit.reply, sequence: 1, begins: '20310107T090000Z' };
    await comesIn(FORMS.apple({ ...newer, partstat: 'TENTATIVE' }), FORMS.apple(visit.reply));
    expect(await known(visit.id)).toMatchObject({ answer: 'tentative', answerTo: 1 });
  });

  it('to an older state counts if only the words have changed since', async () => {
    const visit = await invited();
    await appoint(visit.path, { ...TIME, words: 'I bring samples.' });
    await comesIn(FORMS.google(visit.reply));
    expect(await known(visit.id)).toMatchObject({ answer: 'accepted', answerTo: 0 });
  });

  it('by a secretary counts as the invited person’s', async () => {
    const visit = await invited();
    await comesIn(FORMS.outlook({ ...visit.reply, from: 'office@customer.example' }));
    expect(await known(visit.id)).toMatchObject({ answer: 'accepted' });
  });

  it('that is forged changes nothing', async () => {
    const visit = await invited();
    const { reply } = visit;
    const dmarc = 'Authentication-Results: mx.sender.example; dmarc=fail header.from=customer.example\n';
    expect(
      await comesIn(
        FORMS.google({ ...reply, attendee: 'mallory@evil.example' }),
        FORMS.google({ ...reply, attendee: 'mallory@evil.example', from: reply.attendee }),
        FORMS.google({ ...reply, uid: `apt_00000000000000000000000000@${HOST}` }),
        FORMS.google({ ...reply, uid: reply.uid.replace(HOST, 'evil.example') }),
        FORMS.google({ ...reply, headers: dmarc }),
        FORMS.google({ ...reply, sequence: 7 }),
      ),
    ).toEqual([
      'other none another-address',
      'other none another-address',
      'other none no-mail-of-ours',
      'other none no-mail-of-ours',
      'other none forged-sender',
      'other answered',
    ]);
    expect(await known(visit.id)).toEqual(NOTHING);
    expect([await lines(visit.journey), await notices(visit.task)]).toEqual([[], []]);
  });

  it('to what was called off changes nothing', async () => {
    const visit = await invited();
    await api.ask('rep', 'DELETE', visit.path);
    await world.tellAll();
    await comesIn(FORMS.apple({ ...visit.reply, partstat: 'DECLINED' }));
    expect(await known(visit.id)).toEqual(NOTHING);
    expect(await notices(visit.task)).toEqual([]);
  });
});
