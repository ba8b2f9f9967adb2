import { texts } from '../texts/texts.js';

/** What the buttons of the acts say; what their dialogs say is fetched with them (act-texts.ts). */
export const actLabels = texts({
  en: {
    pause: 'Pause',
    resume: 'Resume',
    exit: 'End',
    retry: 'Try again',
    sendAgain: 'Send it again',
    reassign: 'Give to another owner',
    move: 'Move to a stage',
    goal: 'Goal reached',
    skip: 'Skip',
    reschedule: 'Another time',
    'send-now': 'Send now',
  },
  'zh-CN': {
    pause: '暂停',
    resume: '恢复',
    exit: '结束',
    retry: '重试',
    sendAgain: '再发一次',
    reassign: '更换负责人',
    move: '移到其他阶段',
    goal: '已达成目标',
    skip: '跳过',
    reschedule: '改时间',
    'send-now': '立即发送',
  },
});
