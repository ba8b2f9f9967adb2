import { describe, expect, it } from 'vitest';
import { formatCsvMap, parseCsvMap } from '../../../../src/db/import/csv/csv-map.js';
import { guessMap } from '../../../../src/db/import/csv/guess-map.js';

const targets = (header: readonly string[], sample: readonly (readonly string[])[] = []) =>
  guessMap(header, sample).map.columns.map(({ to }) => to);

describe('a guessed map', () => {
  it('knows the names of Chinese columns', () => {
    expect(targets(['姓名', '手机', '邮箱', '公司', '职位', '城市', '备注'])).toEqual([
      'name',
      'phone',
      'email',
      'company',
      'title',
      'city',
      'custom.note',
    ]);
  });

  it('knows the names of English columns however they are written', () => {
    expect(targets(['First Name', 'last_name', 'E-mail', 'Job Title', 'Lead Source'])).toEqual([
      'firstName',
      'lastName',
      'email',
      'title',
      'source',
    ]);
  });

  it('knows addresses and numbers by what they look like', () => {
    const sample = [
      ['a@x.example', '+49 30 1234567', 'red'],
      ['b@x.example', '+49 30 1234568', 'blue'],
    ];
    expect(guessMap(['A', 'B', 'C'], sample)).toMatchObject({
      unknown: ['C'],
      map: { columns: [{ to: 'email' }, { to: 'phone' }, { to: 'ignore' }] },
    });
  });

  it('splits a full name only where no part of it has a column', () => {
    expect(guessMap(['Name'], []).map.columns[0]?.splitName).toBe(true);
    expect(guessMap(['Name', 'Surname'], []).map.columns[0]?.splitName).toBe(false);
  });

  it('sees the order of day and month where a number over 12 shows it', () => {
    expect(
      guessMap(
        ['email', 'date'],
        [
          ['a@x.example', '03/04/2027'],
          ['b@x.example', '13/04/2027'],
        ],
      ).map.dates,
    ).toBe('day-first');
    expect(guessMap(['email', 'date'], [['a@x.example', '03/04/2027']]).map.dates).toBeNull();
  });

  it('written to a file is read back as it was', () => {
    const { map } = guessMap(['姓名', 'E-mail', 'a: "b"', '日期'], [['李', 'a@x.example', '1', '13/04/2027']]);
    expect(parseCsvMap(formatCsvMap(map), 'map.yaml')).toEqual({ map, findings: [] });
  });
});
