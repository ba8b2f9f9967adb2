import { counted, texts } from '../texts/texts.js';
import { useTexts } from '../texts/use-texts.js';

const spanTexts = texts({
  en: {
    minutes: (n: number) => counted(n, 'minute', 'minutes'),
    hours: (n: number) => counted(n, 'hour', 'hours'),
    days: (n: number) => counted(n, 'day', 'days'),
    weeks: (n: number) => counted(n, 'week', 'weeks'),
    months: (n: number) => counted(n, 'month', 'months'),
    years: (n: number) => counted(n, 'year', 'years'),
    businessMinutes: (n: number) => counted(n, 'business minute', 'business minutes'),
    businessHours: (n: number) => counted(n, 'business hour', 'business hours'),
    businessDays: (n: number) => counted(n, 'business day', 'business days'),
  },
  'zh-CN': {
    minutes: (n) => `${n} 分钟`,
    hours: (n) => `${n} 小时`,
    days: (n) => `${n} 天`,
    weeks: (n) => `${n} 周`,
    months: (n) => `${n} 个月`,
    years: (n) => `${n} 年`,
    businessMinutes: (n) => `${n} 个工作分钟`,
    businessHours: (n) => `${n} 个工作小时`,
    businessDays: (n) => `${n} 个工作日`,
  },
});

const KEYS = {
  minute: 'minutes',
  hour: 'hours',
  day: 'days',
  week: 'weeks',
  month: 'months',
  year: 'years',
  'business minute': 'businessMinutes',
  'business hour': 'businessHours',
  'business day': 'businessDays',
} as const;

const FORM = /^(\d+) +((?:business +)?(?:minute|hour|day|week|month|year))s?$/;

/** Words a duration of the definition format, such as "2 business days"; one that can't be read stands as it is. */
export function useSpan(): (text: string) => string {
  const t = useTexts(spanTexts);
  return (text) => {
    const [, n, unit = ''] = FORM.exec(text) ?? [];
    const key = KEYS[unit.replace(/ +/, ' ') as keyof typeof KEYS];
    return n === undefined || key === undefined ? text : t[key](Number(n));
  };
}
