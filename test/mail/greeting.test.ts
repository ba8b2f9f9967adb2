import { describe, expect, it } from 'vitest';
import { greeting } from '../../src/mail/greeting.js';

describe('a greeting', () => {
  it.each([
    [{ firstName: 'Gary', lastName: 'Denson', name: 'Gary Denson' }, 'Hello Gary,', 'Gary，您好：'],
    [{ firstName: null, lastName: 'Denson', name: 'Denson' }, 'Hello,', '您好：'],
    [{ firstName: '伟', lastName: '张', name: '张伟' }, 'Hello,', '张伟，您好：'],
    [{ firstName: null, lastName: null, name: '欧阳娜娜' }, 'Hello,', '欧阳娜娜，您好：'],
    [{ firstName: null, lastName: '张', name: '张' }, 'Hello,', '您好：'],
    [{ firstName: 'GARY', lastName: 'DENSON' }, 'Hello Gary,', 'Gary，您好：'],
    [{ firstName: 'jean-luc' }, 'Hello Jean-Luc,', 'Jean-Luc，您好：'],
    [{ firstName: 'McKenzie' }, 'Hello McKenzie,', 'McKenzie，您好：'],
    [{ firstName: 'N/A', lastName: 'Denson' }, 'Hello,', '您好：'],
    [{ firstName: '-' }, 'Hello,', '您好：'],
    [{ firstName: 'gary@example.com' }, 'Hello,', '您好：'],
    [{ firstName: 'x'.repeat(60) }, 'Hello,', '您好：'],
    [{}, 'Hello,', '您好：'],
    [null, 'Hello,', '您好：'],
  ])('for %j reads well in both languages', (record, english, chinese) => {
    expect(greeting(record, 'en')).toBe(english);
    expect(greeting(record, 'zh-CN')).toBe(chinese);
  });
});
