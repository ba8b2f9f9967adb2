import { describe, expect, it } from 'vitest';
import { mayTrack, type TrackingQuestion } from '../../../src/domain/tracking/may-track.js';

const asked = (over: Partial<TrackingQuestion>): TrackingQuestion => ({
  scope: 'marketing',
  purpose: 'marketing',
  isPersonal: false,
  country: 'US',
  optOuts: [],
  consents: [],
  ...over,
});

describe('whether a mail may tell of opens and clicks', () => {
  it.each<[string, Partial<TrackingQuestion>, boolean]>([
    ['marketing of a shared mailbox to where the law asks for nothing', {}, true],
    ['never where the deployment does not track', { scope: 'off', consents: ['tracking'] }, false],
    ['not a mail in a person’s own name', { isPersonal: true }, false],
    ['not service mail', { purpose: 'service' }, false],
    ['both of them where all is tracked', { scope: 'all', isPersonal: true, purpose: 'service' }, true],
    ['not to Germany without consent', { country: 'DE' }, false],
    ['not to Germany in small letters', { country: 'de' }, false],
    ['not with a consent to mail alone', { country: 'DE', consents: ['*', 'news'] }, false],
    ['to Germany with consent to just that', { country: 'DE', consents: ['tracking'] }, true],
    ['not to who forbade it, wherever', { optOuts: ['tracking'] }, false],
    ['not to where nobody knows', { country: null }, false],
    ['to nowhere known with consent', { country: null, consents: ['tracking'] }, true],
  ])('%s', (_, over, may) => {
    expect(mayTrack(asked(over))).toBe(may);
  });
});
