import { texts } from '../texts/texts.js';

/** Why a journey does not move though it should. */
export const stuckTexts = texts({
  en: {
    title: 'Stuck journeys',
    back: 'All journeys',
    help: 'They have not moved for a quarter of an hour though they should. Look at the worker and its log.',
    why: 'Why',
    none: 'No journey is stuck',
    noneHelp: 'Every journey that should have moved has.',
    failing: 'No worker can go on with it: its tasks fail in Temporal.',
    untold: 'Temporal could not be told of it.',
    'not-begun': 'It was started and has not begun.',
    due: 'Something was due and was not done.',
    unheard: 'It was woken and has not looked.',
  },
  'zh-CN': {
    title: '停滞的旅程',
    back: '全部旅程',
    help: '已超过一刻钟没有按时推进。请检查执行进程及其日志。',
    why: '原因',
    none: '没有停滞的旅程',
    noneHelp: '所有旅程都已按时推进。',
    failing: '执行进程无法继续：它的任务在 Temporal 中反复失败。',
    untold: '未能通知 Temporal。',
    'not-begun': '已启动，但还没有开始。',
    due: '有步骤到期而没有执行。',
    unheard: '已被唤醒，但还没有处理。',
  },
});
