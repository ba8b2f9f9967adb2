import { type Day, yearMonthDay } from './civil.js';
import { type YearlyDay, yearlyDay } from './holiday-rule.js';

const FESTIVALS = {
  'new-year': { type: 'fixed', month: 1, day: 1 },
  'spring-festival': { type: 'lunar', month: 1, day: 1 },
  lantern: { type: 'lunar', month: 1, day: 15 },
  'womens-day': { type: 'fixed', month: 3, day: 8 },
  qingming: { type: 'qingming' },
  'labour-day': { type: 'fixed', month: 5, day: 1 },
  'dragon-boat': { type: 'lunar', month: 5, day: 5 },
  qixi: { type: 'lunar', month: 7, day: 7 },
  'mid-autumn': { type: 'lunar', month: 8, day: 15 },
  'double-ninth': { type: 'lunar', month: 9, day: 9 },
  'teachers-day': { type: 'fixed', month: 9, day: 10 },
  'national-day': { type: 'fixed', month: 10, day: 1 },
  christmas: { type: 'fixed', month: 12, day: 25 },
  'thanksgiving-us': { type: 'weekday', nth: 4, weekday: 'thu', month: 11 },
} as const satisfies Readonly<Record<string, YearlyDay>>;

/** A festival that a wait can name. `teachers-day` and `national-day` are China's. */
export type Festival = keyof typeof FESTIVALS;

/** All festivals, in the order of the year. */
export const FESTIVAL_IDS = Object.keys(FESTIVALS) as readonly Festival[];

/** True if `text` names a festival. */
export const isFestival = (text: string): text is Festival => Object.hasOwn(FESTIVALS, text);

/** The civil day of a festival in a civil year. */
export const festivalOn = (festival: Festival, year: number): Day => yearlyDay(FESTIVALS[festival], year);

/** The festivals of a civil day. */
export const festivalsOn = (day: Day): readonly Festival[] => {
  const { year } = yearMonthDay(day);
  return FESTIVAL_IDS.filter((festival) => festivalOn(festival, year) === day);
};
