import { describe, expect, test } from 'vitest';
import { at, aWalk } from '../../support/walk.js';

const REPLY = '{ for: { on: email.replied, if: { event.step: hello } }, upTo: 2 days }';
const ASK = `
  steps:
    - { id: hello, email: { template: a/b, from: owner, purpose: service } }
    - wait: ${REPLY}
      then: [ { end: yes } ]
      else: [ { end: no } ]
`;

describe('a wait for an event', () => {
  test('goes on with `then` when the event comes', () => {
    const walk = aWalk(ASK).start().event('2027-01-05T10:00:00Z', 'email.replied', { step: 'hello' });
    expect(walk.lines.slice(-2)).toEqual([
      '2027-01-05T10:00:00Z main main wait done email.replied',
      '2027-01-05T10:00:00Z main main end done yes',
    ]);
  });

  test('takes no notice of an event of another kind, or one that its condition refuses', () => {
    const walk = aWalk(ASK).start().event('2027-01-05T10:00:00Z', 'email.replied', { step: 'other' });
    walk.event('2027-01-05T11:00:00Z', 'email.opened', { step: 'hello' });
    expect(walk.phase).toBe('active');
  });

  test('goes on with `else` when the time runs out, or with the next step if there is none', () => {
    expect(aWalk(ASK).start().until('2027-02-01T00:00:00Z').lines.at(-1)).toBe(
      '2027-01-06T09:00:00Z main main end done no',
    );
    const bare = aWalk('steps: [ { wait: { for: { on: deal.won }, upTo: 1 hours } }, { end: next } ]');
    expect(bare.start().until('2027-02-01T00:00:00Z').lines.at(-1)).toBe(
      '2027-01-04T10:00:00Z main main end done next',
    );
  });

  test('takes an event at the very instant at which it is due', () => {
    const walk = aWalk(ASK).start().event('2027-01-06T09:00:00Z', 'email.replied', { step: 'hello' });
    expect(walk.lines.at(-1)).toBe('2027-01-06T09:00:00Z main main end done yes');
  });

  test('is too late for an event a moment after it was due, however late both are seen', () => {
    const walk = aWalk(ASK, { deployment: { catchUp: 60_000_000 } }).start();
    walk.now += 2 * 86_400_000 + 5000;
    walk.tell('email.replied', { step: 'hello' }, walk.now - 4000).decide({ type: 'wake' });
    expect(walk.lines.at(-1)).toBe('2027-01-06T09:00:00Z main main end done no');
  });

  test('without `upTo` lasts until the event', () => {
    const walk = aWalk('steps: [ { wait: { for: { on: [deal.won, deal.lost] } } }, { end: over } ]').start();
    expect(walk.due).toBeNull();
    expect(walk.linesOf('wait')).toEqual(['2027-01-04T09:00:00Z main main wait wait']);
    expect(walk.event('2037-01-05T10:00:00Z', 'deal.lost').lines.at(-1)).toBe(
      '2037-01-05T10:00:00Z main main end done over',
    );
  });

  test.each([
    ['a time of day', '{ time: "18:00" }', '2027-01-04T18:00:00Z'],
    ['a date', '{ date: contact.birthday }', '2027-01-08T09:00:00Z'],
    ['a festival', '{ festival: womens-day }', '2027-03-08T09:00:00Z'],
  ])('lasts up to %s', (_, upTo, due) => {
    const walk = aWalk(`steps: [ { wait: { for: { on: deal.won }, upTo: ${upTo} }, else: [ { end: no } ] } ]`, {
      contact: { birthday: '2027-01-08' },
    });
    expect(walk.start().until('2028-01-01T00:00:00Z').lines.at(-1)).toBe(`${due} main main end done no`);
  });

  test('up to a date is aimed anew when the date changes', () => {
    const walk = aWalk(
      'steps: [ { wait: { for: { on: deal.won }, upTo: { date: contact.birthday } }, else: [ { end: no } ] } ]',
      {
        contact: { birthday: '2027-01-08' },
      },
    );
    walk.start().change('2027-01-05T00:00:00Z', { birthday: '2027-02-08' }).until('2028-01-01T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-02-08T09:00:00Z main main end done no');
  });

  test('up to a date that has no value ends at once, unless the event was there before', () => {
    const body =
      'steps: [ { wait: 1 days }, { wait: { for: { on: deal.created }, upTo: { date: contact.birthday } }, then: [ { end: yes } ], else: [ { end: no } ] } ]';
    const late = aWalk(body).start().until('2027-01-05T09:00:00Z');
    expect(late.lines.at(-1)).toBe('2027-01-05T09:00:00Z main main end done no');
    const early = aWalk(body).start().event('2027-01-04T12:00:00Z', 'deal.created').until('2027-01-05T09:00:00Z');
    expect(early.lines.at(-1)).toBe('2027-01-05T09:00:00Z main main end done yes');
  });
});

