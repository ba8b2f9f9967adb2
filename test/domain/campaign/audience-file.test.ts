import { describe, expect, it } from 'vitest';
import { columnsOfList, readListLine } from '../../../src/domain/campaign/audience-file.js';

const read = (...lines: string[]) => {
  const columns = columnsOfList(lines[0] ?? '');
  return (columns.isHeader ? lines.slice(1) : lines).map((line) => readListLine(line, columns));
};

describe('a list of people', () => {
  it('is an address a line', () => {
    expect(read('ada@example.com', 'Grace Hopper <grace@example.com>', 'nobody')).toEqual([
      { type: 'email', value: 'ada@example.com' },
      { type: 'email', value: 'grace@example.com' },
      { type: 'broken', value: 'nobody' },
    ]);
  });

  it('is a table with a column of addresses, by its header or by what it holds', () => {
    const ada = { type: 'email', value: 'ada@example.com' };
    expect(read('Name,E-Mail', '"Lovelace, Ada",ada@example.com')).toEqual([ada]);
    expect(read('姓名;邮箱', 'Ada;ada@example.com')).toEqual([ada]);
    expect(read('Ada\tada@example.com')).toEqual([ada]);
  });

  it('is a contact’s id a line', () => {
    const id = `con_${'0'.repeat(26)}`;
    expect(read('id', id)).toEqual([{ type: 'id', value: id }]);
  });

  it('shows of a broken line what stands there', () => {
    expect(read('email,name', ',Ada')).toEqual([{ type: 'broken', value: ',Ada' }]);
    for (const broken of ['a@b', 'a b@example.com', '@example.com', 'a@', 'a@example..com'])
      expect(read(broken)[0]?.type, broken).toBe('broken');
  });
});
