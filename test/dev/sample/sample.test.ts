import { describe, expect, it } from 'vitest';
import { createContact } from '../../../src/api/contracts/contacts.js';
import { DEMO_RATE, DEMO_START } from '../../../src/dev/demo-clock.js';
import { DEMO_LOGINS } from '../../../src/dev/demo-logins.js';
import { chanceOf } from '../../../src/dev/player/chance.js';
import { planOfMail } from '../../../src/dev/player/customers.js';
import { COMPANIES } from '../../../src/dev/sample/companies.js';
import { LATE_LEADS } from '../../../src/dev/sample/late-leads.js';
import { addressOf, LI_NA, ROBIN, SAM } from '../../../src/dev/sample/people.js';
import { contactFields } from '../../../src/dev/sample/put-sample.js';

const AT_START = COMPANIES.flatMap((company) => company.people.map((person) => ({ person, company })));
const EVERYBODY = [...AT_START, ...LATE_LEADS];

describe('the sample', () => {
  it('has people whom the API takes, each once, at addresses that can be nobody’s', () => {
    for (const { person, company } of EVERYBODY) {
      expect(createContact.body.parse(contactFields(person, company, null))).toMatchObject({ company: company.name });
      expect(addressOf(person, company)).toMatch(/^[a-z.]+@[a-z-]+\.example\.com$/);
    }
    expect(new Set(EVERYBODY.map(({ person, company }) => addressOf(person, company))).size).toBe(EVERYBODY.length);
  });

  it('has both languages, a company or more for each rep, and people at every stage', () => {
    expect(new Set(COMPANIES.map(({ language }) => language))).toEqual(new Set(['en', 'zh-CN']));
    expect(new Set(COMPANIES.map(({ owner }) => owner))).toEqual(new Set([ROBIN, SAM, LI_NA]));
    const reps = DEMO_LOGINS.filter(({ role }) => role === 'rep').map(({ email }) => email);
    expect(new Set(reps)).toEqual(new Set([ROBIN, SAM, LI_NA]));
    const stages = new Set(AT_START.map(({ person }) => person.deal?.stage ?? person.status));
    for (const stage of [
      'new',
      'contacted',
      'contact-in-future',
      'needs-analysis',
      'proposal',
      'negotiation',
      'won',
      'lost',
    ])
      expect(stages).toContain(stage);
  });

  it('leaves Robin, whom nobody plays, enough to do', () => {
    const robins = AT_START.filter(({ company }) => company.owner === ROBIN);
    expect(robins.filter(({ person }) => person.status !== 'customer').length).toBeGreaterThan(8);
  });
});

describe('the demo’s clock', () => {
  it('begins half an hour before New York’s windows open, on a Monday', () => {
    const there = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'America/New_York',
      dateStyle: 'full',
      timeStyle: 'short',
    });
    expect(there.format(DEMO_START)).toMatch(/^Monday,? 9 March 2026 at 08:30$/);
  });

  it('lets a reply come within a minute of the first mails', () => {
    const nine = new Date(DEMO_START + 30 * 60_000).toISOString();
    const chance = chanceOf('followthrough');
    const replies = AT_START.filter(({ person }) => person.deal === undefined).flatMap(({ person, company }) => {
      const step = person.status === 'new' ? 'hello' : 'follow-up';
      const customer = { email: addressOf(person, company), zone: company.timezone };
      const plan = planOfMail({ step, purpose: 'marketing', acceptedAt: nine }, customer, chance);
      return plan?.act === 'reply' ? (plan.at - DEMO_START) / DEMO_RATE : [];
    });
    expect(replies.filter((realMs) => realMs < 60_000).length).toBeGreaterThan(2);
  });
});
