import { describe, expect, test } from 'vitest';
import { ALWAYS, type Calendar } from '../../../src/domain/calendar/calendar.js';
import { codesOf, HEAD, lint } from './support.js';

/** A calendar that is shut on every day of every year. */
const shut: Calendar = {
  ...ALWAYS,
  id: 'shut',
  holidays: [
    {
      id: 'all',
      dates: new Map(),
      workdays: new Set(),
      rules: [{ name: 'all', on: { type: 'fixed', month: 1, day: 1 }, offset: 0, days: 366 }],
    },
  ],
};
const calendars = new Map([
  ['shut', shut],
  ['open', { ...ALWAYS, id: 'open' }],
]);
const found = (text: string) => codesOf(text, { calendars });
const inShut = (lines: string) => found(`${HEAD}calendar: shut\n${lines}`);
const WINDOW = '{ from: "09:00", to: "18:00" }';
const mail = (window: string) =>
  `  - { id: a, email: { template: t, from: owner, purpose: service, window: ${window} } }\n`;

describe('a window that the holidays of its calendar leave no day', () => {
  test.each([
    ['of the journey', `window: ${WINDOW}\nsteps: []\n`, ['never-opens:5']],
    ['of an email', `steps:\n${mail(WINDOW)}`, ['never-opens:6']],
    [
      'of an sms',
      `steps:\n  - { id: a, sms: { template: t, purpose: service, window: ${WINDOW} } }\n`,
      ['never-opens:6'],
    ],
    [
      'of a task',
      `steps:\n  - { id: a, task: { kind: call, title: T, due: 1 days, outcomes: [a], window: ${WINDOW} } }\n`,
      ['never-opens:6'],
    ],
  ])('%s is found', (_, text, codes) => expect(inShut(text)).toEqual(codes));

  test('of a campaign is found', () => {
    const campaign = 'kind: campaign\nid: c\nname: C\naudience: { segment: s }\ncalendar: shut\n';
    expect(found(`${campaign}window: ${WINDOW}\nsteps: []\n`)).toEqual(['never-opens:6']);
  });

  test('is told with its calendar, at the window', () => {
    expect(lint(`${HEAD}calendar: shut\nsteps:\n${mail(WINDOW)}`, { calendars })).toMatchObject([
      {
        code: 'never-opens',
        pointer: '/steps/0/email/window',
        message: expect.stringContaining('the holidays of calendar shut leave the window no day'),
      },
    ]);
  });

  test('is none where the window ignores holidays, where there is none, or where the calendar has days', () => {
    expect(inShut('window: { from: "09:00", to: "18:00", holidays: ignore }\nsteps: []\n')).toEqual([]);
    expect(inShut(`steps:\n${mail('none')}  - wait: 1 days\n`)).toEqual([]);
    expect(found(`${HEAD}calendar: open\nwindow: ${WINDOW}\nsteps:\n${mail(WINDOW)}`)).toEqual([]);
    expect(found(`${HEAD}calendar: contact\nwindow: ${WINDOW}\nsteps: []\n`)).toEqual([]);
    expect(found(`${HEAD}window: ${WINDOW}\nsteps: []\n`)).toEqual([]);
  });
});

describe('the calendar', () => {
  test('called always is there without a file', () => {
    expect(found(`${HEAD}calendar: always\nsteps: []\n`)).toEqual([]);
  });

  test('that is not known is told with those that are', () => {
    expect(lint(`${HEAD}calendar: opne\nsteps: []\n`, { calendars })).toMatchObject([
      { code: 'unknown-calendar', suggestion: 'open', message: expect.stringContaining('shut, open, contact, owner') },
    ]);
  });
});
