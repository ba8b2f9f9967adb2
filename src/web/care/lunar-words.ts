import type { CareDayView } from '../../api/contracts/care.js';

const MONTHS = '正二三四五六七八九十冬腊';
const DIGITS = '一二三四五六七八九十';

/** A lunar date as Chinese calendars print it: the day, on the first of a month the month. */
export function lunarWords({ month, day, leap }: CareDayView['lunar']): string {
  if (day === 1) return `${leap ? '闰' : ''}${MONTHS[month - 1] ?? ''}月`;
  if (day === 20) return '二十';
  if (day === 30) return '三十';
  const tens = day <= 10 ? '初' : day < 20 ? '十' : '廿';
  return `${tens}${DIGITS[(day - 1) % 10] ?? ''}`;
}
