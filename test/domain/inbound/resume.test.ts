import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resume } from '../../../src/domain/inbound/resume.js';
import { DAY } from '../../../src/domain/instant.js';

const NOW = Date.UTC(2027, 0, 4, 9);
const cursor = { uidValidity: 7n, lastUid: 41, lookedAt: NOW - DAY };

describe('where a folder is read on', () => {
  test('behind what was read, if its UIDs are the same', () => {
    expect(resume(cursor, { uidValidity: 7n, uidNext: 42 }, NOW)).toEqual({ type: 'from', uid: 42 });
    expect(resume(cursor, { uidValidity: 7n, uidNext: 99 }, NOW)).toEqual({ type: 'from', uid: 42 });
    expect(resume(cursor, { uidValidity: 7n, uidNext: null }, NOW)).toEqual({ type: 'from', uid: 42 });
  });

  test('by the days before the last look, if its UIDs are other ones', () => {
    const since = { type: 'since', at: NOW - 31 * DAY };
    expect(resume(cursor, { uidValidity: 8n, uidNext: 99 }, NOW)).toEqual(since);
  });

  test('so too if the server counts lower than it did and does not say so', () => {
    expect(resume(cursor, { uidValidity: 7n, uidNext: 41 }, NOW)).toMatchObject({ type: 'since' });
  });

  test('a new folder by the last thirty days', () => {
    expect(resume(null, { uidValidity: 7n, uidNext: 99 }, NOW)).toEqual({ type: 'since', at: NOW - 30 * DAY });
  });

  test('never leaves out a mail that came after the last look, whatever the server says', () => {
    fc.assert(
      fc.property(
        fc.record({
          uidValidity: fc.bigInt(1n, 4n),
          lastUid: fc.nat(20),
          lookedAt: fc.integer({ min: NOW - 90 * DAY, max: NOW }),
        }),
        fc.bigInt(1n, 4n),
        fc.integer({ min: 1, max: 40 }),
        (known, uidValidity, uid) => {
          const how = resume(known, { uidValidity, uidNext: uid + 1 }, NOW);
          const isNew = uidValidity !== known.uidValidity || uid > known.lastUid;
          if (isNew) expect(how.type === 'from' ? how.uid <= uid : how.at < known.lookedAt).toBe(true);
        },
      ),
    );
  });
});
