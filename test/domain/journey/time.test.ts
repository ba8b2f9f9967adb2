import { describe, expect, test } from 'vitest';
import { DAY } from '../../../src/domain/instant.js';
import { at, aWalk } from '../../support/walk.js';

const MAIL = 'email: { template: a/b, from: owner, purpose: service }';
const TWO_WAITS = `steps: [ { wait: 1 days }, { id: hello, ${MAIL} }, { wait: 1 days }, { end: over } ]`;

describe('Law 5: a track counts from its logical instant', () => {
  test('which is the due instant, however many minutes late the journey wakes', () => {
    const walk = aWalk(TWO_WAITS).start();
    walk.now = at('2027-01-05T09:04:59Z');
    expect(walk.decide({ type: 'wake' }).linesOf('send')).toEqual(['2027-01-05T09:00:00Z main main hello email send']);
    expect(walk.due).toBe(at('2027-01-06T09:00:00Z'));
  });

  test('unless that is more than the catch-up past, then from now', () => {
    const walk = aWalk(TWO_WAITS).start();
    walk.now = at('2027-01-05T09:05:01Z');
    expect(walk.decide({ type: 'wake' }).linesOf('send')).toEqual(['2027-01-05T09:05:01Z main main hello email send']);
    expect(walk.due).toBe(at('2027-01-06T09:05:01Z'));
  });

  test('and the catch-up is the deployment’s: a quick clock allows more', () => {
    const walk = aWalk(TWO_WAITS, { deployment: { catchUp: 20 * DAY } }).start();
    walk.now = at('2027-01-05T21:00:00Z');
    expect(walk.decide({ type: 'wake' }).due).toBe(at('2027-01-06T09:00:00Z'));
  });

  test('an event’s is its own instant', () => {
    const walk = aWalk('steps: [ { wait: { for: { on: form.submitted } } }, { wait: 1 days }, { end: over } ]').start();
    walk.now = at('2027-01-05T12:00:03Z');
    walk.tell('form.submitted', {}, at('2027-01-05T12:00:00Z')).decide({ type: 'wake' });
    expect(walk.due).toBe(at('2027-01-06T12:00:00Z'));
  });

  test('several things that fell due while it slept run in their order, each at its instant', () => {
    const walk = aWalk(
      'stages: [ { id: a, steps: [ { wait: 2 hours }, { wait: 2 hours } ], alongside: [ { id: x, steps: [ { wait: 1 hours }, { wait: 2 hours } ] } ] } ]',
      { deployment: { catchUp: DAY } },
    ).start();
    walk.now = at('2027-01-04T20:00:00Z');
    expect(
      walk
        .decide({ type: 'wake' })
        .linesOf('due')
        .map((line) => line.slice(11, 13) + line.split(' ')[2]),
    ).toEqual(['10x', '11main', '12x', '13main']);
  });
});

describe('events', () => {
  const LISTEN =
    'steps: [ { id: r, repeat: { every: 1 minutes, atMost: 3, steps: [ { wait: { for: { on: form.submitted } } }, { update: { contact.tags: { addTo: x }, contact.orderCount: { add: 1 } } } ] } } ]';

  test('are heard once each, however often the journey wakes', () => {
    const walk = aWalk(LISTEN).start().event('2027-01-05T09:00:00Z', 'form.submitted');
    for (let i = 0; i < 5; i++) walk.decide({ type: 'wake' });
    expect(walk.facts.contact['orderCount']).toBe(1);
  });

  test('that were stored while nobody looked are heard in the order in which they happened', () => {
    const body =
      'goal: [ { on: deal.created, stay: true }, { on: order.placed, stay: true }, { on: deal.won, stay: true } ]\nsteps: [ { wait: 9 days } ]';
    const walk = aWalk(body).start();
    walk.now = at('2027-01-05T09:00:00Z');
    walk
      .tell('deal.won', {}, walk.now - 1000)
      .tell('deal.created', {}, walk.now - 3000)
      .tell('order.placed', {}, walk.now - 2000)
      .decide({ type: 'wake' });
    expect(walk.linesOf('goal').map((line) => line.split(' ').at(-1))).toEqual([
      'deal.created',
      'order.placed',
      'deal.won',
    ]);
  });

  test('stored late are heard all the same, and the journal doesn’t go back for them', () => {
    const walk = aWalk(
      'goal: { on: deal.created, stay: true }\nsteps: [ { wait: 1 hours }, { wait: { for: { on: deal.created } } }, { wait: 1 days }, { end: over } ]',
    ).start();
    walk.until('2027-01-04T10:01:00Z').tell('deal.created', {}, at('2027-01-04T09:59:00Z')).decide({ type: 'wake' });
    expect(walk.linesOf('goal')).toEqual(['2027-01-04T10:00:00Z main goal done deal.created']);
    expect(walk.state?.goals).toEqual({ 0: at('2027-01-04T10:00:00Z') });
    expect(walk.due).toBe(at('2027-01-05T10:00:00Z'));
  });

  test('don’t take the journal back, even where the clock goes back', () => {
    const walk = aWalk(
      'goal: { on: deal.created, stay: true }\nsteps: [ { wait: 1 hours }, { wait: 1 days } ]',
    ).start();
    walk.until('2027-01-04T10:00:00Z').now -= 60_000;
    walk.decide({ type: 'pause' });
    expect(walk.lines.at(-1)).toBe('2027-01-04T10:00:00Z main pause done');
  });

  test('of before the journey are no news to it', () => {
    const walk = aWalk('exit: [ { on: deal.lost, as: lost } ]\nsteps: [ { wait: 1 days } ]').tell('deal.lost').start();
    expect(walk.decide({ type: 'wake' }).phase).toBe('active');
  });

  test('between the one that entered and the first decision are not missed', () => {
    const walk = aWalk(
      'exit: [ { on: deal.lost, as: lost } ]\nsteps: [ { id: hello, email: { template: a/b, from: owner, purpose: service } } ]',
    );
    walk
      .tell('deal.lost', {}, walk.now - 9000)
      .tell('lead.created', {}, walk.now - 5000)
      .tell('deal.lost', {}, walk.now - 2000);
    walk.decide({ type: 'start', stage: null, event: 'evt_2' });
    expect(walk.lines).toEqual(['2027-01-04T09:00:00Z main enter done', '2027-01-04T09:00:00Z main exit done lost']);
    expect(walk.sent).toEqual([]);
  });

  test('that happened before the one that entered, though stored after it, are no news', () => {
    const walk = aWalk('exit: [ { on: deal.lost, as: lost } ]\nsteps: [ { wait: 1 days } ]');
    walk.tell('lead.created', {}, walk.now - 5000).tell('deal.lost', {}, walk.now - 90_000);
    expect(walk.decide({ type: 'start', stage: null, event: 'evt_1' }).decide({ type: 'wake' }).phase).toBe('active');
  });

  test('of a clock that is ahead are waited for', () => {
    const walk = aWalk('steps: [ { wait: { for: { on: form.submitted } } }, { end: over } ]').start();
    walk.tell('form.submitted', {}, walk.now + 50).decide({ type: 'wake' });
    expect([walk.phase, walk.due]).toEqual(['active', walk.now + 50]);
    expect(walk.until('2027-01-04T09:00:01Z').phase).toBe('ended');
  });

  test('leave one number behind, not a list that grows', () => {
    const walk = aWalk(LISTEN).start();
    for (let i = 0; i < 20; i++) walk.tell('deal.created');
    expect(walk.decide({ type: 'wake' }).state).toMatchObject({ seenUpTo: 20, seen: [] });
  });
});
