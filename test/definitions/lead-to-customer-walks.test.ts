import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/domain/journey/facts.js';
import { aDefinition, Walk } from '../support/walk.js';

const JOURNEY = aDefinition(readFileSync('definitions/lead-to-customer.yaml', 'utf8'));

function walk(contact: Fields = {}, deal: Fields | null = null): Walk {
  const made = new Walk(JOURNEY, '2027-01-04T10:00:00Z', { id: 'con_1', name: 'Denson', status: 'new', ...contact });
  made.facts = { ...made.facts, deal: deal === null ? null : { id: 'deal_1', ...deal } };
  return made.start();
}
const done = (made: Walk, at: string, step: string, outcome: string) =>
  made.event(at, 'task.completed', { step, outcome });
const stageOf = (made: Walk) => made.state?.stage;
const mails = (made: Walk) => made.sent.map((intent) => intent.stepId);
const tasksAt = (made: Walk, step: string) =>
  made.lines
    .filter((line) => line.includes(` ${step} task done`) && line.split(' ').length === 6)
    .map((line) => line.slice(0, 10));

describe('somebody who comes with a history', () => {
  it.each<[string, Fields, Fields | null]>([
    ['new', { status: 'new' }, null],
    ['new', { status: 'attempted' }, null],
    ['new', { status: null }, null],
    ['contacted', { status: 'contacted' }, null],
    ['contacted', { status: 'pre-qualified' }, null],
    ['contacted', { status: 'contact-in-future' }, null],
    ['lost', { status: 'lost' }, null],
    ['lost', { status: 'junk' }, null],
    ['after-sales', { status: 'customer' }, null],
    ['contacted', { status: 'new' }, { stage: 'qualification' }],
    ['contacted', { status: 'lost' }, { stage: 'prospect' }],
    ['needs-analysis', { status: 'contacted' }, { stage: 'needs-analysis' }],
    ['proposal', { status: 'contacted' }, { stage: 'initial-offer' }],
    ['proposal', { status: 'contacted' }, { stage: 'proposal' }],
    ['negotiation', { status: 'contacted' }, { stage: 'negotiation' }],
    ['after-sales', { status: 'junk' }, { stage: 'closed-won' }],
    ['lost', { status: 'pre-qualified' }, { stage: 'closed-lost' }],
  ])('begins in %s with %j and the deal %j', (stage, contact, deal) =>
    expect(stageOf(walk(contact, deal))).toBe(stage),
  );
});

describe('a new lead', () => {
  it('is written to and called at once, and the manager hears of it when nothing happens', () => {
    const made = walk().until('2027-01-07T09:00:00Z');
    expect(mails(made)).toEqual(['hello']);
    expect(made.lines.join('\n')).toContain('first-call task done');
    expect(made.lines.join('\n')).toMatch(/2027-01-06T\S+ new sla done/);
  });

  it('who answers the mail is answered by a person, and the call is withdrawn', () => {
    const made = walk().event('2027-01-05T09:30:00Z', 'email.replied', { step: 'hello' });
    expect(stageOf(made)).toBe('contacted');
    expect(made.lines.join('\n')).toContain('contacted main answer task done');
    expect(mails(made)).toEqual(['hello']);
    expect(made.commands.some((command) => command.type.includes('withdraw'))).toBe(true);
  });

  it('who can be reached goes on to needs, proposal, negotiation and won, with few mails', () => {
    const made = walk();
    done(made, '2027-01-04T14:00:00Z', 'first-call', 'reached').until('2027-01-11T09:00:00Z');
    done(made, '2027-01-11T11:00:00Z', 'talk', 'need-found');
    done(made, '2027-01-12T11:00:00Z', 'needs-talk', 'understood').until('2027-01-13T10:00:00Z');
    done(made, '2027-01-14T11:00:00Z', 'quote', 'ready').event('2027-01-18T11:00:00Z', 'quote.accepted');
    expect(stageOf(made)).toBe('negotiation');
    made.event('2027-01-20T11:00:00Z', 'deal.won').until('2027-01-20T12:00:00Z');
    expect(stageOf(made)).toBe('won');
    done(made, '2027-01-21T11:00:00Z', 'hand-over', 'done').until('2027-02-05T12:00:00Z');
    done(made, '2027-02-05T13:00:00Z', 'satisfaction', 'satisfied');
    expect(stageOf(made)).toBe('after-sales');
    expect(mails(made)).toEqual(['hello', 'follow-up', 'needs-summary', 'quote-cover', 'welcome', 'first-weeks']);
  });

  it('who never answers gets six mails in fifteen months, and then no more', () => {
    const made = walk();
    for (let day = 0; day < 420; day++) {
      const now = new Date(Date.UTC(2027, 0, 4, 15) + day * 86_400_000).toISOString().slice(0, 19);
      made.until(`${now}Z`);
      const open = Object.values(made.state?.tracks ?? {}).find((track) => track.wait?.type === 'task');
      const step = made.lines.findLast((line) => / task done$/.test(line))?.split(' ')[3];
      if (open !== undefined && step !== undefined)
        done(
          made,
          `${now.slice(0, 11)}15:30:00Z`,
          step,
          step === 'talk' || step.endsWith('call') ? 'no-answer' : 'give-up',
        );
    }
    expect(mails(made)).toEqual(['hello', 'follow-up', 'missed-you', 'closing-file', 'win-back', 'last-word']);
    expect(made.phase).toBe('ended');
  });
});

