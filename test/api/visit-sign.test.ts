import { describe, expect, it } from 'vitest';
import { signOf } from '../../src/api/public/visit-sign.js';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const sign = (agent: string | undefined, over: Record<string, string> = {}, method = 'GET') =>
  signOf({ method, headers: { ...(agent === undefined ? {} : { 'user-agent': agent }), ...over } });

describe('what a request tells of a machine', () => {
  it.each([
    ['a browser', CHROME],
    [
      'a phone',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    ],
    [
      'WeChat',
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50 Language/zh_CN',
    ],
    [
      'Gmail’s proxy, when somebody opens the mail',
      'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
    ],
    ['Outlook', 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; ms-office; MSOffice 16)'],
  ])('nothing: %s', (_, agent) => {
    expect(sign(agent)).toBeNull();
  });

  it.each([
    ['no name at all', undefined, 'program'],
    ['curl', 'curl/8.5.0', 'program'],
    ['Python', 'python-requests/2.32', 'program'],
    ['a headless browser', CHROME.replace('Chrome', 'HeadlessChrome'), 'program'],
    ['Barracuda', 'BarracudaCentral/Crawler (Barracuda Sentinel (EE))', 'program'],
    ['Apple’s privacy proxy', 'Mozilla/5.0', 'apple-privacy'],
    [
      'Gmail fetching ahead',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
      'gmail-ahead',
    ],
  ])('%s', (_, agent, expected) => {
    expect(sign(agent)).toBe(expected);
  });

  it('that it asks with HEAD, or says that it fetches ahead', () => {
    expect(sign(CHROME, {}, 'HEAD')).toBe('head');
    expect(sign(CHROME, { 'sec-purpose': 'prefetch;prerender' })).toBe('prefetch');
    expect(sign(CHROME, { purpose: 'prefetch' })).toBe('prefetch');
  });
});
