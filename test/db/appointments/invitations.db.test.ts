import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../api/support.js';
import { type AppointmentWorld, aVisit, startAppointments } from '../../support/appointments.js';

const TIME = { begins: '2031-01-06T10:00', ends: '2031-01-06T11:30' };

describe('an appointment', () => {
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

  const make = async (path: string, body: object = TIME) => {
    const response = await api.ask('rep', 'POST', path, body);
    expect(response.statusCode, response.body).toBe(200);
    await world.tellAll();
    return response.json();
  };
  const view = async (path: string) => (await api.ask('rep', 'GET', path)).json().appointment;
  const lines = async (journeyId: string) =>
    (await api.db.journalEntry.findMany({ where: { journeyId }, orderBy: { id: 'asc' } })).map(
      ({ action, decision, reason }) => [action, decision, reason].join(' '),
    );

  it('reaches the contact and whose it is, each with an entry that their calendar takes in', async () => {
    const visit = await aVisit(api);
    const appointment = await make(visit.path, { ...TIME, place: 'Unter den Linden 1', words: 'I bring samples.' });
    const mails = await world.arrived();
    const rep = await api.db.user.findUniqueOrThrow({ where: { id: api.users.rep } });
    expect(mails.map(({ to, from, method }) => [to, from, method]).sort()).toEqual(
      [
        [visit.email, rep.email, 'REQUEST'],
        [rep.email, 'followthrough@sender.example', 'REQUEST'],
      ].sort(),
    );
    const theirs = mails.find(({ to }) => to === visit.email);
    expect(theirs?.entry).toMatchObject({
      ...{ UID: `${appointment.id}@sender.example`, SEQUENCE: '0', STATUS: 'CONFIRMED' },
      ...{ DTSTART: '20310106T090000Z', DTEND: '20310106T103000Z' },
      ...{ ORGANIZER: `mailto:${rep.email}`, ATTENDEE: `mailto:${visit.email}` },
      ...{ LOCATION: 'Unter den Linden 1', DESCRIPTION: 'I bring samples.' },
    });
    expect(theirs?.text).toContain('Monday 6 January 2031 10:00 – 11:30 (Europe/Berlin)');
    // What the task is called is our own affair.
    expect(theirs?.raw).not.toContain('Sell her');
    expect(await view(visit.path)).toMatchObject({
      ...{ beginsLocal: '2031-01-06T10:00:00+01:00', isTelling: false },
      mail: { state: 'accepted' },
    });
    expect(await lines(visit.journey)).toEqual(['appointment send invitation']);
  });

  it('is moved under the same entry, with a higher sequence, in the thread of the first mail', async () => {
    const visit = await aVisit(api);
    const first = await make(visit.path);
    await world.arrived();
    await make(visit.path, { begins: '2031-07-07T10:00', ends: '2031-07-07T11:00' });
    const mails = await world.arrived();
    expect(mails).toHaveLength(2);
    const theirs = mails.find(({ to }) => to === visit.email);
    // In summer Berlin is two hours ahead.
    expect(theirs?.entry).toMatchObject({
      UID: `${first.id}@sender.example`,
      SEQUENCE: '1',
      DTSTART: '20310707T080000Z',
    });
    expect(theirs?.subject).toMatch(/^Changed: /);
    expect(theirs?.raw).toContain('In-Reply-To: <');
    expect(await lines(visit.journey)).toEqual(['appointment send invitation', 'appointment send change']);
  });

  it('said twice is told once', async () => {
    const visit = await aVisit(api);
    await make(visit.path);
    await make(visit.path);
    expect(await world.arrived()).toHaveLength(2);
  });

  it('is cancelled for both, and once', async () => {
    const visit = await aVisit(api);
    const { id } = await make(visit.path);
    await world.arrived();
    for (let i = 0; i < 2; i++) {
      expect((await api.ask('rep', 'DELETE', visit.path)).statusCode).toBe(200);
      await world.tellAll();
    }
    const mails = await world.arrived();
    expect(mails.map(({ method, entry }) => [method, entry['STATUS'], entry['SEQUENCE']])).toEqual([
      ['CANCEL', 'CANCELLED', '1'],
      ['CANCEL', 'CANCELLED', '1'],
    ]);
    expect(mails.find(({ to }) => to === visit.email)?.entry['UID']).toBe(`${id}@sender.example`);
    expect(await view(visit.path)).toMatchObject({ state: 'cancelled', reason: 'by-person' });
  });

  it('is cancelled when its task is done or withdrawn, whoever does that', async () => {
    for (const status of ['done', 'withdrawn']) {
      const visit = await aVisit(api);
      await make(visit.path);
      await world.arrived();
      await api.db.task.update({ where: { id: visit.task }, data: { status } });
      await world.tellAll();
      expect((await world.arrived()).map(({ method }) => method)).toEqual(['CANCEL', 'CANCEL']);
      expect(await view(visit.path)).toMatchObject({ state: 'cancelled', reason: `task-${status}` });
    }
  });

  it('that has begun is not cancelled when its task is done', async () => {
    const visit = await aVisit(api);
    const { id } = await make(visit.path);
    await world.arrived();
    await api.db.appointment.update({ where: { id }, data: { beginsAt: new Date(Date.now() - 60_000) } });
    await api.db.task.update({ where: { id: visit.task }, data: { status: 'done' } });
    await world.tellAll();
    expect(await world.arrived()).toEqual([]);
    expect(await view(visit.path)).toMatchObject({ state: 'standing' });
  });

  it('goes over to who does the task from now on as an entry of their own', async () => {
    const visit = await aVisit(api);
    const { id } = await make(visit.path);
    await world.arrived();
    const to = api.users.manager;
    const given = await api.ask('ops', 'POST', `/v1/tasks/${visit.task}/reassign`, { assigneeId: to, reason: 'away' });
    expect(given.statusCode).toBe(200);
    await world.tellAll();
    const manager = await api.db.user.findUniqueOrThrow({ where: { id: to } });
    const theirs = (await world.arrived()).filter((mail) => mail.to === visit.email);
    expect(theirs.map(({ method, from }) => [method, from]).sort()).toEqual(
      [
        ['CANCEL', (await api.db.user.findUniqueOrThrow({ where: { id: api.users.rep } })).email],
        ['REQUEST', manager.email],
      ].sort(),
    );
    const old = theirs.find(({ method }) => method === 'CANCEL')?.entry;
    const next = theirs.find(({ method }) => method === 'REQUEST')?.entry;
    expect(old?.['UID']).toBe(`${id}@sender.example`);
    expect(next?.['UID']).not.toBe(old?.['UID']);
    expect([old?.['DTSTART'], next?.['ORGANIZER']]).toEqual([next?.['DTSTART'], `mailto:${manager.email}`]);
  });

  it('does not reach a contact whom the gate keeps mail from, and says why', async () => {
    const visit = await aVisit(api);
    await api.db.contact.update({ where: { id: visit.contact }, data: { doNotContact: true } });
    await make(visit.path);
    expect((await world.arrived()).map(({ to }) => to)).not.toContain(visit.email);
    expect(await view(visit.path)).toMatchObject({ mail: { state: 'skipped', reason: 'do-not-contact' } });
    expect(await lines(visit.journey)).toEqual(['appointment skip do-not-contact']);
    // Nothing was told, so nothing is taken back.
    await api.ask('rep', 'DELETE', visit.path);
    await world.tellAll();
    expect((await world.arrived()).map(({ to }) => to)).not.toContain(visit.email);
  });

  it('can be the rep’s alone; a contact who is invited no longer hears that it is off', async () => {
    const visit = await aVisit(api);
    await make(visit.path, { ...TIME, invites: false });
    expect((await world.arrived()).map(({ to }) => to)).not.toContain(visit.email);
    await make(visit.path, TIME);
    await make(visit.path, { ...TIME, invites: false });
    const theirs = (await world.arrived()).filter(({ to }) => to === visit.email);
    expect(theirs.map(({ method }) => method)).toEqual(['REQUEST', 'CANCEL']);
  });

  it('moved again before anybody heard of it is told as it is then', async () => {
    const visit = await aVisit(api);
    for (const hour of ['10', '11', '12'])
      await api.ask('rep', 'POST', visit.path, { begins: `2031-01-06T${hour}:00`, ends: '2031-01-06T13:00' });
    await world.tellAll();
    const theirs = (await world.arrived()).filter(({ to }) => to === visit.email);
    expect(theirs.map(({ entry, subject }) => [entry['DTSTART'], subject.split(':')[0]])).toEqual([
      ['20310106T110000Z', 'Invitation'],
    ]);
  });

  it.each([
    [{ begins: '2020-01-06T10:00', ends: '2020-01-06T11:00' }, 'past-due'],
    [{ begins: '2031-01-06T10:00', ends: '2031-01-06T10:00' }, 'ends-first'],
    [{ begins: '2031-03-30T02:30', ends: '2031-03-30T04:00' }, 'no-such-local-time'],
    [{ ...TIME, zone: 'Beijing' }, 'invalid'],
  ])('%j is refused as %s', async (body, code) => {
    const visit = await aVisit(api);
    const response = await api.ask('rep', 'POST', visit.path, body);
    expect([response.statusCode >= 400, response.json().code]).toEqual([true, code]);
    await world.tellAll();
    expect(await world.arrived()).toEqual([]);
  });
});
