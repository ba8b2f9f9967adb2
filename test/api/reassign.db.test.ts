import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContact, aDefinition, aJourney, aTask, problemOf, startTestApi, type TestApi } from './support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.ask('ops', 'POST', '/v1/definitions', { text: aDefinition() });
});
afterAll(() => api.stop());

/** A rep's contact with an open journey that hears of changes, an ended one, and open and done tasks. */
async function aRepsContact() {
  const { rep, viewer } = api.users;
  const contact = await aContact(api.db, { ownerId: rep });
  const open = await aJourney(api.db, contact, { ownerId: rep, interests: ['contact.ownerId'] });
  const ended = await aJourney(api.db, contact, { ownerId: rep, status: 'ended', phase: 'ended', n: 2 });
  const tasks = {
    theirs: await aTask(api.db, { assigneeId: rep, contactId: contact }),
    another: await aTask(api.db, { assigneeId: viewer, contactId: contact }),
    closed: await aTask(api.db, { assigneeId: rep, contactId: contact }),
  };
  await api.db.task.update({ where: { id: tasks.closed }, data: { status: 'done' } });
  return { contact, open, ended, tasks };
}

const ownersOf = async ({ contact, open, ended, tasks }: Awaited<ReturnType<typeof aRepsContact>>) => ({
  contact: (await api.db.contact.findUniqueOrThrow({ where: { id: contact } })).ownerId,
  open: (await api.db.journey.findUniqueOrThrow({ where: { id: open } })).ownerId,
  ended: (await api.db.journey.findUniqueOrThrow({ where: { id: ended } })).ownerId,
  theirs: (await api.db.task.findUniqueOrThrow({ where: { id: tasks.theirs } })).assigneeId,
  another: (await api.db.task.findUniqueOrThrow({ where: { id: tasks.another } })).assigneeId,
  closed: (await api.db.task.findUniqueOrThrow({ where: { id: tasks.closed } })).assigneeId,
});

const MOVED = () => {
  const { rep, viewer, manager } = api.users;
  return { contact: manager, open: manager, ended: rep, theirs: manager, another: viewer, closed: rep };
};

describe('a journey given to another', () => {
  it('takes its contact, its open journeys and the old owner’s open tasks along', async () => {
    const it = await aRepsContact();
    const url = `/v1/journeys/${it.open}/reassign`;
    const given = await api.ask('manager', 'POST', url, { ownerId: api.users.manager, reason: 'on holiday' });
    expect(given.json()).toEqual({
      id: it.open,
      contactId: it.contact,
      ownerId: api.users.manager,
      journeys: 1,
      tasks: 1,
    });
    expect(await ownersOf(it)).toEqual(MOVED());
    const [audit] = await api.db.audit.findMany({ where: { objectId: it.contact } });
    expect(audit).toMatchObject({
      action: 'contact.reassign',
      actorId: api.users.manager,
      reason: 'on holiday',
      detail: { from: api.users.rep, to: api.users.manager, journeyId: it.open },
    });
    const events = await api.db.event.findMany({ where: { contactId: it.contact } });
    expect(events).toMatchObject([{ type: 'contact.changed', fields: { set: { ownerId: api.users.manager } } }]);
    expect(await api.db.outbox.count({ where: { journeyId: it.open, kind: 'poke' } })).toBe(1);
  });

  it('moves once by its request id, however often and however parallel it is asked', async () => {
    const it = await aRepsContact();
    const url = `/v1/journeys/${it.open}/reassign`;
    const body = { ownerId: api.users.manager, reason: 'on holiday', requestId: `move-${it.open}` };
    const answers = await Promise.all([1, 2, 3].map(() => api.ask('ops', 'POST', url, body)));
    expect(answers.map((answer) => answer.statusCode)).toEqual([200, 200, 200]);
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(await api.db.event.count({ where: { contactId: it.contact } })).toBe(1);
    expect(await api.db.audit.count({ where: { objectId: it.contact } })).toBe(1);
    const other = await aRepsContact();
    const reused = await api.ask('ops', 'POST', `/v1/journeys/${other.open}/reassign`, body);
    expect(problemOf(reused).code).toBe('idempotency-mismatch');
    expect((await ownersOf(other)).contact).toBe(api.users.rep);
  });

  it('goes to nobody who does not exist, and not once it has ended', async () => {
    const it = await aRepsContact();
    const nobody = { ownerId: 'usr_nobody', reason: 'x' };
    const refused = await api.ask('ops', 'POST', `/v1/journeys/${it.open}/reassign`, nobody);
    expect(problemOf(refused)).toMatchObject({ code: 'unknown-owner', errors: [{ pointer: '/ownerId' }] });
    const somebody = { ownerId: api.users.manager, reason: 'x' };
    const late = await api.ask('ops', 'POST', `/v1/journeys/${it.ended}/reassign`, somebody);
    expect(problemOf(late)).toMatchObject({ status: 409, code: 'journey-ended' });
  });
});

describe('a contact given to another', () => {
  it('takes journeys and tasks along just so', async () => {
    const it = await aRepsContact();
    const given = await api.ask('manager', 'PATCH', `/v1/contacts/${it.contact}`, {
      ownerId: api.users.manager,
      status: 'customer',
    });
    expect(given.json()).toMatchObject({ ownerId: api.users.manager, status: 'customer' });
    expect(await ownersOf(it)).toEqual(MOVED());
  });

  it('taken from its owner leaves the tasks where somebody sees them', async () => {
    const it = await aRepsContact();
    await api.ask('manager', 'PATCH', `/v1/contacts/${it.contact}`, { ownerId: null });
    expect(await ownersOf(it)).toMatchObject({ contact: null, open: null, theirs: api.users.rep });
  });
});
