import { afterEach, describe, expect, test } from 'vitest';
import { readSubject } from '../../src/db/simulation-subject.js';
import { DAY, formatInstant, HOUR } from '../../src/domain/instant.js';
import { compileProgram } from '../../src/domain/journey/program.js';
import { NO_POLICY } from '../../src/domain/policy.js';
import { simulate } from '../../src/domain/simulate/simulate.js';
import { SkippingWorld } from '../support/skipping.js';
import { eventually } from '../support/system.js';
import { aDefinition } from '../support/walk.js';

const journey = (id: string, purpose = 'marketing') => `
kind: journey
id: ${id}
name: ${id}
variables: { topic: our offer }
enter: { on: nothing.such, again: always }
steps: [ { id: hello, email: { template: test/hello, from: owner, purpose: ${purpose} } } ]
`;

const CAMPAIGN = `
kind: campaign
id: festival
name: Festival
variables: { topic: the festival }
audience: { segment: all }
priority: 9
send: { email: { template: test/hello, from: owner, purpose: marketing } }
`;

const withCaps = (most: number) => ({
  policy: { ...NO_POLICY, caps: [{ most, perMs: DAY }] },
  hibernateAfter: 30 * DAY,
});

describe('frequency caps', () => {
  let world: SkippingWorld;

  afterEach(() => world?.stop());

  const messages = (contactId: string) =>
    world.system.db.message.findMany({
      where: { contactId },
      orderBy: [{ claimedAt: { sort: 'asc', nulls: 'last' } }],
      include: { journey: { select: { definitionId: true } } },
    });

  /** What went out, oldest first, by the definition that sent it. */
  const gone = async (contactId: string): Promise<string[]> =>
    (await messages(contactId))
      .filter(({ state }) => state === 'accepted')
      .map((message) => message.journey.definitionId);

  test('let the higher campaign go first, though the journey has waited longer, and service mail at once', async () => {
    world = await SkippingWorld.start(journey('first'), withCaps(1));
    const { system } = world;
    for (const text of [journey('second'), CAMPAIGN, journey('receipt', 'service')]) await system.publish(text);
    const contactId = await system.contact();
    const began = system.now();
    await system.enrol('first', contactId);
    await eventually(
      () => gone(contactId),
      (sent) => sent.length === 1,
    );
    for (const id of ['second', 'festival', 'receipt']) await system.enrol(id, contactId);
    await eventually(
      () => messages(contactId),
      (rows) => rows.filter(({ state }) => state === 'intended').length === 2,
    );
    const waiting = (await messages(contactId)).filter(({ state }) => state === 'intended');
    expect(
      waiting.map(({ reason, priority, journey: { definitionId } }) => [definitionId, reason, priority]).sort(),
    ).toEqual([
      ['festival', 'frequency-cap', 9],
      ['second', 'frequency-cap', 5],
    ]);
    await eventually(
      () => gone(contactId),
      (sent) => sent.length === 2,
    );
    expect(await gone(contactId)).toEqual(['first', 'receipt']);

    await world.pass(DAY + HOUR);
    await eventually(
      () => gone(contactId),
      (sent) => sent.length === 3,
    );
    expect(await gone(contactId)).toEqual(['first', 'receipt', 'festival']);
    await world.pass(DAY);
    await eventually(
      () => gone(contactId),
      (sent) => sent.length === 4,
    );
    expect(await gone(contactId)).toEqual(['first', 'receipt', 'festival', 'second']);
    const marketing = (await messages(contactId)).filter(({ purpose }) => purpose === 'marketing');
    expect(marketing.map(({ claimedAt }) => Math.floor(((claimedAt?.getTime() ?? 0) - began) / DAY))).toEqual([
      0, 1, 2,
    ]);
  });

  test('put off in a simulation what they put off live, until the same instants', async () => {
    const step = (n: number) => `{ id: m${n}, email: { template: test/hello, from: owner, purpose: marketing } }`;
    const text = journey('many').replace(/steps: .*/, `steps: [ ${[1, 2, 3, 4].map(step).join(', ')} ]`);
    const options = withCaps(1);
    const caps = [...options.policy.caps, { most: 2, perMs: 7 * DAY }];
    world = await SkippingWorld.start(text, { ...options, policy: { ...options.policy, caps } });
    const { system } = world;
    const contactId = await system.contact();
    const { journeyId } = await system.enrol('many', contactId);
    for (const [sent, days] of [1, 6, 1, 1].entries()) {
      await eventually(
        () => gone(contactId),
        (all) => all.length === sent + 1,
      );
      await world.pass(days * DAY + HOUR);
    }
    await eventually(
      () => system.row(journeyId),
      ({ status }) => status === 'ended',
    );
    const live = await system.db.journalEntry.findMany({
      where: { journeyId, action: 'email' },
      orderBy: { id: 'asc' },
    });
    const entered = await system.db.journalEntry.findFirstOrThrow({ where: { journeyId, action: 'enter' } });
    const subject = await readSubject(system.db, { id: contactId });
    if (subject === null) throw new Error('the contact is gone');
    const start = entered.at.getTime();
    const { lines } = await simulate({
      program: compileProgram(aDefinition(text)),
      deployment: system.deployment,
      subject,
      events: [],
      start,
      until: start + 30 * DAY,
      render: async () => 'ok',
    });
    const told = lines.filter(({ action }) => action === 'email');
    expect(told.map(({ decision }) => decision)).toEqual(['send', 'defer', 'send', 'defer', 'send', 'defer', 'send']);
    expect(
      live.map(({ at, step: of, decision, reason, until }) => [
        formatInstant(at.getTime()),
        of,
        decision,
        reason,
        until === null ? null : formatInstant(until.getTime()),
      ]),
    ).toEqual(told.map(({ at, step: of, decision, reason, until }) => [at, of, decision, reason, until]));
  });

  test('hold over all journeys of a contact, however many ask at once', async () => {
    world = await SkippingWorld.start(journey('first'), withCaps(2));
    const { system } = world;
    const contactId = await system.contact();
    const other = await system.contact();
    const ids = Array.from({ length: 6 }, (_, n) => `at-once-${n}`);
    for (const id of ids) await system.publish(journey(id));
    await Promise.all(ids.map((id) => system.enrol(id, contactId)));
    await system.enrol('first', other);
    await eventually(
      () => messages(contactId),
      (rows) => rows.filter(({ state }) => state === 'intended').length === 4,
    );
    await eventually(
      () => gone(contactId),
      (sent) => sent.length === 2,
    );
    await eventually(
      () => gone(other),
      (sent) => sent.length === 1,
    );
    for (const sent of [4, 6]) {
      await world.pass(DAY + HOUR / 2);
      await eventually(
        () => gone(contactId),
        (all) => all.length >= sent,
      );
      expect(await gone(contactId)).toHaveLength(sent);
    }
    const claims = (await messages(contactId)).map(({ claimedAt }) => claimedAt?.getTime() ?? 0);
    for (const from of claims)
      expect(claims.filter((each) => from <= each && each < from + DAY).length).toBeLessThanOrEqual(2);
  });
});
