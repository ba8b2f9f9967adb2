import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityDeps } from '../../src/activities/index.js';
import type { AdvanceInput } from '../../src/domain/journey/advance.js';
import type { JourneyState } from '../../src/domain/journey/state.js';
import { attempt, firstAdvance, nextAdvance, withHooks } from '../support/attempts.js';
import { TestSystem } from '../support/system.js';

const OFFER = `
kind: journey
id: offer
name: Offer
variables: { topic: our offer }
enter: { on: nothing.such, again: always }
exit: [ { on: email.replied, as: replied } ]
steps:
  - id: hello
    email: { template: test/hello, from: owner, purpose: marketing }
  - wait: 2 days
  - end: done
`;

const bound = <T extends object>(on: T, name: string | symbol): unknown => {
  const value: unknown = Reflect.get(on, name);
  return typeof value === 'function' ? value.bind(on) : value;
};

describe('a decision', () => {
  let system: TestSystem;
  let deps: ActivityDeps;

  beforeAll(async () => {
    // No Temporal: attempts are run by hand, as many at once as a test wants.
    system = await TestSystem.start({ address: '127.0.0.1:1', namespace: 'none', skipping: false });
    await system.publish(OFFER);
    deps = system.activityDeps();
  });

  afterEach(() => {
    system.inbox.before = async () => {};
  });

  afterAll(() => system?.stop());

  async function begun() {
    const contactId = await system.contact();
    const { journeyId } = await system.enrol('offer', contactId, system.engine({ tells: false }));
    const { email } = await system.db.contact.findUniqueOrThrow({ where: { id: contactId } });
    const delivered = () => system.inbox.mails.filter((mail) => mail.to.includes(email ?? ''));
    const ledger = () => system.db.message.findFirstOrThrow({ where: { journeyId } });
    return { input: firstAdvance(journeyId), journeyId, contactId, delivered, ledger };
  }

  const unsubscribe = (contactId: string) =>
    system.engine({ tells: false }).receive({ type: 'contact.unsubscribed', contactId, fields: {}, source: 'test' });

  const crash = async (): Promise<never> => {
    throw new Error('the connection is gone');
  };

  test('Law 3: a retried advance returns its stored result and plans no second time', async () => {
    const { input, journeyId, delivered } = await begun();
    const result = await attempt(deps, input);
    const blind: ActivityDeps = { ...deps, programs: { program: crash } };
    expect(await attempt(blind, input)).toEqual(result);
    expect(await attempt(blind, input)).toEqual(result);
    expect(delivered()).toHaveLength(1);
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email send', 'wait wait']);
  });

  test('Law 3: a result that was committed and never reported is returned, not worked out again', async () => {
    const { input, journeyId, delivered } = await begun();
    await expect(attempt(withHooks(deps, { afterOutcome: crash }), input)).rejects.toThrow();
    const result = await attempt({ ...deps, programs: { program: crash } }, input);
    expect(result).toMatchObject({ number: 1, ended: false });
    expect(delivered()).toHaveLength(1);
    expect((await system.row(journeyId)).advance).toBe(1);
  });

  test('Law 10: who decides again is told that something has come since what was decided, and decides once more', async () => {
    const { input, contactId } = await begun();
    const result = await attempt(deps, input);
    expect(result).not.toHaveProperty('unheard');
    await system.engine({ tells: false }).receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
    expect(await attempt(deps, input)).toEqual({ ...result, unheard: true });
    const next = await attempt(deps, nextAdvance(input, result));
    expect(next).toMatchObject({ ended: true, state: { phase: { type: 'ended', outcome: 'replied' } } });
    expect(next).not.toHaveProperty('unheard');
  });

  test('Law 10: who decides again is told of a decision after it too, which the run may have lost with its own', async () => {
    const { input } = await begun();
    const result = await attempt(deps, input);
    const next = await attempt(deps, nextAdvance(input, result));
    expect(await attempt(deps, input)).toEqual({ ...result, unheard: true });
    expect(await attempt(deps, nextAdvance(input, result))).toEqual(next);
  });

  test('Law 12: a decision that was made before a command came does not answer it, also if it was only frozen', async () => {
    for (const crashes of ['afterDecision', 'afterOutcome'] as const) {
      const { input, journeyId } = await begun();
      await expect(attempt(withHooks(deps, { [crashes]: crash }), input)).rejects.toThrow();
      const requestId = `pause-${journeyId}`;
      const who = { actorId: 'usr_rep', reason: 'a test', at: new Date() };
      await system.db.command.create({ data: { requestId, journeyId, kind: 'pause', ...who } });
      const cause = { type: 'command', requestId } as const;
      const before = await attempt(deps, { ...input, cause });
      expect(before).not.toHaveProperty('answer');
      expect(await system.db.command.findUnique({ where: { requestId } })).toMatchObject({ answer: null });
      const paused = await attempt(deps, { ...nextAdvance(input, before), cause });
      expect(paused).toMatchObject({ answer: null, answers: requestId, state: { phase: { type: 'paused' } } });
      // Asked once more it is the same answer, and another command's decision is not it.
      expect(await attempt(deps, { ...nextAdvance(input, before), cause })).toEqual(paused);
      const other = { type: 'command', requestId: `exit-${journeyId}` } as const;
      expect(await attempt(deps, { ...nextAdvance(input, before), cause: other })).toMatchObject({
        answers: requestId,
      });
    }
  });

  test('Law 3: a frozen decision is finished as it was frozen, whatever has changed meanwhile', async () => {
    const { input, contactId, delivered, ledger } = await begun();
    await expect(attempt(withHooks(deps, { afterDecision: crash }), input)).rejects.toThrow();
    const frozen = await ledger();
    expect(frozen.state).toBe('claimed');
    await system.db.contact.update({ where: { id: contactId }, data: { name: 'Somebody Else' } });
    await attempt(deps, input);
    expect(delivered().map((mail) => mail.subject)).toEqual(['Hello Ada Lovelace']);
    expect(delivered()[0]?.messageId).toBe(frozen.messageId);
    expect(await ledger()).toMatchObject({ id: frozen.id, state: 'accepted', attempts: 1 });
  });

  test('Law 9: the gate is asked again before a frozen decision is finished, and may refuse it', async () => {
    const { input, journeyId, contactId, delivered, ledger } = await begun();
    await expect(attempt(withHooks(deps, { afterDecision: crash }), input)).rejects.toThrow();
    await unsubscribe(contactId);
    await attempt(deps, input);
    expect(delivered()).toHaveLength(0);
    expect(await ledger()).toMatchObject({ state: 'skipped', reason: 'unsubscribed' });
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email skip unsubscribed', 'wait wait']);
  });

  test('Law 9: what ends the journey before a frozen decision is finished lets its message not go', async () => {
    const { input, journeyId, contactId, delivered, ledger } = await begun();
    await expect(attempt(withHooks(deps, { afterDecision: crash }), input)).rejects.toThrow();
    const { realClaimedAt } = await ledger();
    await system.engine({ tells: false }).receive({ type: 'email.replied', contactId, fields: {}, source: 'test' });
    expect(await attempt(deps, input)).toMatchObject({ ended: true });
    expect(delivered()).toHaveLength(0);
    expect(await ledger()).toMatchObject({ state: 'skipped', reason: 'exited', realClaimedAt });
    expect(await system.story(journeyId)).toEqual([
      'enter done',
      'hello email skip exited',
      'wait wait',
      'exit done replied',
    ]);
  });

  test('Law 8: a hand-over that commits while its decision is being taken over is a doubt, not a second mail', async () => {
    const { input, journeyId, delivered, ledger } = await begun();
    let handOver: () => void = () => {};
    let stuck: () => void = () => {};
    const isStuck = new Promise<void>((resolve) => {
      stuck = resolve;
    });
    let handed: () => void = () => {};
    const hasHanded = new Promise<void>((resolve) => {
      handed = resolve;
    });
    const slow = attempt(
      withHooks(deps, {
        beforeHandOver: () =>
          new Promise<void>((resolve) => {
            handOver = resolve;
            stuck();
          }),
        afterHandOver: async () => handed(),
      }),
      input,
    );
    await isStuck;
    // Its successor has read that nothing was handed over, and takes it over a moment later.
    const store: ActivityDeps['store'] = {
      ...deps.store,
      transaction: (id, work) =>
        deps.store.transaction(id, (tx) => {
          const record: typeof tx.record = async () => {
            const found = await tx.record();
            handOver();
            await hasHanded;
            return found;
          };
          return work(new Proxy(tx, { get: (on, name) => (name === 'record' ? record : bound(on, name)) }));
        }),
    };
    const lost = slow.then(
      () => null,
      (error: unknown) => String(error),
    );
    await attempt({ ...deps, store }, input);
    // The books are its successor's, or it finds them closed.
    const why = await lost;
    if (why !== null) expect(why).toContain('lost its fence after the hand-over');
    expect(delivered()).toHaveLength(1);
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email uncertain']);
    expect(await ledger()).toMatchObject({ state: 'uncertain' });
  });

  test('Law 8: a mail in doubt is not claimed again by the attempt that finds it so', async () => {
    const { input, ledger } = await begun();
    await expect(attempt(withHooks(deps, { afterHandOver: crash }), input)).rejects.toThrow();
    const { realClaimedAt } = await ledger();
    await attempt(deps, input);
    expect(await ledger()).toMatchObject({ state: 'uncertain', realClaimedAt });
  });

  test("Law 8: a database that comes back in an attempt's time leaves no doubt about a mail that was answered", async () => {
    const { input, journeyId, delivered, ledger } = await begun();
    let failures = 3;
    const beforeOutcomeCommits = async () => {
      if (failures-- > 0) await crash();
    };
    await attempt(withHooks(deps, { beforeOutcomeCommits }), input);
    expect(delivered()).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'accepted' });
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email send', 'wait wait']);
  });

  test('Law 3: an attempt that loses its fence before the final dot sends nothing and writes nothing', async () => {
    const { input, journeyId, delivered, ledger } = await begun();
    let release: () => void = () => {};
    let stuck: () => void = () => {};
    const isStuck = new Promise<void>((resolve) => {
      stuck = resolve;
    });
    const beforeHandOver = () =>
      new Promise<void>((resolve) => {
        release = resolve;
        stuck();
      });
    const first = attempt(withHooks(deps, { beforeHandOver }), input);
    const failed = expect(first).rejects.toThrow('lost its fence before the final dot');
    await isStuck;
    const result = await attempt(deps, input);
    release();
    await failed;
    expect(delivered()).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'accepted' });
    expect(await attempt(deps, input)).toEqual(result);
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email send', 'wait wait']);
  });

  test('Law 3: an attempt that is overtaken after the final dot leaves the books to its successor', async () => {
    const { input, journeyId, delivered, ledger } = await begun();
    let answer: () => void = () => {};
    let reached: () => void = () => {};
    const hasReached = new Promise<void>((resolve) => {
      reached = resolve;
    });
    system.inbox.before = () =>
      new Promise<void>((resolve) => {
        answer = resolve;
        reached();
      });
    const first = attempt(deps, input);
    await hasReached;
    const second = await attempt(deps, input);
    answer();
    expect(await first).toEqual(second);
    expect(delivered()).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'uncertain' });
    expect(await system.story(journeyId)).toEqual(['enter done', 'hello email uncertain']);
  });

  test('Law 3: of many attempts at once at most one delivers, and all that answer say the same', async () => {
    let delivered = 0;
    for (let round = 0; round < 25; round++) {
      const journey = await begun();
      const jitter = () => sleep(Math.random() * 12);
      const jittery = withHooks(deps, {
        beforeDecision: jitter,
        afterDecision: jitter,
        beforeHandOver: jitter,
        afterHandOver: jitter,
        afterAnswer: jitter,
      });
      const settled = await Promise.allSettled(Array.from({ length: 4 }, () => attempt(jittery, journey.input)));
      const results = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const final = await attempt(deps, journey.input);
      for (const result of results) expect(result).toEqual(final);
      expect(journey.delivered().length).toBeLessThanOrEqual(1);
      const lines = (await system.story(journey.journeyId)).filter((line) => line.startsWith('hello'));
      expect(lines).toHaveLength(1);
      const { state } = await journey.ledger();
      expect(lines[0]).toBe(state === 'accepted' ? 'hello email send' : 'hello email uncertain');
      if (state === 'accepted') expect(journey.delivered()).toHaveLength(1);
      delivered += journey.delivered().length;
    }
    expect(delivered).toBeGreaterThan(5);
  });

  test('Law 5: a claim older than a real minute is not handed over; the gate is asked again first', async () => {
    const { input, delivered, ledger } = await begun();
    let late = false;
    const clock = {
      ...deps.clock,
      now: (scheduledAt: number) => {
        const now = deps.clock.now(scheduledAt);
        return late ? { virtual: now.virtual + 61_000, real: now.real + 61_000 } : now;
      },
    };
    const afterDecision = async () => {
      late = true;
    };
    const slow = attempt(withHooks({ ...deps, clock }, { afterDecision }), input);
    await expect(slow).rejects.toThrow('lost its fence');
    expect(delivered()).toHaveLength(0);
    expect(await ledger()).toMatchObject({ state: 'claimed' });
    await attempt({ ...deps, clock }, input);
    expect(delivered()).toHaveLength(1);
    expect(await ledger()).toMatchObject({ state: 'accepted' });
  });

  test('Law 8: the row with the very bytes and the message id stands before the first byte leaves', async () => {
    const { input, journeyId, delivered } = await begun();
    const seen: unknown[] = [];
    const afterDecision = async () => {
      const row = await system.db.message.findFirstOrThrow({ where: { journeyId } });
      seen.push(row.state, delivered().length);
      expect(Buffer.from(row.raw ?? []).toString()).toContain(`Message-ID: ${row.messageId}`);
    };
    const beforeHandOver = async () => {
      seen.push((await system.db.message.findFirstOrThrow({ where: { journeyId } })).state, delivered().length);
    };
    const afterHandOver = async () => {
      seen.push((await system.db.message.findFirstOrThrow({ where: { journeyId } })).state, delivered().length);
    };
    await attempt(withHooks(deps, { afterDecision, beforeHandOver, afterHandOver }), input);
    expect(seen).toEqual(['claimed', 0, 'claimed', 0, 'handed-over', 0]);
    const row = await system.db.message.findFirstOrThrow({ where: { journeyId } });
    expect(row.state).toBe('accepted');
    expect(delivered()[0]?.raw.toString().trimEnd()).toContain(
      Buffer.from(row.raw ?? [])
        .toString()
        .trimEnd(),
    );
  });

  test('Law 8: an occurrence that the ledger knows as delivered is not sent again, even if it is planned again', async () => {
    const { input, journeyId, delivered } = await begun();
    await attempt(deps, input);
    // As after a restore that lost what came of it.
    await system.db.advance.deleteMany({ where: { journeyId } });
    await system.db.journey.update({ where: { id: journeyId }, data: { advance: 0, state: {}, status: 'open' } });
    await system.db.$executeRaw`UPDATE journeys SET state = NULL WHERE id = ${journeyId}`;
    await attempt(deps, input);
    expect(delivered()).toHaveLength(1);
  });

  test('Law 13: a journey that the planner can not go on with is held, and nothing is sent', async () => {
    const { input, journeyId, delivered } = await begun();
    const broken = {
      program: async (id: string, version: number) => {
        const program = await deps.programs.program(id, version);
        const nodes = new Map(program.nodes);
        nodes.clear();
        return { ...program, nodes };
      },
    };
    const result = await attempt({ ...deps, programs: broken }, input);
    expect(result.state.phase).toMatchObject({ type: 'held', code: 'planner-defect' });
    expect(result.next.hibernate).toBe(true);
    expect(await system.row(journeyId)).toMatchObject({ status: 'open', phase: 'held', attention: 'planner-defect' });
    expect(delivered()).toHaveLength(0);
  });

  test('Law 16: a state that this build can not read waits as it is, and another build goes on from it', async () => {
    const { input, journeyId, delivered } = await begun();
    const result = await attempt(deps, input);
    const newer = { v: 2, shape: 'another' } as unknown as JourneyState;
    const next: AdvanceInput = { ...nextAdvance(input, result), state: newer, shows: true };
    const waiting = await attempt(deps, next);
    // The number is not used up, and nothing of the state is lost.
    expect(waiting).toMatchObject({ number: next.number - 1, state: newer, ended: false, next: { hibernate: true } });
    expect(await system.row(journeyId)).toMatchObject({ status: 'open', attention: 'unknown-state', advance: 1 });
    const asked = await attempt(deps, { ...next, cause: { type: 'command', requestId: 'nobody-stored-it' } });
    expect(asked.answer).toBe('unknown-state');

    expect(await attempt(deps, nextAdvance(input, result))).toMatchObject({ number: 2, ended: false });
    expect(await system.row(journeyId)).toMatchObject({ status: 'open', attention: null, advance: 2 });
    expect(delivered()).toHaveLength(1);
  });

  test('Law 16: a decision that another build froze is left to it', async () => {
    const { input, delivered } = await begun();
    await expect(attempt(withHooks(deps, { afterDecision: crash }), input)).rejects.toThrow();
    const row = await system.db.advance.findFirstOrThrow({ where: { journeyId: input.journeyId } });
    const known = row.decision as { readonly state: object };
    const froze = (v: number) =>
      system.db.advance.updateMany({
        where: { journeyId: input.journeyId },
        data: { decision: { ...known, state: { ...known.state, v } } },
      });
    await froze(2);
    const waiting = await attempt(deps, input);
    expect(waiting).toMatchObject({ number: 0, state: { v: 2 }, next: { hibernate: true } });
    expect(delivered()).toHaveLength(0);

    await froze(1);
    const later = { ...nextAdvance(input, waiting), state: { ...waiting.state, v: 1 as const } };
    expect(await attempt(deps, later)).toMatchObject({ number: 1, ended: false });
    expect(delivered()).toHaveLength(1);
  });

  test('Law 17: an advance that finds a gap before it holds the journey and does nothing', async () => {
    const { input, delivered, journeyId } = await begun();
    const result = await attempt(deps, input);
    const gap: AdvanceInput = { ...nextAdvance(input, result), number: 3 };
    expect((await attempt(deps, gap)).state.phase).toEqual({ type: 'held', code: 'out-of-step' });
    expect(await system.row(journeyId)).toMatchObject({ phase: 'held', attention: 'out-of-step', advance: 1 });
    expect(delivered()).toHaveLength(1);
  });
});
