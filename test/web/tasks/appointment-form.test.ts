import { describe, expect, test } from 'vitest';
import { bodyOf, faultOf, initialForm, moved } from '../../../src/web/tasks/appointment-form.js';

const EMPTY = initialForm(null, 'Europe/Berlin', true);
const AT_NINE = { ...EMPTY, begins: '2027-03-15T09:00', ends: '2027-03-15T10:30' };

describe('the form of an appointment', () => {
  test('lasts as long as such a task usually does, until somebody says otherwise', () => {
    expect(moved(EMPTY, '2027-03-15T09:00', 'call').ends).toBe('2027-03-15T09:30');
    expect(moved(EMPTY, '2027-03-15T23:30', 'visit').ends).toBe('2027-03-16T00:30');
  });

  test('keeps its length when it is moved', () => {
    expect(moved(AT_NINE, '2027-03-16T14:00', 'visit').ends).toBe('2027-03-16T15:30');
  });

  test('keeps its end while the begin is being typed', () => {
    expect(moved(AT_NINE, '', 'visit')).toEqual({ ...AT_NINE, begins: '' });
  });

  test('says what is missing or wrong', () => {
    expect(faultOf(EMPTY)).toBe('timesMissing');
    expect(faultOf({ ...AT_NINE, ends: AT_NINE.begins })).toBe('endsFirst');
    expect(faultOf({ ...AT_NINE, zone: 'Berlin' })).toBe('zoneFault');
    expect(faultOf({ ...AT_NINE, zone: ' ' })).toBe('zoneFault');
    expect(faultOf(AT_NINE)).toBeNull();
  });

  test('leaves out what is empty, and keeps what its entry is called', () => {
    expect(bodyOf({ ...AT_NINE, place: ' ' }, 'Coffee')).toEqual({
      ...{ begins: AT_NINE.begins, ends: AT_NINE.ends, zone: 'Europe/Berlin', title: 'Coffee', invites: true },
    });
  });
});