describe('a customer', () => {
  it('is visited every 90 days, with one short mail between, for years', () => {
    const made = walk({ status: 'customer' });
    for (const day of ['2027-04-05', '2027-07-05', '2027-10-01', '2027-12-30'])
      done(made.until(`${day}T16:00:00Z`), `${day}T17:00:00Z`, 'visit', 'all-well');
    expect(tasksAt(made, 'visit').slice(0, 4)).toEqual(['2027-04-05', '2027-07-05', '2027-10-01', '2027-12-30']);
    expect(mails(made)).toEqual(['check-in', 'check-in', 'check-in']);
  });

  it('who buys again is thanked, not welcomed a second time', () => {
    const made = walk({}, { stage: 'negotiation' })
      .event('2027-01-05T10:00:00Z', 'deal.won')
      .until('2027-01-05T12:00:00Z');
    expect(mails(made)).toEqual(['welcome']);
    done(made, '2027-01-06T10:00:00Z', 'hand-over', 'done').until('2027-01-25T12:00:00Z');
    done(made, '2027-01-25T13:00:00Z', 'satisfaction', 'not-reached')
      .event('2027-03-02T10:00:00Z', 'deal.won')
      .until('2027-03-02T12:00:00Z');
    expect(mails(made)).toEqual(['welcome', 'first-weeks', 'thanks-again']);
  });

  it('is not lost when one of their deals is', () => {
    expect(stageOf(walk({ status: 'customer' }).event('2027-02-01T10:00:00Z', 'deal.lost'))).toBe('after-sales');
  });
});

describe('somebody lost', () => {
  it('hears nothing for 90 days, then is asked once, and comes back with an answer', () => {
    const made = walk({ status: 'lost' }).until('2027-04-02T00:00:00Z');
    expect(mails(made)).toEqual([]);
    made.until('2027-04-06T12:00:00Z');
    expect(mails(made)).toEqual(['win-back']);
    made.event('2027-04-07T10:00:00Z', 'email.replied', { step: 'win-back' });
    expect(stageOf(made)).toBe('contacted');
    expect(made.lines.join('\n')).toContain('contacted main answer task done');
  });

  it('of whom nothing but junk is known is never written to, however long it takes', () => {
    const made = walk({ status: 'junk' }).until('2032-01-01T00:00:00Z');
    expect([
      mails(made),
      made.commands.filter((command) => command.type.includes('task')),
      stageOf(made),
      made.phase,
    ]).toEqual([[], [], 'lost', 'active']);
  });

  it('once junk, with a deal after all, is a lead like any other', () => {
    const made = walk({ status: 'junk' });
    made.facts = { ...made.facts, deal: { id: 'deal_1', stage: 'qualification' } };
    expect(stageOf(made.event('2027-02-01T10:00:00Z', 'deal.created'))).toBe('contacted');
  });
});

it('whoever must not be contacted is left alone at once, in any stage', () => {
  for (const status of ['new', 'contacted', 'lost', 'customer']) {
    const made = walk({ status, doNotContact: true }).until('2027-12-01T00:00:00Z');
    expect([mails(made), made.phase]).toEqual([[], 'ended']);
  }
});
