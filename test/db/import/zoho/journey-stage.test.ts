import { describe, expect, it } from 'vitest';
import { dealStageOf, isJunk, journeyStageOf, leadStatusOf } from '../../../../src/db/import/zoho/journey-stage.js';

const stage = (status: string, deal: string | null) =>
  journeyStageOf({ status: leadStatusOf(status), dealStage: deal === null ? null : dealStageOf(deal) });

describe('the stage in which records say a journey is', () => {
  it.each([
    ['Not Contacted', 'new'],
    ['Attempted to Contact', 'new'],
    ['Contacted', 'contacted'],
    ['Pre Qualified', 'contacted'],
    ['Contact in Future', 'contacted'],
    ['Lost Lead', 'lost'],
    ['Junk Lead', 'lost'],
  ])('is, of a lead that is %s, %s', (status, expected) => {
    expect(stage(status, null)).toBe(expected);
  });

  it.each([
    ['Qualification', 'contacted'],
    ['Prospect', 'contacted'],
    ['Needs Analysis', 'needs-analysis'],
    ['Initial Offer', 'proposal'],
    ['Proposal/Price Quote', 'proposal'],
    ['Negotiation/Review', 'negotiation'],
    ['Closed Won', 'after-sales'],
    ['Closed Lost', 'lost'],
  ])('is, of a deal in %s, %s, whatever the lead says', (deal, expected) => {
    expect(stage('Junk Lead', deal)).toBe(expected);
  });

  it('is unknown for words of another CRM', () => {
    expect(leadStatusOf('Hot')).toBeNull();
    expect(journeyStageOf({ status: 'hot', dealStage: null })).toBeNull();
  });

  it('calls junk only who was never converted', () => {
    expect(isJunk({ status: 'junk', dealStage: null })).toBe(true);
    expect(isJunk({ status: 'junk', dealStage: 'prospect' })).toBe(false);
  });
});
