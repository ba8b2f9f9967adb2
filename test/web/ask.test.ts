import { describe, expect, test } from 'vitest';
import { addressOf, read } from '../../src/web/api/ask.js';
import { ApiProblem, isPassing, Unreachable } from '../../src/web/api/problem.js';
import { sessionGate } from '../../src/web/api/session-gate.js';
import { PLACES, placeAt, placesFor } from '../../src/web/app/navigation.js';
import { businessNow } from '../../src/web/app/world.js';

const aProblem = (code: string, status: number) => ({
  type: `urn:followthrough:problem:${code}`,
  title: code,
  status,
  detail: 'why',
  code,
  instance: '/v1/x',
  requestId: 'req_1',
  errors: [],
});

const answer = (status: number, type: string) => ({
  ok: status < 400,
  status,
  headers: new Headers({ 'content-type': type }),
});

describe('an address', () => {
  test('has its parts filled in, each quoted', () => {
    expect(addressOf('/v1/definitions/:id/versions/:version', { params: { id: 'a/b c', version: 3 } })).toBe(
      '/v1/definitions/a%2Fb%20c/versions/3',
    );
  });

  test('says what was asked and leaves out what was not', () => {
    const query = { phase: ['held', 'paused'], q: '李 & co', owner: undefined, cursor: '', limit: 50 };
    expect(addressOf('/v1/journeys', { query })).toBe('/v1/journeys?phase=held%2Cpaused&q=%E6%9D%8E+%26+co&limit=50');
  });
});

describe('an answer', () => {
  test('is its JSON, its text, or nothing', () => {
    expect(read(answer(200, 'application/json; charset=utf-8'), '{"a":1}')).toEqual({ a: 1 });
    expect(read(answer(200, 'message/rfc822'), 'From: x')).toBe('From: x');
    expect(read(answer(204, ''), '')).toBeUndefined();
  });

  test('that refuses is thrown with its code', () => {
    const text = JSON.stringify(aProblem('task-closed', 409));
    expect(() => read(answer(409, 'application/problem+json'), text)).toThrow(ApiProblem);
  });

  test('of something else at the address is no problem of ours', () => {
    expect(() => read(answer(502, 'text/html'), '<html>')).toThrow('status 502');
  });

  test('may pass, if it is absence or haste', () => {
    expect(isPassing(new Unreachable())).toBe(true);
    expect(isPassing(new ApiProblem(aProblem('storage-unreachable', 503)))).toBe(true);
    expect(isPassing(new ApiProblem(aProblem('task-closed', 409)))).toBe(false);
    expect(isPassing(new Error('a fault of ours'))).toBe(false);
  });
});

describe('a session that ends', () => {
  test('holds all acts until the person is back, then lets them go on together', async () => {
    const done: string[] = [];
    const acts = ['a', 'b'].map(async (act) => {
      await sessionGate.signedInAgain(new Error(act));
      done.push(act);
    });
    expect(sessionGate.asked.get()).toBe(true);
    expect(done).toEqual([]);
    sessionGate.open();
    await Promise.all(acts);
    expect(done).toEqual(['a', 'b']);
    expect(sessionGate.asked.get()).toBe(false);
  });

  test('fails them with their own problem when the person does not want to', async () => {
    const act = sessionGate.signedInAgain(new Error('the problem of this act'));
    sessionGate.giveUp();
    await expect(act).rejects.toThrow('the problem of this act');
  });
});

test('business time runs on from the answer at the clock’s rate', () => {
  const told = { now: '2027-01-04T08:30:00.000Z', rate: 5_760, arrived: 1_000 };
  expect(businessNow(told, 1_000)).toBe(Date.parse('2027-01-04T08:30:00Z'));
  expect(businessNow(told, 16_000)).toBe(Date.parse('2027-01-05T08:30:00Z'));
});

describe('the navigation', () => {
  /** Who keeps people; the others find themselves in the account menu. */
  const leads = (role: string) => role === 'ops' || role === 'manager';
  test.each(['ops', 'manager', 'marketing', 'rep', 'viewer'] as const)(
    'of %s has every place that is theirs once',
    (role) => {
      expect(
        placesFor(role, true)
          .map(({ place }) => place)
          .sort(),
      ).toEqual(PLACES.filter((place) => place !== 'people' || leads(role)).sort());
      expect(placesFor(role, false).map(({ place }) => place)).not.toContain('inbox');
    },
  );

  test('knows where an address belongs', () => {
    expect([placeAt('/'), placeAt('/journeys/jrn_1'), placeAt('/journeysx'), placeAt('/nowhere')]).toEqual([
      'home',
      'journeys',
      null,
      null,
    ]);
  });
});
