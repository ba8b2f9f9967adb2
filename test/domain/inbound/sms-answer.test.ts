import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meansStop } from '../../../src/domain/inbound/sms-answer.js';
import { phoneForms } from '../../../src/domain/phone.js';

describe('an answer to an SMS wants no more of them', () => {
  test.each([
    ...[
      '退订',
      '退訂',
      ' 退订。',
      'TD',
      'td',
      'ＴＤ',
      'T',
      't',
      'N',
      'n',
      'R',
      'QX',
      'STOP',
      'Stop!',
      'stop all',
      '回复TD退订',
      'TD退订',
    ],
    ...[
      'UNSUBSCRIBE',
      'unsubscribe please',
      'Please stop',
      '请退订',
      '退订，谢谢',
      '请退订，谢谢！',
      '取消订阅',
      '拒收',
      '别发了',
      '不要再发了',
    ],
    ...[
      '请帮我退订',
      '我要退订这个短信',
      '请不要再给我发短信',
      'Stop texting me',
      'please unsubscribe me',
      "Don't text me again",
      '【退订】',
    ],
  ])('%s', (text) => expect(meansStop(text)).toBe(true));

  test.each([
    ...[
      '',
      ' ',
      '?',
      'No',
      'Yes',
      'Not today',
      'N/A today',
      'Tuesday works',
      '好的',
      '收到',
      '是',
      '周二可以',
      '1',
      'TDK',
    ],
    ...[
      '不要退订',
      '怎么退订？',
      '没有退订',
      "Don't stop",
      'Can you stop by on Monday?',
      'the bus stop is closed',
      '明天停电，改天再来',
    ],
    ...['我不想退订', 'The end of the month is better', '取消明天的预约', '请取消周五的会议'],
  ])('but not with %s', (text) => expect(meansStop(text)).toBe(false));

  test('whatever is sent, an answer is one of the two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => typeof meansStop(text) === 'boolean'),
    );
  });
});

describe('a number that a gateway tells', () => {
  test('is found in every form in which records have it', () => {
    const all = ['13800138000', '8613800138000', '+8613800138000', '008613800138000'];
    for (const form of ['13800138000', '8613800138000', '+86 138-0013-8000', '008613800138000'])
      expect(phoneForms(form)).toEqual(all);
    // As a number of the United States and of the mainland it could be either.
    expect(phoneForms('14155550100')).toContain('+14155550100');
    expect(phoneForms('442071838750')).toEqual(['442071838750', '+442071838750', '00442071838750']);
    expect(phoneForms('somebody')).toEqual([]);
  });
});
