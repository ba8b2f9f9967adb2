import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  choiceField,
  dayField,
  flagField,
  formatAddress,
  modeField,
  parseAddress,
  someField,
  textField,
} from '../../src/web/kit/address.js';

const PHASES = ['active', 'paused', 'held'] as const;
const COLUMNS = ['name', 'stage', 'owner'] as const;
const SHAPE = {
  q: textField(),
  phase: choiceField(PHASES),
  sort: modeField(['newest', 'nextAt']),
  columns: someField(COLUMNS, ['name', 'stage']),
  late: flagField(),
  from: dayField(),
};

describe('what the address says', () => {
  test('is initial when it says nothing', () => {
    const { values, faults } = parseAddress('', SHAPE);
    expect(values).toEqual({ q: '', phase: null, sort: 'newest', columns: ['name', 'stage'], late: false, from: null });
    expect(faults).toEqual([]);
  });

  test('is read by its fields', () => {
    const { values } = parseAddress('?q=%E6%9D%8E&phase=held&sort=nextAt&columns=owner&late=1&from=2027-01-04', SHAPE);
    expect(values).toEqual({
      q: '李',
      phase: 'held',
      sort: 'nextAt',
      columns: ['owner'],
      late: true,
      from: '2027-01-04',
    });
  });

  test('of an old link is told where it is not understood, and the rest holds', () => {
    const { values, faults } = parseAddress('?phase=sleeping&team=north&q=x&columns=name,shoe&from=2027-13-99', SHAPE);
    expect(faults).toEqual([
      { name: 'phase', value: 'sleeping' },
      { name: 'columns', value: 'name,shoe' },
      { name: 'from', value: '2027-13-99' },
      { name: 'team', value: 'north' },
    ]);
    expect(values).toMatchObject({ q: 'x', phase: null, columns: ['name', 'stage'], from: null });
  });

  test('leaves out what is initial', () => {
    expect(formatAddress(parseAddress('', SHAPE).values, SHAPE)).toBe('');
    expect(formatAddress({ ...parseAddress('', SHAPE).values, phase: 'held' }, SHAPE)).toBe('phase=held');
  });

  test('comes back as it was written, whatever it is', () => {
    const values = fc.record({
      q: fc.string({ maxLength: 100 }).filter((text) => text === '' || text.trim() !== ''),
      phase: fc.option(fc.constantFrom(...PHASES)),
      sort: fc.constantFrom('newest' as const, 'nextAt' as const),
      columns: fc.subarray([...COLUMNS]),
      late: fc.boolean(),
      from: fc.option(fc.constantFrom('2026-02-28', '2027-12-31')),
    });
    fc.assert(
      fc.property(values, (said) => {
        const { values: read, faults } = parseAddress(`?${formatAddress(said, SHAPE)}`, SHAPE);
        expect(read).toEqual(said);
        expect(faults).toEqual([]);
      }),
    );
  });
});
