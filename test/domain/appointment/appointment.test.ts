import { describe, expect, it } from 'vitest';
import { loadCalendars } from '../../../src/db/calendar-files.js';
import {
  appointmentOf,
  consequence,
  type Standing,
  toContact,
  toOwner,
  uidOf,
} from '../../../src/domain/appointment/appointment.js';
import { cautionsFor } from '../../../src/domain/appointment/cautions.js';
import { readWallTime } from '../../../src/domain/appointment/wall-time.js';
import { writeLetter } from '../../../src/domain/appointment/words.js';

const STANDING: Standing = {
  ...{ begins: 1_000, invites: true, state: 'standing', organiserId: 'usr_1', sequence: 0 },
  ...{ contactTold: null, contactHas: false, ownerTold: null },
};
const TASK = { status: 'open', assigneeId: 'usr_1' } as const;

describe('what becomes of an appointment', () => {
  it('is what becomes of its task, until it begins', () => {
    expect(consequence(STANDING, TASK, 0)).toEqual({ type: 'stays' });
    expect(consequence(STANDING, { ...TASK, status: 'withdrawn' }, 0)).toMatchObject({ reason: 'task-withdrawn' });
    expect(consequence(STANDING, { ...TASK, status: 'withdrawn' }, 1_000)).toEqual({ type: 'stays' });
    expect(consequence(STANDING, { ...TASK, assigneeId: 'usr_2' }, 0)).toMatchObject({ heir: 'usr_2' });
    expect(consequence(STANDING, { ...TASK, assigneeId: null }, 0)).toMatchObject({ reason: 'nobody', heir: null });
  });

  it('is told to whoever knows of it, and to nobody twice', () => {
    expect([toContact(STANDING, 0), toOwner(STANDING, 0)]).toEqual(['REQUEST', 'REQUEST']);
    const told = { ...STANDING, contactTold: 0, contactHas: true, ownerTold: 0 };
    expect([toContact(told, 0), toOwner(told, 0)]).toEqual([null, null]);
    const cancelled = { ...told, state: 'cancelled', sequence: 1 } as const;
    expect([toContact(cancelled, 0), toOwner(cancelled, 0)]).toEqual(['CANCEL', 'CANCEL']);
    expect(toContact({ ...STANDING, state: 'cancelled', sequence: 1 }, 0)).toBeNull();
    expect(toContact(cancelled, 1_000)).toBeNull();
  });
});

it('finds an appointment by its UID, and by nobody else’s', () => {
  expect(appointmentOf(uidOf('apt_01x', 'sender.example').toUpperCase(), 'sender.example')).toBe('apt_01x');
  expect(appointmentOf('apt_01x@other.example', 'sender.example')).toBeNull();
  expect(appointmentOf('own-apt_01x@sender.example', 'sender.example')).toBeNull();
});

describe('a wall-clock time', () => {
  it('is an instant where the clocks show it, and none where they are put forward over it', () => {
    expect(readWallTime('2027-01-04T10:00', 'Asia/Shanghai')).toEqual({ ok: true, value: Date.UTC(2027, 0, 4, 2) });
    expect(readWallTime('2027-03-28T02:30', 'Europe/Berlin')).toMatchObject({ error: 'no-such-local-time' });
    expect(readWallTime('2027-10-31T02:30', 'Europe/Berlin')).toEqual({
      ok: true,
      value: Date.UTC(2027, 9, 31, 0, 30),
    });
    expect(readWallTime('2027-02-30T10:00', 'UTC')).toMatchObject({ error: 'malformed' });
  });
});

describe('what speaks against a time', () => {
  const calendar = loadCalendars('calendars').calendars.get('cn-office');
  if (calendar === undefined) throw new Error('the calendar cn-office is not there');
  const side = { whose: 'contact', zone: 'Asia/Shanghai', calendar } as const;
  const at = (text: string) => {
    const read = readWallTime(text, 'Asia/Shanghai');
    if (!read.ok) throw new Error(text);
    return read.value;
  };
  const span = (day: string, from: string, to: string) => ({ begins: at(`${day}T${from}`), ends: at(`${day}T${to}`) });

  it('is that somebody doesn’t work then', () => {
    expect(cautionsFor(span('2026-11-30', '10:00', '11:00'), [side], [])).toEqual([]);
    expect(cautionsFor(span('2026-11-30', '22:00', '23:00'), [side], [])).toEqual([
      { code: 'outside-hours', whose: 'contact' },
    ]);
    expect(cautionsFor(span('2026-10-01', '10:00', '11:00'), [side], [])).toMatchObject([{ code: 'holiday' }]);
  });

  it('is another appointment, but none that only touches it', () => {
    const one = span('2026-11-30', '10:00', '11:00');
    const others = [
      { taskId: 'tsk_1', ...span('2026-11-30', '10:30', '12:00') },
      { taskId: 'tsk_2', ...span('2026-11-30', '11:00', '12:00') },
    ];
    expect(cautionsFor(one, [], others)).toMatchObject([{ code: 'overlap', taskId: 'tsk_1' }]);
  });
});

describe('the words of an invitation', () => {
  const letter = {
    ...({
      what: 'invitation',
      to: 'contact',
      kind: 'visit',
      organiser: 'Rita',
      contact: '王伟',
      task: 'Sell',
    } as const),
    arrangement: {
      ...{ begins: Date.UTC(2027, 0, 4, 2), ends: Date.UTC(2027, 0, 4, 17), zone: 'Asia/Shanghai' },
      ...{ place: '<b>Hall</b> & "x"', title: null, words: 'a\nb', invites: true },
    },
  };
  it('are in the language of who reads them, and escaped where they are HTML', () => {
    const en = writeLetter({ ...letter, language: 'en' });
    expect(en.subject).toBe('Invitation: Visit by Rita, Monday 4 January 2027 10:00');
    expect(en.text).toContain('Monday 4 January 2027 10:00 – Tuesday 5 January 2027 01:00 (Asia/Shanghai)');
    expect(en.html).not.toContain('<b>');
    expect(en.html).toContain('a<br>b');
    expect(en.text).not.toContain('Sell');
    const zh = writeLetter({ ...letter, language: 'zh-CN' });
    expect(zh.subject).toBe('邀请：Rita来访，2027年1月4日星期一 10:00');
  });
});
