import { describe, expect, it } from 'vitest';
import { dueTimes, earliestOf } from '../../../src/domain/campaign/due.js';

const at = (iso: string): number => Date.parse(iso);
const START = at('2027-09-01T00:00:00Z');

describe('the time of each recipient', () => {
  it('is the campaign’s time on the recipient’s own clock', () => {
    const due = dueTimes(
      { time: '2027-09-14T10:00', timezone: 'contact' },
      ['Asia/Shanghai', 'America/New_York', 'UTC', 'Nowhere/Land'],
      { zone: 'UTC', start: START },
    );
    expect(due.otherwise).toBe(at('2027-09-14T10:00:00Z'));
    expect([...due.byZone]).toEqual([
      ['Asia/Shanghai', at('2027-09-14T02:00:00Z')],
      ['America/New_York', at('2027-09-14T14:00:00Z')],
    ]);
    expect(earliestOf(due)).toBe(at('2027-09-14T02:00:00Z'));
  });

  it('moves over a gap of the clock, and is the first of two that are the same', () => {
    const gap = dueTimes({ time: '2027-03-28T02:30', timezone: 'contact' }, ['Europe/Berlin'], {
      zone: 'UTC',
      start: START,
    });
    const twice = dueTimes({ time: '2027-10-31T02:30', timezone: 'contact' }, ['Europe/Berlin'], {
      zone: 'UTC',
      start: START,
    });
    expect(gap.byZone.get('Europe/Berlin')).toBe(at('2027-03-28T01:30:00Z'));
    expect(twice.byZone.get('Europe/Berlin')).toBe(at('2027-10-31T00:30:00Z'));
  });

  it('is one instant for all in a zone that the campaign names, and the start without a time', () => {
    const named = dueTimes({ time: '2027-09-14T10:00', timezone: 'Asia/Shanghai' }, ['UTC'], {
      zone: 'UTC',
      start: START,
    });
    expect(named).toEqual({ otherwise: at('2027-09-14T02:00:00Z'), byZone: new Map() });
    expect(earliestOf(dueTimes(undefined, ['Asia/Shanghai'], { zone: 'UTC', start: START }))).toBe(START);
  });
});
