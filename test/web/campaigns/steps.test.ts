import { describe, expect, test } from 'vitest';
import { type Form, formOf } from '../../../src/web/campaigns/form.js';
import {
  faultsOf,
  fieldAt,
  findingsIn,
  notReady,
  type Progress,
  stepAfter,
  stepBefore,
  stepState,
} from '../../../src/web/campaigns/steps.js';

const READY: Partial<Form> = {
  name: 'Spring',
  segment: 'buyers',
  template: 'a/b',
  from: 'owner',
  purpose: 'marketing',
};

const progress = (part: Partial<Form>, more: Partial<Progress> = {}): Progress => ({
  form: { ...formOf({}), ...READY, ...part },
  findings: [],
  isSaved: true,
  wouldSend: null,
  ...more,
});

const error = (pointer: string) => ({ pointer, severity: 'error' as const });

describe('the steps of a campaign', () => {
  test('are ready when their fields are there', () => {
    expect(notReady(progress({}))).toBeNull();
    expect(stepState('who', progress({}))).toBe('ready');
    expect(notReady(progress({ template: null }))).toBe('what');
  });

  test('are open while something is missing, and faulty when something is wrong', () => {
    expect(stepState('who', progress({ segment: null }))).toBe('open');
    expect(stepState('who', progress({ segment: null, holdOut: '120' }))).toBe('faulty');
    expect(stepState('when', progress({ start: 'at', day: null, hour: '10:00' }))).toBe('open');
    expect(stepState('when', progress({ start: 'at', day: '2027-01-01', hour: '25:00' }))).toBe('faulty');
  });

  test('are faulty by what the check of the saved text says, and not while something else is typed', () => {
    const findings = [error('/send/email/template')];
    expect(stepState('what', progress({}, { findings }))).toBe('faulty');
    expect(stepState('who', progress({}, { findings }))).toBe('ready');
    expect(stepState('what', progress({}, { findings, isSaved: false }))).toBe('ready');
    expect(stepState('what', progress({}, { findings: [{ pointer: '/send', severity: 'warning' }] }))).toBe('ready');
  });

  test('check is ready once somebody would get it', () => {
    expect(stepState('check', progress({}))).toBe('open');
    expect(stepState('check', progress({}, { wouldSend: 0 }))).toBe('faulty');
    expect(stepState('check', progress({}, { wouldSend: 3 }))).toBe('ready');
  });

  test('follow each other and end', () => {
    expect(stepAfter('who')).toBe('what');
    expect(stepAfter('send')).toBe('send');
    expect(stepBefore('who')).toBe('who');
  });
});

describe('the faults of fields', () => {
  test('are none where the way needs no such field', () => {
    expect(faultsOf({ ...formOf({}), ...READY, way: 'steps', template: null, from: null, purpose: null })).toEqual({});
    expect(faultsOf({ ...formOf({}), ...READY, way: 'sms', from: null })).toEqual({});
  });

  test('name what was typed wrongly', () => {
    const wrong = { perMinute: '0', priority: '10', hasWindow: true, days: [], closes: '24:00', opens: '9' };
    expect(faultsOf({ ...formOf({}), ...READY, ...wrong })).toEqual({
      perMinute: 'number',
      priority: 'priority',
      days: 'days',
      opens: 'hour',
    });
  });
});

describe('a finding', () => {
  test.each([
    ['/audience/segment', 'segment'],
    ['/audience/file', 'file'],
    ['/exclude', 'withoutSegment'],
    ['/send/email/usefulFor', 'usefulFor'],
    ['/send/email/template', 'template'],
    ['/steps/0/email', 'template'],
    ['/at/timezone', 'zone'],
    ['/window/to', 'closes'],
    ['/rate/perMinute', 'perMinute'],
    ['/goal/on', 'goal'],
  ])('at %s is about the field %s', (pointer, field) => {
    expect(fieldAt(pointer)).toBe(field);
  });

  test('about the whole text comes where the message is', () => {
    expect(fieldAt('')).toBeNull();
    expect(findingsIn('what', [error('')])).toHaveLength(1);
    expect(findingsIn('who', [error('')])).toEqual([]);
  });
});
