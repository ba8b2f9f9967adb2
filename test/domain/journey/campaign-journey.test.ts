import { describe, expect, test } from 'vitest';
import { journeyOfCampaign } from '../../../src/domain/definition/campaign-journey.js';
import { parseDefinition } from '../../../src/domain/definition/parse.js';
import type { Fields } from '../../../src/domain/journey/facts.js';
import { Walk } from '../../support/walk.js';

const HEAD = 'kind: campaign\nid: autumn\nname: Autumn\naudience: { segment: all }\n';
const SEND = 'send: { email: { template: a/b, from: marketing, purpose: marketing, usefulFor: 1 days } }';

function aCampaign(body: string, start = '2027-09-13T09:00:00Z', contact: Fields = {}): Walk {
  const { definition, findings } = parseDefinition({ file: 'test.yaml', text: `${HEAD}${body}` });
  if (definition?.kind !== 'campaign') throw new Error(JSON.stringify(findings));
  return new Walk(journeyOfCampaign(definition), start, { id: 'con_1', name: 'Ada', ...contact });
}

describe('a campaign’s recipient', () => {
  test('gets its message at the campaign’s time on their own clock', () => {
    const walk = aCampaign(`at: { time: "2027-09-14T10:00", timezone: contact }\n${SEND}`, undefined, {
      timezone: 'Asia/Shanghai',
    });
    expect(walk.start().until('2027-09-20T00:00:00Z').lines).toEqual([
      '2027-09-13T09:00:00Z main enter done',
      '2027-09-13T09:00:00Z main main wait wait until 2027-09-14T02:00:00Z',
      '2027-09-14T02:00:00Z main main wait done due',
      '2027-09-14T02:00:00Z main main email send',
      '2027-09-14T02:00:00Z main end done completed',
    ]);
  });

  test('gets it at one instant for all where a zone is named, and at once where no time is', () => {
    const zone = aCampaign(`at: { time: "2027-09-14T10:00", timezone: Europe/Berlin }\n${SEND}`).start();
    expect(zone.due).toBe(Date.parse('2027-09-14T08:00:00Z'));
    expect(aCampaign(SEND).start().lines[1]).toBe('2027-09-13T09:00:00Z main main email send');
  });

  test('whose local time is past gets it at once, useful from that time on', () => {
    const walk = aCampaign(`at: { time: "2027-09-13T06:00", timezone: UTC }\n${SEND}`).start();
    expect(walk.sent[0]?.reachedAt).toBe(Date.parse('2027-09-13T06:00:00Z'));
    expect(walk.sent[0]?.at).toBe(Date.parse('2027-09-13T09:00:00Z'));
  });

  test('walks its steps where it has some', () => {
    const walk = aCampaign(
      'steps: [ { id: one, sms: { template: a/b, purpose: service } }, { wait: 1 days }, { end: over } ]',
    );
    expect(walk.start().until('2027-09-20T00:00:00Z').lines.slice(-2)).toEqual([
      '2027-09-14T09:00:00Z main main wait done due',
      '2027-09-14T09:00:00Z main main end done over',
    ]);
  });

  test('of the share held out gets nothing, the same people every time', () => {
    expect(aCampaign(`holdOut: 100\n${SEND}`).start().lines).toEqual([
      '2027-09-13T09:00:00Z main enter done',
      '2027-09-13T09:00:00Z main end done held-out',
    ]);
    expect(aCampaign(`holdOut: 0\n${SEND}`).start().sent).toHaveLength(1);
  });

  test('reaches the goal only in its time', () => {
    const body = 'goal: { on: order.placed, within: 2 days }\nsteps: [ { wait: 9 days } ]';
    expect(aCampaign(body).start().event('2027-09-15T08:00:00Z', 'order.placed').lines.at(-1)).toContain(
      'end done goal',
    );
    expect(aCampaign(body).start().event('2027-09-15T10:00:00Z', 'order.placed').phase).toBe('active');
  });
});
