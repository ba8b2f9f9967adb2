import { afterEach, describe, expect, test } from 'vitest';
import type { CareItemView } from '../../src/api/contracts/care.js';
import { createCareStore } from '../../src/db/care/store.js';
import { createOutlines } from '../../src/db/outlines.js';
import { DAY } from '../../src/domain/instant.js';
import { CACHES, SkippingWorld } from '../support/skipping.js';
import { eventually } from '../support/system.js';

const BIRTHDAY = `
kind: journey
id: wishes
name: Wishes
timezone: UTC
variables: { topic: our offer }
enter: { on: manual }
throughout:
  - id: birthday
    steps:
      - { id: comes, wait: { until: { date: contact.birthday, at: "09:00", every: year } } }
      - { id: wish, email: { template: test/hello, from: owner, purpose: service } }
      - { goTo: comes }
steps: [ { wait: { for: { on: order.placed } } } ]
`;

const SILENCE = `
kind: journey
id: silence
name: Silence
timezone: UTC
enter: { on: manual }
steps:
  - { id: quiet, wait: { for: { if: { contact.lastContactAt: { olderThan: 90 days } } } } }
  - { id: call, task: { kind: call, title: Call, due: 2 days, outcomes: [done] } }
  - { goTo: quiet }
`;

const EVERYBODY = { type: 'all' } as const;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

describe.each(CACHES)('care of those who sleep, %s', (_, worker) => {
  let world: SkippingWorld;
  afterEach(() => world?.stop());

  const care = () => createCareStore(world.system.db, createOutlines(world.system.db), 'UTC');
  const by = () => ({ actorId: 'usr_rep', at: world.system.now() });
  const begun = async (journeyId: string) =>
    await eventually(
      () => world.system.db.careOccasion.findMany({ where: { journeyId }, orderBy: { ordinal: 'asc' } }),
      (rows) => rows.length > 0,
    );
  const onDay = async (day: string): Promise<readonly CareItemView[]> =>
    (await care().list(EVERYBODY, day, {}, { after: null, limit: 10 }, world.system.now())).rows;

  test('who is taken out of a birthday sleeps through it, and is wished well the year after', async () => {
    world = await SkippingWorld.start(BIRTHDAY, { worker, hibernateAfter: DAY });
    const { system } = world;
    const birthday = dayOf(system.now() + 60 * DAY);
    const [taken, other] = [await system.contact({ birthday }), await system.contact({ birthday, name: 'Grace' })];
    const { journeyId } = await system.enrol('wishes', taken);
    const { journeyId: others } = await system.enrol('wishes', other);
    const [first, second] = await begun(journeyId);
    await begun(others);
    const day = dayOf(first?.day.getTime() ?? 0);
    expect(day).toBe(birthday);
    const before = await system.row(journeyId);
    const what = { of: 'occasion', journeyId, step: 'wish', day, reason: 'in mourning' } as const;
    expect(await care().takeOut(EVERYBODY, what, by())).toMatchObject({ ok: true, value: { reason: 'in mourning' } });
    // Twice is once, and nobody was woken for it.
    const again = await care().takeOut(EVERYBODY, { ...what, reason: 'again' }, by());
    expect(again).toMatchObject({ ok: true, value: { reason: 'in mourning' } });
    expect(await system.row(journeyId)).toEqual(before);
    expect((await onDay(day)).map(({ contactName, takenOut }) => [contactName, takenOut?.reason])).toEqual(
      expect.arrayContaining([
        ['Ada Lovelace', 'in mourning'],
        ['Grace', undefined],
      ]),
    );
    expect(await system.db.audit.count({ where: { action: 'care.taken-out', objectId: taken } })).toBe(1);

    await world.pass(62 * DAY);
    await eventually(
      async () => system.story(journeyId),
      (lines) => lines.includes('wish email skip taken-out'),
    );
    await eventually(
      async () => system.inbox.mails,
      (mails) => mails.length === 1,
    );
    expect(await system.story(others)).toContain('wish email send');

    expect(dayOf(second?.day.getTime() ?? 0) > day).toBe(true);
    await world.pass(366 * DAY);
    await eventually(
      async () => system.story(journeyId),
      (lines) => lines.includes('wish email send'),
    );
  });

  test('who was put back is wished well again', async () => {
    world = await SkippingWorld.start(BIRTHDAY, { worker, hibernateAfter: DAY });
    const { system } = world;
    const contact = await system.contact({ birthday: dayOf(system.now() + 60 * DAY) });
    const { journeyId } = await system.enrol('wishes', contact);
    await begun(journeyId);
    const taken = await care().takeOut(EVERYBODY, { of: 'kind', journeyId, step: 'wish', reason: 'asked us' }, by());
    if (!taken.ok) throw new Error(taken.error);
    const undone = await care().undo(EVERYBODY, taken.value.id, 'a mistake', by());
    expect(undone).toMatchObject({ id: taken.value.id, undoneBy: { id: 'usr_rep' } });
    await world.pass(62 * DAY);
    await eventually(
      async () => system.story(journeyId),
      (lines) => lines.includes('wish email send'),
    );
  });

  test('ninety days without a contact put a call on the desk while everybody sleeps; who was in touch meanwhile gets theirs later', async () => {
    world = await SkippingWorld.start(SILENCE, { worker, hibernateAfter: DAY });
    const { system } = world;
    const lastContactAt = new Date(system.now() - 30 * DAY);
    const [quiet, lively] = [await system.contact({ lastContactAt }), await system.contact({ lastContactAt })];
    const { journeyId } = await system.enrol('silence', quiet);
    const { journeyId: livelys } = await system.enrol('silence', lively);
    const [due] = await begun(journeyId);
    // Records are read to the second.
    expect((due?.at.getTime() ?? 0) - lastContactAt.getTime()).toBeGreaterThan(90 * DAY - 1000);
    await begun(livelys);
    await world.pass(50 * DAY);
    // Nothing wakes for this one: it looks when its own time comes, and finds that somebody was in touch.
    await system.db.contact.update({ where: { id: lively }, data: { lastContactAt: new Date(system.now()) } });
    await world.pass(11 * DAY);
    await eventually(
      () => system.db.task.count({ where: { journeyId } }),
      (count) => count === 1,
    );
    const later = await eventually(
      () => system.db.careOccasion.findMany({ where: { journeyId: livelys } }),
      (rows) => (rows[0]?.at.getTime() ?? 0) > system.now(),
    );
    expect(await system.db.task.count({ where: { journeyId: livelys } })).toBe(0);
    expect((later[0]?.at.getTime() ?? 0) - system.now()).toBeGreaterThan(70 * DAY);
    await world.pass(90 * DAY);
    await eventually(
      () => system.db.task.count({ where: { journeyId: livelys } }),
      (count) => count === 1,
    );
  });
});