describe('the look-back of a wait for an event', () => {
  const LATER = `
    steps:
      - { id: hello, email: { template: a/b, from: owner, purpose: service } }
      - wait: 1 days
      - wait: ${REPLY}
        then: [ { end: yes } ]
  `;

  test('takes an event that came after the latest effect and before the wait', () => {
    const walk = aWalk(LATER).start().event('2027-01-04T15:00:00Z', 'email.replied', { step: 'hello' });
    expect(walk.until('2027-01-05T09:00:00Z').lines.slice(-3)).toEqual([
      '2027-01-05T09:00:00Z main main wait wait until 2027-01-07T09:00:00Z',
      '2027-01-05T09:00:00Z main main wait done email.replied',
      '2027-01-05T09:00:00Z main main end done yes',
    ]);
  });

  test('reaches to the track’s start where nothing had an effect, and not to what came before', () => {
    const body =
      'steps: [ { wait: 1 hours }, { update: { contact.status: new } }, { wait: { for: { on: deal.created } } }, { end: yes } ]';
    const before = aWalk(body).tell('deal.created').start().until('2027-01-04T12:00:00Z');
    expect(before.phase).toBe('active');
    const after = aWalk(body).start().event('2027-01-04T09:30:00Z', 'deal.created').until('2027-01-04T12:00:00Z');
    expect(after.lines.at(-1)).toBe('2027-01-04T10:00:00Z main main end done yes');
  });

  test('ends at an effect: what came before a mail was sent doesn’t answer it', () => {
    const walk = aWalk(`
      steps:
        - wait: 1 days
        - { id: hello, email: { template: a/b, from: owner, purpose: service } }
        - wait: { for: { on: form.submitted }, upTo: 1 days }
          then: [ { end: yes } ]
          else: [ { end: no } ]
    `)
      .start()
      .event('2027-01-04T15:00:00Z', 'form.submitted')
      .until('2027-01-10T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-06T09:00:00Z main main end done no');
  });

  test('passes over a mail that was skipped: it had no effect', () => {
    const walk = aWalk(`
      steps:
        - wait: 1 days
        - { id: hello, email: { template: a/b, from: owner, purpose: service } }
        - wait: { for: { on: form.submitted }, upTo: 1 days }
          then: [ { end: yes } ]
    `);
    walk.onMessage = () => ({ type: 'skipped', reason: 'no-address' });
    walk.start().event('2027-01-04T15:00:00Z', 'form.submitted').until('2027-01-10T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-05T09:00:00Z main main end done yes');
  });

  test('doesn’t take an event twice in one track', () => {
    const walk = aWalk(`
      steps:
        - wait: { for: { on: form.submitted } }
        - wait: { for: { on: form.submitted }, upTo: 1 days }
          then: [ { end: twice } ]
          else: [ { end: once } ]
    `)
      .start()
      .event('2027-01-04T15:00:00Z', 'form.submitted')
      .until('2027-01-10T00:00:00Z');
    expect(walk.lines.at(-1)).toBe('2027-01-05T15:00:00Z main main end done once');
  });

  test('takes two events of one instant one after the other, in the order of storing', () => {
    const walk = aWalk(`
      steps:
        - wait: { for: { on: form.submitted } }
        - { id: form, choose: [ { if: { event.form: a }, steps: [ { update: { contact.city: first-a } } ] } ] }
        - wait: { for: { on: form.submitted } }
        - choose: [ { if: { event.form: b }, steps: [ { end: in-order } ] } ]
    `).start();
    walk.now += 3_600_000;
    walk.tell('form.submitted', { form: 'a' }).tell('form.submitted', { form: 'b' }).decide({ type: 'wake' });
    expect(walk.lines.at(-1)).toBe('2027-01-04T10:00:00Z main main end done in-order');
    expect(walk.facts.contact['city']).toBe('first-a');
  });

  test('lets one event end a wait in each of several tracks', () => {
    const walk = aWalk(`
      stages:
        - id: only
          steps: [ { wait: { for: { on: form.submitted } } } ]
          alongside: [ { id: coach, steps: [ { wait: { for: { on: form.submitted } } } ] } ]
    `)
      .start()
      .event('2027-01-04T15:00:00Z', 'form.submitted');
    expect(walk.linesOf('done').slice(1)).toEqual([
      '2027-01-04T15:00:00Z only main wait done form.submitted',
      '2027-01-04T15:00:00Z only coach wait done form.submitted',
      '2027-01-04T15:00:00Z only end done completed',
    ]);
  });

  test('doesn’t take the outcome of a task a second time', () => {
    const walk = aWalk(`
      steps:
        - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached] } }
        - wait: { for: { on: task.completed, if: { event.step: call } }, upTo: 1 days }
          then: [ { end: twice } ]
          else: [ { end: once } ]
    `)
      .start()
      .event('2027-01-04T15:00:00Z', 'task.completed', { step: 'call', outcome: 'reached' });
    expect(walk.until('2027-01-10T00:00:00Z').lines.at(-1)).toBe('2027-01-05T15:00:00Z main main end done once');
  });

  test('a wait for a task of another track ends with its outcome', () => {
    const walk = aWalk(`
      stages:
        - id: only
          steps: [ { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached] } } ]
          alongside: [ { id: coach, steps: [ { wait: { for: { on: task.completed, if: { event.outcome: reached } } } }, { update: { contact.status: called } } ] } ]
    `)
      .start()
      .event('2027-01-04T15:00:00Z', 'task.completed', { step: 'call', outcome: 'reached' });
    expect(walk.facts.contact['status']).toBe('called');
  });

  test('misses no event that was heard while the track’s mail was on its way', () => {
    const walk = aWalk(`
      moves: [ { on: deal.won, to: won } ]
      stages:
        - { id: first, steps: [] }
        - { id: won, final: true, steps: [ { end: won } ] }
      throughout:
        - id: letters
          steps:
            - { id: hello, email: { template: a/b, from: owner, purpose: service } }
            - wait: { for: { on: form.submitted }, upTo: 1 days }
            - update: { contact.status: answered }
    `);
    let told = false;
    walk.onMessage = () => {
      walk.now += 10_000;
      if (!told) walk.tell('form.submitted', {}, walk.now - 5000);
      told = true;
      return { type: 'sent' };
    };
    expect(walk.start().facts.contact['status']).toBe('answered');
  });

  test('takes an event that was heard before, though the track’s own instant lies before it', () => {
    const walk = aWalk(`
      steps:
        - { id: call, task: { kind: call, title: Call, due: 1 days, outcomes: [reached] } }
        - wait: { for: { on: form.submitted }, upTo: 1 days }
          then: [ { end: yes } ]
    `)
      .start()
      .event('2027-01-04T10:00:00Z', 'form.submitted');
    walk.now = at('2027-01-04T10:01:00Z');
    walk
      .tell('task.completed', { step: 'call', outcome: 'reached' }, at('2027-01-04T09:58:00Z'))
      .decide({ type: 'wake' });
    expect(walk.lines.at(-1)).toBe('2027-01-04T10:00:00Z main main end done yes');
  });

  test('leaves out an event from before the effect that was stored after it', () => {
    const walk = aWalk(`
      steps:
        - wait: 1 hours
        - { id: hello, email: { template: a/b, from: owner, purpose: service } }
        - wait: { for: { on: form.submitted }, upTo: 1 days }
          then: [ { end: yes } ]
    `)
      .start()
      .until('2027-01-04T10:01:00Z');
    expect(walk.tell('form.submitted', {}, at('2027-01-04T09:59:00Z')).decide({ type: 'wake' }).phase).toBe('active');
    expect(walk.event('2027-01-04T12:00:00Z', 'form.submitted').phase).toBe('ended');
  });
});
