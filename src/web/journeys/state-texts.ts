import { texts } from '../texts/texts.js';

/** How a journey stands, in words: phases and what asks for a person. */
export const stateTexts = texts({
  en: {
    open: 'Open',
    late: 'Late',
    attention: 'Needs a person',
    'planner-defect': 'The engine met a defect while it decided what comes next, and stopped here.',
    'too-many-steps': 'More than 1,000 steps ran without a wait, so the engine stopped here.',
    'out-of-step': 'The database and Temporal disagree about where this journey is, for example after a restore.',
    'unknown-state':
      'Another build of the worker wrote where this journey is. It goes on once such a build is current.',
    uncertain: 'Nobody knows whether a mail arrived, so nothing is sent again by itself.',
    unknownAttention: (code: string) => `It asks for a person: ${code}`,
    lateHelp: 'Its next instant has passed, and the engine has not caught up yet.',
  },
  'zh-CN': {
    open: '未结束',
    late: '迟滞',
    attention: '需要人工处理',
    'planner-defect': '引擎在决定下一步时遇到缺陷，已在此停下。',
    'too-many-steps': '连续执行了超过 1,000 步而没有等待，引擎已在此停下。',
    'out-of-step': '数据库与 Temporal 对这个旅程所处位置的记录不一致，例如在恢复备份之后。',
    'unknown-state': '这个旅程的状态由另一个版本的工作进程写入；该版本再次成为当前版本后，旅程会自行继续。',
    uncertain: '无法确定某封邮件是否送达，因此不会自动重发。',
    unknownAttention: (code) => `需要人工处理：${code}`,
    lateHelp: '下一步的时间已过，而引擎还没有跟上。',
  },
});
