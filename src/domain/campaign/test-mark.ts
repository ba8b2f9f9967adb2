/** Stands before the subject of a mail that is only looked at. */
export const testMark = (locale: string): string =>
  locale.toLowerCase().split('-')[0] === 'zh' ? '【测试】' : '[Test] ';
