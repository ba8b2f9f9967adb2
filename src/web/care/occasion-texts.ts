import { texts } from '../texts/texts.js';

/** Why we think of somebody. */
export const kindTexts = texts({
  en: {
    birthday: 'Birthday',
    anniversary: 'Anniversary',
    date: 'Date',
    festival: 'Festival',
    cycle: 'By cycle',
    silence: 'After silence',
    visit: 'First visits',
  },
  'zh-CN': {
    birthday: '生日',
    anniversary: '周年',
    date: '日期',
    festival: '节日',
    cycle: '定期',
    silence: '久未联系',
    visit: '首次回访',
  },
});

/** The festivals that definitions may name. */
export const festivalTexts = texts({
  en: {
    'new-year': 'New Year',
    'spring-festival': 'Spring Festival',
    lantern: 'Lantern Festival',
    'womens-day': 'Women’s Day',
    qingming: 'Qingming',
    'labour-day': 'Labour Day',
    'dragon-boat': 'Dragon Boat Festival',
    qixi: 'Qixi',
    'mid-autumn': 'Mid-Autumn',
    'double-ninth': 'Double Ninth',
    'teachers-day': 'Teachers’ Day (CN)',
    'national-day': 'National Day (CN)',
    christmas: 'Christmas',
    'thanksgiving-us': 'Thanksgiving (US)',
  },
  'zh-CN': {
    'new-year': '元旦',
    'spring-festival': '春节',
    lantern: '元宵节',
    'womens-day': '妇女节',
    qingming: '清明节',
    'labour-day': '劳动节',
    'dragon-boat': '端午节',
    qixi: '七夕',
    'mid-autumn': '中秋节',
    'double-ninth': '重阳节',
    'teachers-day': '教师节',
    'national-day': '国庆节',
    christmas: '圣诞节',
    'thanksgiving-us': '感恩节（美国）',
  },
});
