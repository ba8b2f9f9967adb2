import { texts } from '../texts/texts.js';

const s = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

export const eraseTexts = texts({
  en: {
    title: (name: string) => `Erase ${name}`,
    effect:
      'For a person who wishes to be gone. Nothing that tells who it was is kept, and nothing more is sent. It cannot be undone.',
    confirm: 'Erase for good',
    done: 'Erased.',
    typeName: (name: string) => `To confirm, type the name: ${name}`,
    typeFirst: 'Type the name as it stands above.',
    reasonHelp: 'The reason is kept, without the name and the addresses.',
    journeys: (n: number, open: number) => `${s(n, 'journey')}; those that are open end (${open})`,
    messages: (n: number, waiting: number) =>
      `Text and receiver of ${s(n, 'message')}; those that wait are not sent (${waiting})`,
    tasks: (n: number, open: number) => `The words of ${s(n, 'task')}; those that are open are withdrawn (${open})`,
    words: (mails: number, events: number, deals: number) =>
      `The words of ${s(mails, 'incoming mail')}, ${s(events, 'event')} and ${s(deals, 'deal')}; amounts stay`,
    consents: (n: number) => `The words of ${s(n, 'consent')}; topic, source and time stay as proof`,
    addresses: (n: number) =>
      `${s(n, 'address or number', 'addresses and numbers')}; a hash stays, so that no advertising goes there again`,
    alike: 'These may be the same person. Each is erased by itself:',
  },
  'zh-CN': {
    title: (name) => `抹除${name}`,
    effect: '用于要求删除个人信息的人。不保留任何能认出此人的内容，也不再发送任何内容。此操作无法撤销。',
    confirm: '永久抹除',
    done: '已抹除。',
    typeName: (name) => `请输入姓名以确认：${name}`,
    typeFirst: '请按上面的写法输入姓名。',
    reasonHelp: '原因会被保留，其中的姓名和地址除外。',
    journeys: (n, open) => `${n} 个旅程；其中进行中的（${open} 个）会结束`,
    messages: (n, waiting) => `${n} 条消息的内容和收件人；其中等待发送的（${waiting} 条）不再发送`,
    tasks: (n, open) => `${n} 项任务的文字；其中待办的（${open} 项）会被撤回`,
    words: (mails, events, deals) => `${mails} 封来信、${events} 个事件和 ${deals} 笔商机的文字；金额保留`,
    consents: (n) => `${n} 条同意记录的原话；主题、来源和时间作为证明保留`,
    addresses: (n) => `${n} 个地址和号码；仅保留其哈希值，以免再向其发送广告`,
    alike: '以下可能是同一个人，需要分别抹除：',
  },
});
